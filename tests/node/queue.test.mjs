import assert from "node:assert/strict";
import test from "node:test";

import { AGAIN, Queue } from "../../static/forms_engine/queue.js";

test("jobs are done one after another, also those that come meanwhile", async () => {
  const queue = new Queue();
  const done = [];
  let isRunning = false;
  const job = (name) => async () => {
    assert.equal(isRunning, false);
    isRunning = true;
    await new Promise((resume) => setTimeout(resume));
    isRunning = false;
    done.push(name);
    if (name === "a") queue.add("c", job("c"));
  };

  queue.add("a", job("a"));
  queue.add("b", job("b"));
  assert.equal(queue.isBusy, true);
  await queue.idle;

  assert.deepEqual(done, ["a", "b", "c"]);
  assert.equal(queue.isBusy, false);
});

test("a job that has not begun gives way to a later one of its name, in its place", async () => {
  const queue = new Queue();
  const done = [];
  queue.add("first", async () => { done.push("first"); });
  queue.add("a", async () => { done.push("old"); });
  queue.add("b", async () => { done.push("b"); });
  queue.add("a", async () => { done.push("new"); });
  await queue.idle;
  assert.deepEqual(done, ["first", "new", "b"]);
});

test("a job that asks for it is done again before the next", async () => {
  const queue = new Queue(0);
  const done = [];
  queue.add("a", async () => { done.push("a"); return done.length < 3 ? AGAIN : undefined; });
  queue.add("b", async () => { done.push("b"); });
  await queue.idle;
  assert.deepEqual(done, ["a", "a", "a", "b"]);
});

test("what is added after all is done is done too", async () => {
  const queue = new Queue();
  const done = [];
  queue.add("a", async () => { done.push(1); });
  await queue.idle;
  queue.add("a", async () => { done.push(2); });
  await queue.idle;
  assert.deepEqual(done, [1, 2]);
});

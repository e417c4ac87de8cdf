import assert from "node:assert/strict";
import test from "node:test";

import { Protocol } from "../../static/chat/protocol.js";

const start = () => new Protocol({ conversation: "c", epoch: "e", seq: 4, reply: null });
const event = (seq, data = {}) => ({ type: "event", seq, event: "message.said", data });
const delta = (seq, offset, text, attempt = 1) => ({ type: "delta", reply: "r", attempt, seq, offset, text });

test("hello tells where the page stands", () => {
  assert.deepEqual(start().hello(), { type: "hello", conversation: "c", epoch: "e", event_seq: 4, reply: null });
});

test("a message is repeated until its event arrives", () => {
  const protocol = start();
  const frame = protocol.send("hi", { question: "a/b" }, 0);
  assert.deepEqual(protocol.due(4_999), []);
  assert.deepEqual(protocol.due(5_000), [frame]);
  assert.deepEqual(protocol.due(5_001), []);
  assert.deepEqual(protocol.due(5_001, { all: true }), [frame]);
  protocol.receive(event(5, { client_id: frame.client_id }));
  assert.deepEqual(protocol.due(99_999), []);
});

test("a refused message is not sent again", () => {
  const protocol = start();
  const frame = protocol.send("hi", {}, 0);
  const effects = protocol.receive({ type: "refused", sentence: "No.", client_id: frame.client_id });
  assert.deepEqual(effects, [{ do: "refused", sentence: "No.", clientId: frame.client_id }]);
  assert.deepEqual(protocol.due(9_999), []);
});

test("an event is taken once and in order", () => {
  const protocol = start();
  assert.deepEqual(protocol.receive(event(5)), [{ do: "event", name: "message.said", data: {} }]);
  assert.deepEqual(protocol.receive(event(5)), []);
  assert.equal(protocol.seq, 5);
});

test("a hole in the events reloads the page", () => {
  assert.deepEqual(start().receive(event(6)), [{ do: "reload" }]);
});

test("a welcome that recovers nothing, or of another log, reloads the page", () => {
  const welcome = (epoch, recovered) => start().receive({ type: "welcome", epoch, head_seq: 4, recovered });
  assert.deepEqual(welcome("e", true), [{ do: "welcome" }]);
  assert.deepEqual(welcome("e", false), [{ do: "reload" }]);
  assert.deepEqual(welcome("other", true), [{ do: "reload" }]);
});

test("deltas add up, and the same one twice counts once", () => {
  const protocol = start();
  protocol.receive(delta(1, 0, "Good "));
  assert.deepEqual(protocol.receive(delta(2, 5, "day")), [{ do: "draft", reply: "r", text: "Good day" }]);
  assert.deepEqual(protocol.receive(delta(2, 5, "day")), []);
});

test("a delta that does not fit waits for a snapshot", () => {
  const protocol = start();
  assert.deepEqual(protocol.receive(delta(3, 9, "late")), []);
  const snapshot = { type: "snapshot", reply: "r", attempt: 1, upto: 3, text: "all of it" };
  assert.deepEqual(protocol.receive(snapshot), [{ do: "draft", reply: "r", text: "all of it" }]);
});

test("a new attempt drops what the old one said, and the old one is no longer heard", () => {
  const protocol = start();
  protocol.receive(delta(1, 0, "old"));
  assert.deepEqual(protocol.receive({ type: "reset", reply: "r", attempt: 2 }), [{ do: "draft", reply: "r", text: "" }]);
  assert.deepEqual(protocol.receive(delta(2, 3, "older", 1)), []);
  assert.deepEqual(protocol.receive(delta(1, 0, "new", 2)), [{ do: "draft", reply: "r", text: "new" }]);
});

test("an acknowledgement is due after 32 deltas, or a second after the first", () => {
  const protocol = start();
  assert.equal(protocol.ack(10), null);
  for (let seq = 1; seq <= 32; seq += 1) protocol.receive(delta(seq, seq - 1, "x"), 0);
  assert.deepEqual(protocol.ack(10), { type: "ack", event_seq: 4, reply: "r", attempt: 1, tok_seq: 32 });
  protocol.receive(delta(33, 32, "x"), 500);
  protocol.receive(delta(34, 33, "x"), 1_400);
  assert.equal(protocol.ack(1_400), null);
  assert.equal(protocol.ack(1_500).tok_seq, 34);
  assert.equal(protocol.ack(9_999), null);
});

test("a finished reply is no longer followed", () => {
  const protocol = start();
  protocol.receive(delta(1, 0, "x"));
  assert.deepEqual(protocol.receive({ type: "done", reply: "r", attempt: 1, seq: 1, event_seq: 5 }), [{ do: "settle", reply: "r" }]);
  assert.equal(protocol.hello().reply, null);
});

test("the wish to stop is repeated until the reply has ended", () => {
  const protocol = start();
  assert.equal(protocol.stop(0), null);
  protocol.receive(delta(1, 0, "x"));
  const frame = protocol.stop(0);
  assert.deepEqual(frame, { type: "stop", reply: "r" });
  assert.deepEqual(protocol.due(5_000), [frame]);
  protocol.receive({ type: "done", reply: "r", attempt: 1, seq: 1, event_seq: 5 });
  assert.deepEqual(protocol.due(99_999), []);
});

test("something is waited for while a reply is written or a message is on its way", () => {
  const protocol = start();
  assert.equal(protocol.isWaiting, false);
  protocol.send("hi", {}, 7);
  assert.deepEqual([protocol.isWaiting, protocol.waitsSince(6), protocol.waitsSince(7)], [true, false, true]);
});

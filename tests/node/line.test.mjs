import assert from "node:assert/strict";
import test, { afterEach, beforeEach, mock } from "node:test";

import { isExplained, isFinal, pause } from "../../static/chat/connection.js";
import { Line } from "../../static/chat/line.js";
import { Protocol } from "../../static/chat/protocol.js";
import { Requests } from "../../static/chat/requests.js";
import { Server, Socket, settle } from "./browser.mjs";

const URLS = { socket: "ws://host/ws/", ticket: "/ticket/", events: "/events/", frames: "/frames/" };
const WELCOME = { type: "welcome", epoch: "e", head_seq: 4, recovered: true };
const event = (seq, data = {}) => ({ type: "event", seq, event: "message.posted", data });

let server, protocol, line, effects, states, ended;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  mock.method(AbortSignal, "timeout", () => undefined);
  mock.method(Math, "random", () => 0.5);
  Socket.all = [];
  [effects, states, ended] = [[], [], 0];
  server = new Server({ "/ticket/": () => ({ ticket: "t", subprotocol: "p" }), "/events/": () => ({ frames: [WELCOME] }) });
  Object.assign(globalThis, { WebSocket: Socket, fetch: server.fetch });
  protocol = new Protocol({ conversation: "c", epoch: "e", seq: 4, reply: null });
  line = new Line(URLS, new Requests("token"), protocol, {
    received: (frame) => effects.push(...protocol.receive(frame)),
    state: (state) => states.at(-1) === state || states.push(state),
    ended: () => (ended += 1),
  });
});

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

const last = () => Socket.all.at(-1);

async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  await settle();
}

async function welcomed() {
  line.open();
  await settle();
  last().accept();
  last().tell(WELCOME);
}

/** Let sockets be refused until requests stand in. */
async function blocked() {
  line.open();
  await settle();
  for (let time = 0; time < 3; time += 1) {
    last().shut(1006);
    await pass(2_000);
  }
}

test("a socket opens with a ticket and says hello", async () => {
  await welcomed();
  assert.deepEqual(last().protocols, ["p", "ticket.t"]);
  assert.equal(last().sent[0].type, "hello");
  assert.deepEqual(states, ["socket"]);
});

test("each attempt has a ticket of its own", async () => {
  await welcomed();
  last().shut(1006);
  await pass(500);
  assert.equal(server.count("/ticket/"), 2);
  assert.equal(Socket.all.length, 2);
});

test("a restart brings the page back within ten seconds, too much of it after ten or more", () => {
  assert.deepEqual([1012, 4012].map((code) => pause(0, code, 0.99)), [9_900, 9_900]);
  assert.deepEqual([4429, 4413].map((code) => pause(0, code, 0)), [10_000, 10_000]);
  assert.deepEqual([0, 1, 2, 10].map((attempt) => pause(attempt, 1006, 1)), [500, 1_000, 2_000, 30_000]);
  assert.deepEqual([4408, 4409].map((code) => pause(0, code, 1)), [500, 500]);
});

test("final codes are final, and what the server explains is nobody's block", () => {
  assert.deepEqual([4400, 4401, 4403, 4408, 4012, 1006].map(isFinal), [true, true, true, false, false, false]);
  assert.deepEqual([4408, 4012, 1012, 1006, 1000].map(isExplained), [true, true, true, false, false]);
});

for (const code of [4400, 4401, 4403]) {
  test(`after ${code} nobody comes back`, async () => {
    await welcomed();
    last().shut(code);
    await pass(120_000);
    assert.equal(ended, 1);
    assert.equal(Socket.all.length, 1);
  });
}

test("whoever is signed out learns it from the ticket", async () => {
  server.answers["/ticket/"] = () => 403;
  line.open();
  await settle();
  assert.equal(ended, 1);
  assert.equal(Socket.all.length, 0);
});

test("too many tickets are asked for again later", async () => {
  server.answers["/ticket/"] = () => 429;
  line.open();
  await settle();
  await pass(19_000);
  assert.equal(server.count("/ticket/"), 1);
  await pass(2_000);
  assert.equal(server.count("/ticket/"), 2);
});

test("a server that is away is no network that forbids sockets", async () => {
  delete server.answers["/ticket/"];
  line.open();
  for (let time = 0; time < 10; time += 1) await pass(30_000);
  assert.deepEqual(states, ["away"]);
  assert.equal(server.count("/events/"), 0);
});

test("sockets that never open make way for requests", async () => {
  await blocked();
  assert.deepEqual(states, ["away", "requests"]);
  assert.deepEqual(server.asked.at(-1), { path: "/events/", query: "after=4&reply=", body: undefined });
});

test("sockets that open and are cut again and again make way for requests", async () => {
  line.open();
  for (let time = 0; time < 3; time += 1) {
    await pass(2_000);
    last().accept();
    last().tell(WELCOME);
    last().shut(1006);
  }
  await settle();
  assert.equal(states.at(-1), "requests");
});

test("a handshake that hangs is given up", async () => {
  line.open();
  await settle();
  await pass(20_000);
  assert.deepEqual(states, ["away"]);
  await pass(500);
  assert.equal(Socket.all.length, 2);
});

test("restarts in a row are no block", async () => {
  line.open();
  for (let time = 0; time < 6; time += 1) {
    await pass(10_000);
    last().accept();
    last().shut(1012);
  }
  assert.equal(server.count("/events/"), 0);
});

test("by requests, messages are posted with their ids, and events are taken once", async () => {
  await blocked();
  const frame = protocol.send("hi", {}, Date.now());
  server.answers["/frames/"] = () => ({ frames: [] });
  server.answers["/events/"] = () => ({ frames: [WELCOME, event(5, { client_id: frame.client_id })] });
  line.send(frame);
  await settle();
  await pass(1_000);
  assert.deepEqual(server.asked.find(({ path }) => path === "/frames/").body, frame);
  assert.deepEqual(effects.filter((each) => each.do === "event").length, 1);
  assert.equal(protocol.unsent.size, 0);
});

test("by requests, a message whose answer was lost is posted again", async () => {
  await blocked();
  line.send(protocol.send("hi", {}, Date.now()));
  await settle();
  for (let second = 0; second < 11; second += 1) {
    await pass(1_000);
    line.tick();
  }
  await settle();
  assert.equal(server.count("/frames/"), 3);
});

test("by requests, a growing reply is drawn from snapshots and looked for each second", async () => {
  await blocked();
  const snapshot = (text) => ({ frames: [WELCOME, { type: "snapshot", reply: "r", attempt: 1, upto: text.length, text }] });
  server.answers["/events/"] = () => snapshot("Good");
  await pass(5_000);
  server.answers["/events/"] = () => snapshot("Good day");
  await pass(1_000);
  assert.deepEqual(effects.filter((each) => each.do === "draft").map((each) => each.text), ["Good", "Good day"]);
  assert.equal(server.asked.at(-1).query, "after=4&reply=r");
});

test("only the first welcome by requests sends everything again, one of another log reloads", async () => {
  await blocked();
  await pass(5_000);
  await pass(5_000);
  assert.deepEqual(effects, [{ do: "welcome" }]);
  server.answers["/events/"] = () => ({ frames: [{ ...WELCOME, recovered: false }] });
  await pass(5_000);
  assert.deepEqual(effects.at(-1), { do: "reload" });
});

test("by requests, silence of the server is said, and its return", async () => {
  await blocked();
  const answer = server.answers["/events/"];
  delete server.answers["/events/"];
  await pass(5_000);
  assert.equal(states.at(-1), "away");
  server.answers["/events/"] = answer;
  await pass(5_000);
  assert.equal(states.at(-1), "requests");
});

test("a socket is tried again, and takes over when it works", async () => {
  await blocked();
  const before = Socket.all.length;
  await pass(45_000);
  assert.ok(Socket.all.length > before);
  last().accept();
  last().tell(WELCOME);
  const asked = server.count("/events/");
  await pass(20_000);
  assert.equal(states.at(-1), "socket");
  assert.equal(server.count("/events/"), asked);
});

test("news asked for before the socket took over is not listened to after it", async () => {
  await blocked();
  let answer;
  const fetched = globalThis.fetch;
  globalThis.fetch = (url, options) => (url.startsWith("/events/") ? new Promise((resolve) => (answer = resolve)) : fetched(url, options));
  line.retry();
  await settle();
  line.open();
  await settle();
  last().accept();
  last().tell(WELCOME);
  answer?.(Response.json({ frames: [{ type: "snapshot", reply: "old", attempt: 1, upto: 1, text: "old" }] }));
  await settle();
  assert.equal(effects.some((each) => each.do === "draft"), false);
});

test("without a network nothing is asked, and with it at once", async () => {
  await welcomed();
  const old = last();
  line.offline();
  assert.equal(states.at(-1), "away");
  assert.equal(old.readyState, 3);
  line.retry();
  await settle();
  last().accept();
  last().tell(WELCOME);
  assert.equal(states.at(-1), "socket");
  old.shut(1006);
  await pass(60_000);
  assert.equal(last().readyState, 1);
});

test("a socket on which a message waits in silence is given up", async () => {
  await welcomed();
  line.send(protocol.send("hi", {}, Date.now()));
  for (let second = 0; second < 44; second += 1) {
    await pass(1_000);
    line.tick();
  }
  assert.equal(Socket.all.length, 1);
  await pass(2_000);
  line.tick();
  await pass(1_000);
  assert.equal(Socket.all.length, 2);
});

test("acknowledgements go by socket only", async () => {
  await blocked();
  protocol.receive(event(5));
  await pass(2_000);
  line.tick();
  assert.equal(server.count("/frames/"), 0);
});

test("what was drawn is acknowledged though no clock ticks, as in a hidden tab", async () => {
  await welcomed();
  last().tell(event(5));
  await pass(900);
  last().tell(event(6));
  assert.equal(last().sent.filter((frame) => frame.type === "ack").length, 0);
  await pass(200);
  last().tell(event(7));
  assert.equal(last().sent.at(-1).event_seq, 7);
});

// The chat page: wires protocol, line, log, pad, panel and voice.

import { element, sentences } from "./dom.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { Pad } from "./pad.js";
import { Panel } from "./panel.js";
import { Protocol } from "./protocol.js";
import { Requests } from "./requests.js";
import { Dictation, Reader } from "./voice.js";

const byId = (id) => document.getElementById(id);
const words = sentences();
const position = JSON.parse(byId("chat-position").textContent);
const composer = byId("composer");
const text = byId("text");
const protocol = new Protocol(position);
const panel = new Panel(byId("panel"), byId("count"));
const log = new Log(byId("log"), words, { undo, goTo });
const pad = new Pad(byId("pad") ?? element("div"), words, position.upload_url, (answer) => say(answer.text, answer));
const reader = new Reader(byId("read-aloud"), position.language);

const urls = {
  socket: Object.assign(new URL(position.socket_url, location.href), { protocol: location.protocol.replace("http", "ws") }),
  ticket: position.ticket_url,
  events: position.events_url,
  frames: position.frames_url,
};
const requests = new Requests(document.querySelector("[name=csrfmiddlewaretoken]").value);
const line = new Line(urls, requests, protocol, {
  received: (frame) => protocol.receive(frame).forEach(act),
  state: show,
  ended: () => location.reload(),
});

const actions = {
  welcome: () => protocol.due(Date.now(), { all: true }).forEach((frame) => line.send(frame)),
  reload: () => location.reload(),
  event: ({ name, data }) => events[name]?.(data),
  draft({ reply, text: said }) {
    log.draft(reply, said);
    replying(true);
  },
  refused({ sentence, clientId }) {
    byId("note").textContent = sentence;
    log.retract(clientId);
    pad.offer();
  },
  settle({ reply }) {
    log.settle(reply);
    replying(false);
  },
};

const events = {
  "message.posted": (message) => log.add(message),
  "message.said"(message) {
    log.add(message);
    if (message.reply) actions.settle(message);
    ask(message.parts ?? {});
    reader.read(message.text);
  },
  "answers.changed"(change) {
    if (change.progress) panel.progress(change.progress);
    panel.changed();
  },
  "reply.delayed": () => (byId("note").textContent = words.delayed),
  "reply.queued"({ reply }) {
    protocol.reply ??= { id: reply, attempt: 0, text: "", seq: 0 };
    log.draft(reply, "");
    replying(true);
  },
  "submission.submitted": () => location.reload(),
};

function act(effect) {
  actions[effect.do](effect);
}

function say(said, { question = position.asked, value = null, undo = "" } = {}) {
  if (!said.trim() && value === null) return;
  byId("note").textContent = "";
  const frame = protocol.send(said, { question, value, undo });
  log.echo(frame.client_id, said);
  line.send(frame);
}

function undo(token) {
  say(words.undo, { undo: token });
}

function goTo(path) {
  location.search = `?question=${encodeURIComponent(path)}`;
}

/** Show the controls of the question that stands open, and the buttons that say something. */
function ask(parts) {
  position.asked = parts.ask?.path ?? "";
  pad.show(parts.ask);
  if (parts.actions?.length) {
    const quiet = "button button--quiet button--small";
    const look = (place) => (parts.ask ? quiet : place ? "button button--secondary" : "button");
    const buttons = parts.actions.map(({ say: said, label }, place) =>
      element("button", { class: look(place), type: "button", onclick: () => say(said) }, label),
    );
    pad.place.append(element("div", { class: "pad__actions" }, ...buttons));
    pad.place.hidden = false;
  }
  text.inputMode = parts.ask?.mode || ({ integer: "numeric", decimal: "decimal" }[parts.ask?.kind] ?? "text");
  byId("to-form").href = `${position.form_url}?question=${encodeURIComponent(position.asked)}`;
}

function replying(on) {
  byId("stop").hidden = !on;
}

/** Say so where the way to the server is not the usual one. */
function show(state) {
  byId("connection").hidden = state !== "away";
  byId("detour").hidden = state !== "requests";
}

function stop() {
  const frame = protocol.stop();
  if (frame) line.send(frame);
}

function submit(event) {
  event.preventDefault();
  say(text.value);
  text.value = "";
  text.focus();
}

function keys(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
}

if (composer) {
  composer.addEventListener("submit", submit);
  text.addEventListener("keydown", keys);
  byId("stop").addEventListener("click", stop);
  if (matchMedia("(pointer: fine)").matches) text.focus(); // elsewhere it would open a keyboard over the question
  new Dictation(byId("dictate"), text, position.language, (code) => (byId("note").textContent = words.voice[code] ?? words.voice.other));
  ask(position.parts);
}
byId("log").addEventListener("click", ({ target }) => target.dataset.undo && undo(target.dataset.undo));
if (position.reply) act({ do: "draft", reply: position.reply.id, text: position.reply.text });
addEventListener("offline", () => line.offline());
addEventListener("online", () => line.retry());
document.addEventListener("visibilitychange", () => document.hidden || line.retry());
setInterval(() => line.tick(), 1_000);
line.open();

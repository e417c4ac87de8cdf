// The chat page: wires protocol, socket, log, pad, panel and voice.

import { Connection } from "./connection.js";
import { element, sentences } from "./dom.js";
import { Log } from "./log.js";
import { Pad } from "./pad.js";
import { Panel } from "./panel.js";
import { Protocol } from "./protocol.js";
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

const connection = new Connection(position.socket_url, {
  opened: () => connection.send(protocol.hello()),
  received: (frame) => protocol.receive(frame).forEach(act),
  lost() {
    offline(true);
    leaveIfSignedOut();
  },
  ended: () => location.reload(),
});

const actions = {
  welcome() {
    offline(false);
    protocol.due(Date.now(), { all: true }).forEach((frame) => connection.send(frame));
  },
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
  connection.send(frame);
  if (!connection.isOpen) offline(true);
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

/** A browser cannot tell a refused socket from a lost one: ask for a page, which leads to the sign-in. */
async function leaveIfSignedOut() {
  const options = { method: "HEAD", redirect: "manual" };
  const answer = await fetch(byId("panel").dataset.url, options).catch(() => null);
  if (answer?.type === "opaqueredirect") location.reload();
}

function offline(on) {
  byId("connection").hidden = !on;
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
  byId("stop").addEventListener("click", () => connection.send(protocol.stop()));
  if (matchMedia("(pointer: fine)").matches) text.focus(); // elsewhere it would open a keyboard over the question
  new Dictation(byId("dictate"), text, position.language, (code) => (byId("note").textContent = words.voice[code] ?? words.voice.other));
  ask(position.parts);
}
byId("log").addEventListener("click", ({ target }) => target.dataset.undo && undo(target.dataset.undo));
if (position.reply) act({ do: "draft", reply: position.reply.id, text: position.reply.text });
setInterval(() => {
  protocol.due().forEach((frame) => connection.send(frame));
  const ack = protocol.ack();
  if (ack) connection.send(ack);
}, 1_000);
connection.open();

// The browser's side of the live protocol (docs/protocol.md), without page or socket, so that it can be tested.
//
// Durable events come in order by `seq`; a hole means that the place was lost and the page reloads.
// A reply's text comes as deltas by `reply`, `attempt` and `offset`; what does not fit waits for a snapshot.

const REPEAT = 5_000;
const ACK_FRAMES = 32;
const ACK_AFTER = 1_000;

export class Protocol {
  /** @param {{conversation: string, epoch: string, seq: number, reply: ?{id: string, attempt: number, text: string, seq: number}}} position */
  constructor({ conversation, epoch, seq, reply }) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.reply = reply ?? null;
    this.unsent = new Map();
    this.unacknowledged = 0;
    this.unacknowledgedSince = 0;
  }

  hello() {
    const { reply } = this;
    return {
      type: "hello",
      conversation: this.conversation,
      epoch: this.epoch,
      event_seq: this.seq,
      reply: reply && { id: reply.id, attempt: reply.attempt, tok_seq: reply.seq },
    };
  }

  /** Make a message and remember it until its event arrives. */
  send(text, { question = "", value = null, undo = "" } = {}, now = Date.now()) {
    const frame = { type: "send", client_id: crypto.randomUUID(), text, question, value, undo };
    this.unsent.set(frame.client_id, { frame, at: now, since: now });
    return frame;
  }

  /** Whether something is to come: a reply, or the event of a message. */
  get isWaiting() {
    return Boolean(this.reply || this.unsent.size);
  }

  /** Whether a message waits for its event since `then` or longer. */
  waitsSince(then) {
    return [...this.unsent.values()].some(({ since }) => since <= then);
  }

  /** The messages to send again: all of them after a reconnect, else those older than five seconds. */
  due(now = Date.now(), { all = false } = {}) {
    const entries = [...this.unsent.values()].filter((entry) => all || now - entry.at >= REPEAT);
    for (const entry of entries) entry.at = now;
    return entries.map((entry) => entry.frame);
  }

  /** Make the wish that the reply end, and remember it until it has; null where none is written. */
  stop(now = Date.now()) {
    if (!this.reply) return null;
    const frame = { type: "stop", reply: this.reply.id };
    this.unsent.set(frame.reply, { frame, at: now, since: now });
    return frame;
  }

  /** Take a frame; return what the page has to do: a list of `{do: …}`. */
  receive(frame, now = Date.now()) {
    if (!this.unacknowledged) this.unacknowledgedSince = now;
    const take = { welcome: this.#welcome, event: this.#event, delta: this.#delta, snapshot: this.#snapshot, reset: this.#reset, done: this.#done, refused: this.#refused }[frame.type];
    return take ? take.call(this, frame) : [];
  }

  /** An acknowledgement when one is due, else null. */
  ack(now = Date.now()) {
    const due = this.unacknowledged >= ACK_FRAMES || (this.unacknowledged && now - this.unacknowledgedSince >= ACK_AFTER);
    if (!due) return null;
    this.unacknowledged = 0;
    const { reply } = this;
    return { type: "ack", event_seq: this.seq, reply: reply?.id ?? null, attempt: reply?.attempt ?? 0, tok_seq: reply?.seq ?? 0 };
  }

  #welcome({ epoch, recovered }) {
    if (!recovered || epoch !== this.epoch) return [{ do: "reload" }];
    return [{ do: "welcome" }];
  }

  #event({ seq, event: name, data }) {
    if (seq <= this.seq) return [];
    if (seq !== this.seq + 1) return [{ do: "reload" }];
    this.seq = seq;
    this.unacknowledged += 1;
    for (const answered of [data.client_id, data.reply]) this.unsent.delete(answered);
    return [{ do: "event", name, data }];
  }

  #delta({ reply, attempt, seq, offset, text }) {
    const mine = this.#follow(reply, attempt);
    if (!mine || seq <= mine.seq) return [];
    if (offset !== mine.text.length) return []; // the server notices by the acknowledgements
    mine.text += text;
    return this.#grown(mine, seq);
  }

  #snapshot({ reply, attempt, upto, text }) {
    const mine = this.#follow(reply, attempt);
    if (!mine || upto < mine.seq) return [];
    mine.text = text;
    return this.#grown(mine, upto);
  }

  #grown(mine, seq) {
    mine.seq = seq;
    this.unacknowledged += 1;
    return [{ do: "draft", reply: mine.id, text: mine.text }];
  }

  #reset({ reply, attempt }) {
    this.reply = { id: reply, attempt, text: "", seq: 0 };
    return [{ do: "draft", reply, text: "" }];
  }

  #refused({ sentence, client_id: clientId }) {
    this.unsent.delete(clientId);
    return [{ do: "refused", sentence, clientId }];
  }

  #done({ reply }) {
    this.unsent.delete(reply);
    if (this.reply?.id === reply) this.reply = null;
    return [{ do: "settle", reply }];
  }

  /** The reply that frames of this attempt belong to, or null for one of an attempt that is over. */
  #follow(id, attempt) {
    if (this.reply?.id !== id) this.reply = { id, attempt, text: "", seq: 0 };
    if (attempt < this.reply.attempt) return null;
    if (attempt > this.reply.attempt) this.reply = { id, attempt, text: "", seq: 0 };
    return this.reply;
  }
}

// What stands in for a socket where none gets through: asking for news, posting frames.

const WRITING = 1_000; // between looks while a reply is written or a message is on its way
const QUIET = 5_000;
const HIDDEN = 15_000;
const LATER = 30_000;

export class Polling {
  #run = 0; // what was asked before a stop is not listened to after it
  #isAsking = false;
  #isGreeted = false;
  #failures = 0;
  #timer = 0;

  isOn = false;

  /**
   * @param {{events: string, frames: string}} urls
   * @param {import("./requests.js").Requests} requests
   * @param {import("./protocol.js").Protocol} protocol says where the page stands
   * @param {{received: (frame: object) => void, answered: (isThere: boolean) => void, ended: () => void}} on
   */
  constructor(urls, requests, protocol, on) {
    Object.assign(this, { urls, requests, protocol, on });
  }

  start() {
    if (this.isOn) return;
    this.isOn = true;
    this.#run += 1;
    this.#isAsking = this.#isGreeted = false;
    this.#failures = 0;
    this.look();
  }

  stop() {
    this.isOn = false;
    this.#run += 1;
    clearTimeout(this.#timer);
  }

  /** Post a frame, and look what came of it. */
  async send(frame) {
    await this.#ask(this.urls.frames, frame);
    await this.look();
  }

  /** Look for news now. */
  async look() {
    if (!this.isOn || this.#isAsking) return;
    clearTimeout(this.#timer);
    this.#isAsking = true;
    const { seq, reply } = this.protocol;
    const run = this.#run;
    const outcome = await this.#ask(`${this.urls.events}?after=${seq}&reply=${reply?.id ?? ""}`);
    if (run !== this.#run) return;
    this.#isAsking = false;
    this.#timer = setTimeout(() => this.look(), this.#pause(outcome));
  }

  async #ask(url, body) {
    const run = this.#run;
    const { outcome, told } = await this.requests.ask(url, body);
    if (run !== this.#run) return outcome;
    if (outcome === "ended") this.on.ended();
    this.#failures = outcome === "away" ? this.#failures + 1 : 0;
    this.on.answered(outcome !== "away");
    for (const frame of told?.frames ?? []) this.#receive(frame);
    return outcome;
  }

  /** Pass a frame on; of welcomes the first, and those that ask for a reload. */
  #receive(frame) {
    const isUsual = frame.type === "welcome" && frame.recovered && frame.epoch === this.protocol.epoch;
    if (isUsual && this.#isGreeted) return;
    this.#isGreeted ||= isUsual;
    this.on.received(frame);
  }

  #pause(outcome) {
    if (outcome === "later") return LATER;
    if (outcome === "away") return Math.min(LATER, WRITING * 2 ** this.#failures);
    if (globalThis.document?.hidden) return HIDDEN;
    return this.protocol.isWaiting ? WRITING : QUIET;
  }
}

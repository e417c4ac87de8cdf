// The life of one web socket: a ticket, the handshake, frames, and one word about its end.

const FINAL = new Set([4400, 4401, 4403]);
const RESTART = new Set([1012, 4012]); // a proxy's, the server's own
const LATER = new Set([4413, 4429]);
const LOST = 1006;
const LONGEST = 30_000;
const OPENING = 20_000; // for ticket, handshake and first frame
const CODES = { ended: 4401, later: 4429, away: LOST };

/** Milliseconds to wait before attempt `attempt` (0, 1, 2 …) after a close with `code`; `luck` is from [0, 1). */
export function pause(attempt, code, luck = Math.random()) {
  if (RESTART.has(code)) return luck * 10_000;
  if (LATER.has(code)) return 10_000 + luck * 20_000;
  return luck * Math.min(LONGEST, 500 * 2 ** attempt);
}

/** Whether a close code means that coming back is pointless. */
export function isFinal(code) {
  return FINAL.has(code);
}

/** Whether the server, or a proxy that knows it, said why: then nobody on the way forbids sockets. */
export function isExplained(code) {
  return code >= 4000 || RESTART.has(code);
}

export class Connection {
  #socket = null;
  #timer = 0;
  #isOver = false;
  #hadTicket = false;

  /**
   * @param {string | URL} url
   * @param {() => Promise<{outcome: string, told?: {ticket: string, subprotocol: string}}>} ticket asks for one
   * @param {{opened: () => void, received: (frame: object) => void, closed: (code: number, wasRefused: boolean) => void}} on
   *   `wasRefused`: there was a ticket, and no socket for it, or one that somebody on the way may have cut
   */
  constructor(url, ticket, on) {
    Object.assign(this, { url, ticket, on });
  }

  async open() {
    this.#timer = setTimeout(() => this.#end(LOST), OPENING);
    const { outcome, told } = await this.ticket();
    if (this.#isOver) return;
    if (outcome !== "told") {
      this.#end(CODES[outcome]);
      return;
    }
    this.#hadTicket = true;
    const socket = new WebSocket(this.url, [told.subprotocol, `ticket.${told.ticket}`]);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#isOver || this.on.opened());
    socket.addEventListener("message", ({ data }) => this.#received(data));
    socket.addEventListener("close", ({ code }) => this.#end(code));
  }

  get isOpen() {
    return !this.#isOver && this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Send a frame if the socket is open; the protocol sends it again otherwise. */
  send(frame) {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }

  /** Give it up: the network is gone, whoever cut it. */
  drop() {
    this.#hadTicket = false;
    this.#end(LOST);
  }

  #received(data) {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    this.on.received(JSON.parse(data));
  }

  #end(code) {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.on.closed(code, this.#hadTicket && !isExplained(code));
  }
}

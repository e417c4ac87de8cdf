// A web socket that comes back: full jitter on a growing delay, and an end where the server says so.

const FINAL = new Set([4400, 4401, 4403]);
const RESTART = new Set([1012, 4012]); // a proxy's, the server's own
const LONGEST = 30_000;

/** The longest wait in milliseconds before attempt `attempt` (0, 1, 2 …) after a close with `code`. */
export function ceiling(attempt, code) {
  return RESTART.has(code) ? 10_000 : Math.min(LONGEST, 500 * 2 ** attempt);
}

/** Whether a close code means that reconnecting is pointless. */
export function isFinal(code) {
  return FINAL.has(code);
}

export class Connection {
  #socket = null;
  #attempt = 0;
  #timer = 0;

  /**
   * @param {string} url
   * @param {{opened: () => void, received: (frame: object) => void, lost: () => void, ended: (code: number) => void}} on
   */
  constructor(url, on) {
    this.url = url;
    this.on = on;
    addEventListener("online", () => this.#retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#retry());
  }

  open() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#attempt = 0;
      this.on.opened();
    });
    socket.addEventListener("message", (event) => this.on.received(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.#closed(socket, event.code));
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Send a frame if the socket is open; the protocol sends it again otherwise. */
  send(frame) {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return;
    if (isFinal(code)) {
      this.on.ended(code);
      return;
    }
    this.on.lost();
    this.#timer = setTimeout(() => this.open(), Math.random() * ceiling(this.#attempt, code));
    this.#attempt += 1;
  }

  #retry() {
    if (this.#socket && this.#socket.readyState === WebSocket.CLOSED && this.#timer) this.open();
  }
}

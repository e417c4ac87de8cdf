// The way to the server: a web socket that comes back, or requests where sockets do not get through.

import { Connection, isFinal, pause } from "./connection.js";
import { Polling } from "./polling.js";

const CHANCES = 3; // sockets refused in a row, then requests
const LASTING = 10_000; // a socket that lived so long got through
const AGAIN = 30_000; // while requests do, between two tries of a socket
const SILENCE = 45_000; // for so long a message waits and nothing is heard, then the socket is given up

export class Line {
  #connection = null;
  #polling;
  #timer = 0;
  #attempt = 0;
  #refused = 0;
  #welcomedAt = 0;
  #heardAt = 0;
  #isOver = false;

  /**
   * @param {{socket: string | URL, ticket: string, events: string, frames: string}} urls
   * @param {import("./requests.js").Requests} requests
   * @param {import("./protocol.js").Protocol} protocol
   * @param {{received: (frame: object) => void, state: (state: "socket" | "requests" | "away") => void, ended: () => void}} on
   *   `ended`: signed out, or nothing there for this person
   */
  constructor(urls, requests, protocol, on) {
    Object.assign(this, { urls, requests, protocol, on });
    this.#polling = new Polling(urls, requests, protocol, {
      received: on.received,
      answered: (isThere) => on.state(isThere ? "requests" : "away"),
      ended: () => this.#end(),
    });
  }

  open() {
    clearTimeout(this.#timer);
    const ticket = () => this.requests.ask(this.urls.ticket, {});
    const connection = new Connection(this.urls.socket, ticket, {
      opened: () => connection.send(this.protocol.hello()),
      received: (frame) => this.#received(frame),
      closed: (code, wasRefused) => this.#closed(code, wasRefused),
    });
    this.#connection = connection;
    this.#welcomedAt = 0;
    connection.open();
  }

  /** Send a frame by whichever way there is; the protocol repeats what matters. */
  send(frame) {
    if (this.#welcomedAt) this.#connection.send(frame);
    else if (this.#polling.isOn) this.#polling.send(frame);
  }

  /** Once a second: repeat what was not answered, acknowledge what was drawn. */
  tick(now = Date.now()) {
    if (this.#welcomedAt && this.protocol.waitsSince(now - SILENCE) && now - this.#heardAt > SILENCE) this.#connection.drop();
    for (const frame of this.protocol.due(now)) this.send(frame);
    this.#acknowledge(now);
  }

  /** The browser says that there is no network. */
  offline() {
    this.#connection?.drop();
  }

  /** The network is back, or somebody looks at the page again: lose no time. */
  retry() {
    if (this.#connection || this.#isOver) this.#polling.look();
    else this.open();
  }

  #received(frame) {
    this.#heardAt = Date.now();
    if (frame.type === "welcome") {
      this.#welcomedAt = Date.now();
      this.#polling.stop();
      this.on.state("socket");
    }
    this.on.received(frame);
    this.#acknowledge(this.#heardAt); // browsers let the clock of a hidden tab tick once a minute
  }

  #acknowledge(now) {
    const ack = this.#welcomedAt && this.protocol.ack(now);
    if (ack) this.#connection.send(ack);
  }

  #closed(code, wasRefused) {
    const hasLasted = this.#welcomedAt && Date.now() - this.#welcomedAt >= LASTING;
    this.#connection = null;
    this.#welcomedAt = 0;
    if (this.#isOver) return;
    if (isFinal(code)) {
      this.#end();
      return;
    }
    if (hasLasted) this.#attempt = this.#refused = 0;
    this.#refused = wasRefused ? this.#refused + 1 : this.#refused;
    if (this.#refused >= CHANCES) this.#polling.start();
    else this.on.state("away");
    const wait = this.#polling.isOn ? AGAIN * (0.5 + Math.random()) : pause(this.#attempt, code);
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.open(), wait);
  }

  #end() {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#polling.stop();
    this.#connection?.drop();
    this.on.ended();
  }
}

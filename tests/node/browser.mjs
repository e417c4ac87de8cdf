// What a browser has and Node has not, or has for real: sockets and requests that a test answers.

/** A web socket whose other end is the test; the newest are in `Socket.all`. */
export class Socket extends EventTarget {
  static OPEN = 1;
  static all = [];

  readyState = 0;
  sent = [];

  constructor(url, protocols) {
    super();
    Object.assign(this, { url, protocols });
    Socket.all.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  accept() {
    this.readyState = Socket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  tell(frame) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(frame) }));
  }

  shut(code) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

/** A server that answers requests by `answers`: path → function of the body. */
export class Server {
  asked = [];

  constructor(answers) {
    this.answers = answers;
  }

  fetch = async (url, { body } = {}) => {
    const [path, query = ""] = url.split("?");
    this.asked.push({ path, query, body: body && JSON.parse(body) });
    const told = this.answers[path]?.(body && JSON.parse(body), query);
    if (told === undefined) throw new TypeError("no network");
    if (typeof told === "number") return new Response("", { status: told });
    return Response.json(told);
  };

  count(path) {
    return this.asked.filter((each) => each.path === path).length;
  }
}

/** Let everything that waits for a promise go on. */
export async function settle() {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  await new Promise(setImmediate);
}

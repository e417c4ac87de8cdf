// Every edit is saved as it is made: one after another, each upon what the one before it left.
import { AGAIN, Queue } from "../queue.js";

export class Saving {
  #queue = new Queue();
  #root;
  #tell;

  /** `tell` hears what became of an edit: saving, offline, signedOut, or failed with a sentence. */
  constructor(root, tell) {
    this.#root = root;
    this.#tell = tell;
  }

  get isBusy() {
    return this.#queue.isBusy;
  }

  /**
   * Send an edit when its turn comes. `make` gives it then, or nothing where it has become pointless;
   * `done` hears the answer and whether the edit was taken.
   */
  add(name, make, done) {
    this.#queue.add(name, async () => {
      const fields = make();
      return fields ? this.#send(fields, done) : undefined;
    });
  }

  async #send(fields, done) {
    const body = new FormData();
    body.append("seen", document.getElementById("designer-state").dataset.hash);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    this.#tell("saving");
    const answer = await post(this.#root.dataset.edit, body, this.#root.dataset.token);
    if (!answer) {
      this.#tell("offline");
      return AGAIN;
    }
    if (answer.redirected) this.#tell("signedOut");
    else done(await answer.text(), answer.status, answer.headers.get("Content-Type") ?? "");
    return undefined;
  }
}

/** Post, or return null where there is no connection. */
export function post(address, body, token) {
  const headers = { "X-CSRFToken": token, "HX-Request": "true" };
  return fetch(address, { method: "POST", body, headers }).catch(() => null);
}

// Each answer is saved as it is given: one after another, and none is lost to a redrawing or a lost connection.
import { AGAIN, Queue } from "./queue.js";
import { carryAll } from "./redrawing.js";
import { headers } from "./request.js";

const HALF_AN_ANSWER = 204;

export class Saving {
  queue = new Queue();
  #ahead = new Set(); // paths of questions that show what the server has not taken
  #before = []; // what a whole page showed before it was drawn anew
  #tell;

  /** `tell` is called with what became of an answer: saving, taken, offline, signedOut, or failed with a sentence. */
  constructor(tell) {
    this.#tell = tell;
    document.addEventListener("input", ({ target }) => savable(target) && this.#ahead.add(savable(target).dataset.path));
    document.addEventListener("change", ({ target }) => this.save(target));
    document.addEventListener("focusout", ({ target }) => target.dataset?.carried !== undefined && this.save(target));
    const body = document.body;
    body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => carryAll(detail.target, detail.fragment, this.#ahead));
    body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => { this.#before = [...target.childNodes]; });
    body.addEventListener("htmx:afterSwap", () => this.#redrawn());
    body.addEventListener("htmx:confirm", (event) => this.#putOff(event));
  }

  /** Save the answer that a control is part of, as it is when its turn comes. */
  save(control) {
    const question = savable(control);
    if (!question) return;
    delete control.dataset.carried;
    const { path } = question.dataset;
    this.#ahead.add(path);
    this.queue.add(path, () => this.#send(path));
  }

  async #send(path) {
    const question = document.querySelector(`[data-save][data-path="${CSS.escape(path)}"]`);
    if (!question) return undefined; // another answer has made it pointless
    const body = new FormData();
    body.append("path", path);
    for (const value of new FormData(question.closest("form")).getAll(path)) body.append(path, value);
    this.#ahead.delete(path);
    this.#tell("saving");
    const response = await fetch(question.dataset.save, { method: "POST", body, headers: headers() }).catch(() => null);
    if (response?.ok && !response.redirected && response.status !== HALF_AN_ANSWER) {
      window.htmx.swap(document.body, await response.text(), { swapStyle: "none" });
      this.#tell("taken");
      return undefined;
    }
    this.#ahead.add(path);
    if (response?.status === HALF_AN_ANSWER) this.#tell("taken");
    else if (response?.redirected) this.#tell("signedOut"); // to the sign-in page
    else this.#tell(response ? "failed" : "offline", response && (await sentenceOf(response)));
    return response ? undefined : AGAIN;
  }

  #redrawn() {
    const before = document.createDocumentFragment();
    before.append(...this.#before.filter((node) => !node.isConnected));
    carryAll(before, document.body, this.#ahead);
    this.#before = [];
  }

  // Adding and removing a section renumbers what stands after it: answers before it go first, and none is given meanwhile.
  #putOff(event) {
    const { elt, question, issueRequest } = event.detail;
    const form = elt.closest("#form");
    if (!form) return;
    event.preventDefault();
    if (question && !window.confirm(question)) return;
    this.queue.add(elt.value, async () => {
      if (!elt.isConnected) return;
      if (elt.value.startsWith("remove:")) this.#ahead.clear();
      form.inert = true;
      await new Promise((done) => {
        document.body.addEventListener("htmx:afterRequest", done, { once: true });
        issueRequest(true);
      });
      form.inert = false;
    });
  }
}

function savable(control) {
  return control.closest?.("[data-save]");
}

async function sentenceOf(response) {
  return response.headers.get("Content-Type")?.startsWith("text/plain") ? response.text() : "";
}

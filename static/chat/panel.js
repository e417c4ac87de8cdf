// The panel beside the chat: drawn by the server, fetched again when answers changed.

const PAUSE = 250;

export class Panel {
  #timer = 0;

  /** @param {HTMLElement} place @param {HTMLElement} count short progress shown on small screens */
  constructor(place, count) {
    Object.assign(this, { place, count, content: place.querySelector("#panel-content") });
  }

  /** Something changed; several changes at once cost one request. */
  changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), PAUSE);
  }

  async #refresh() {
    const response = await fetch(this.place.dataset.url, { headers: { Accept: "text/html" } });
    if (!response.ok) return;
    const opened = new Set([...this.place.querySelectorAll("details[open]")].map((each) => each.dataset.key));
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const section of fresh.querySelectorAll("details")) {
      section.open ||= opened.has(section.dataset.key);
    }
    const top = this.place.scrollTop;
    this.content.replaceChildren(...fresh.body.childNodes);
    this.place.scrollTop = top;
  }

  progress({ answered, total }) {
    this.count.textContent = `${answered}/${total}`;
  }
}

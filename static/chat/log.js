// The conversation as people see it: messages appended once, a reply that grows, nothing by innerHTML.

import { element } from "./dom.js";

export class Log {
  /**
   * @param {HTMLElement} list role="log"
   * @param {object} words
   * @param {{say: (text: string, question?: string) => void, goTo: (path: string) => void, undo: (token: string) => void}} on
   */
  constructor(list, words, on) {
    Object.assign(this, { list, words, on });
    new ResizeObserver(() => this.scroll()).observe(list); // the pad below grows and shrinks
  }

  /** Show one's own message at once; it is confirmed by its event. */
  echo(clientId, text) {
    if (this.#own(clientId)) return;
    const bubble = this.#append("user", text);
    bubble.dataset.clientId = clientId;
    bubble.classList.add("message--sending");
  }

  /** Add a committed message, or confirm its echo. */
  add(message) {
    if (this.list.querySelector(`[data-message="${CSS.escape(message.id)}"]`)) return;
    const echo = message.client_id && this.#own(message.client_id);
    const bubble = echo ?? this.#append(message.author, message.text);
    bubble.classList.remove("message--sending");
    bubble.dataset.message = message.id;
    if (!echo) this.#parts(bubble, message.parts ?? {});
    this.scroll();
  }

  /** Take back an echo that the server refused. */
  retract(clientId) {
    if (clientId) this.#own(clientId)?.remove();
  }

  /** Show that a reply is on its way, or how far its text has come. */
  draft(reply, text) {
    const bubble = this.#draft(reply) ?? this.#start(reply);
    bubble.querySelector(".message__text").textContent = text;
    bubble.classList.toggle("message--thinking", !text);
    this.scroll();
  }

  /** The reply's text is now a message of its own. */
  settle(reply) {
    this.#draft(reply)?.remove();
  }

  scroll() {
    this.list.scrollTop = this.list.scrollHeight;
    scrollTo(0, document.documentElement.scrollHeight); // on a very low screen the page scrolls instead
  }

  #start(reply) {
    const bubble = this.#append("assistant", "");
    bubble.dataset.reply = reply;
    bubble.setAttribute("aria-busy", "true");
    return bubble;
  }

  #append(author, text) {
    const who = element("span", { class: "visually-hidden" }, author === "user" ? this.words.you : this.words.assistant);
    const bubble = element("div", { class: `message message--${author}` }, who, element("p", { class: "message__text" }, text));
    if (author === "assistant") bubble.dataset.aiGenerated = "true";
    this.list.append(bubble);
    this.scroll();
    return bubble;
  }

  #own(clientId) {
    return this.list.querySelector(`[data-client-id="${CSS.escape(clientId)}"]`);
  }

  #draft(reply) {
    return this.list.querySelector(`[data-reply="${CSS.escape(reply)}"]`);
  }

  #parts(bubble, parts) {
    const understood = (parts.understood ?? []).map((each) => this.#understood(each));
    const text = bubble.querySelector(".message__text");
    if (parts.summary?.length) text.before(this.#summary(parts.summary));
    if (parts.section) text.before(element("p", { class: "message__section" }, parts.section));
    if (understood.length) bubble.prepend(element("ul", { class: "understood" }, ...understood));
    if (parts.ask?.hint) bubble.append(element("p", { class: "message__hint" }, parts.ask.hint));
    for (const medium of parts.ask?.media ?? []) bubble.append(this.#medium(medium));
    if (parts.links?.length) {
      bubble.append(element("p", { class: "message__links" }, ...parts.links.map(({ url, label }) => element("a", { href: url }, label))));
    }
  }

  #medium({ kind, address, large }) {
    if (kind !== "image") return element(kind, { class: "medium", controls: true, preload: "none", src: address });
    const picture = element("img", { class: "medium", src: address, alt: "", onload: () => this.scroll() });
    return large ? element("a", { href: large, target: "_blank", rel: "noopener", "aria-label": this.words.larger }, picture) : picture;
  }

  #understood({ label, value, undo }) {
    const back = undo && element("button", { class: "link-button", type: "button", onclick: () => this.on.undo(undo) }, this.words.undo);
    return element("li", {}, element("span", { class: "understood__label" }, label), " ", element("strong", {}, value), " ", back);
  }

  #summary(lines) {
    const rows = lines.flatMap(({ path, label, value }) => [
      element("dt", {}, label),
      element("dd", {}, value || this.words.empty, " ", element("button", { class: "link-button", type: "button", onclick: () => this.on.goTo(path) }, value ? this.words.change : this.words.answer, element("span", { class: "visually-hidden" }, `: ${label}`))),
    ]);
    return element("dl", { class: "summary" }, ...rows);
  }
}

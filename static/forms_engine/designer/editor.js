// The editor of one node: what is typed there becomes edits, and is kept when it is drawn anew.
import { Ahead } from "./ahead.js";
import { addRow, changeRow, choicesEdit, choicesTaken, languagesEdit } from "./choices.js";

const PAUSE = 700;
const AT_ONCE = new Set(["key", "type", "choice_list"]);

export class Editor {
  #ahead = new Ahead();
  #send;
  #soon = new Map();
  #sent = new WeakMap(); // what a control said when it was sent last

  /** `send(name, make, taken)` saves the edit that `make` gives when its turn comes. */
  constructor(root, send) {
    this.#send = send;
    root.addEventListener("input", ({ target }) => this.#typed(target));
    root.addEventListener("change", ({ target }) => this.#changed(target));
    root.addEventListener("submit", (event) => event.preventDefault());
    root.addEventListener("focusout", ({ target }) => this.#flush(target));
  }

  get form() {
    return document.getElementById("editor");
  }

  get path() {
    return this.form.dataset.path;
  }

  get isSaved() {
    return this.#ahead.isEmpty;
  }

  /** Do what a button of the editor says; return whether it is one of its own. */
  act(act, button) {
    if (act === "choice") addRow(button.closest("[data-list]"));
    else if (act.startsWith("choice-")) {
      const list = button.closest("[data-list]");
      if (changeRow(act, button)) this.#saveChoices(list);
    } else if (act === "language-add") this.#addLanguage();
    else if (act === "language-remove") {
      button.closest("[data-language]").remove();
      this.#saveLanguages();
    } else return false;
    return true;
  }

  /** A node has another path now. */
  moved(from, to) {
    this.#ahead.moved(from, to);
  }

  /** What was typed and not taken yet, put into the editor drawn anew. */
  restore() {
    for (const { field, entry, value } of this.#ahead.of(this.path)) {
      const control = [...this.form.querySelectorAll(`[data-field="${field}"]`)].find((each) => each.dataset.entry === entry);
      if (control && control.value !== value) control.value = value;
    }
  }

  /** Say beside a control why it was refused. */
  refuse(place, sentence) {
    const said = document.getElementById(`${place}:error`);
    if (!said) return;
    said.textContent = sentence;
    document.getElementById(place)?.setAttribute("aria-invalid", sentence ? "true" : "false");
  }

  #typed(control) {
    const { field } = control.dataset;
    if (field && !AT_ONCE.has(field) && control.type !== "checkbox") this.#note(control, true);
    if (control.dataset.rule !== undefined && control.value) {
      const always = this.form.querySelector(`[data-always="${field}"]`);
      if (always) always.checked = false;
    }
  }

  #changed(control) {
    const { field, always, setting, kind } = control.dataset;
    if (field) this.#note(control, false);
    else if (always) this.#always(control);
    else if (kind !== undefined) this.#kind(control);
    else if (setting) this.#setting(control);
    else if (control.closest("[data-choice]")) this.#saveChoices(control.closest("[data-list]"));
    else if (control.closest("[data-language]")) this.#saveLanguages();
    else if (control.id === "new-language") this.#addLanguage();
  }

  #flush(control) {
    this.#soon.get(control.id)?.now();
  }

  #note(control, waits) {
    const { field, entry } = control.dataset;
    if (!waits && control.value === this.#sent.get(control)) return;
    const name = this.#ahead.note(this.path, field, entry, control.value);
    const save = () => {
      clearTimeout(this.#soon.get(control.id)?.timer);
      this.#soon.delete(control.id);
      this.#sent.set(control, control.value);
      this.#save(name, control.id);
    };
    clearTimeout(this.#soon.get(control.id)?.timer);
    if (waits) this.#soon.set(control.id, { timer: setTimeout(save, PAUSE), now: save });
    else save();
  }

  #save(name, place) {
    let operation;
    const make = () => {
      operation = this.#ahead.edit(name);
      return operation;
    };
    const settled = () => this.#ahead.taken(name, operation);
    this.#send(name, make, { place, taken: settled, refused: settled });
  }

  #always(box) {
    const control = document.getElementById(`e:${box.dataset.always}`);
    control.value = "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(this.#soon.get(control.id)?.timer);
    this.#soon.delete(control.id);
    const name = this.#ahead.note(this.path, box.dataset.always, undefined, box.checked ? "true()" : "");
    this.#save(name, control.id);
  }

  #kind(select) {
    const looks = document.getElementById("e:appearance");
    const kinds = new Set([...select.options].map((option) => option.value));
    const others = looks.value.split(/\s+/).filter((word) => word && !kinds.has(word));
    looks.value = [select.value, ...others].filter(Boolean).join(" ");
    this.#note(looks, false);
  }

  #setting(control) {
    const { setting } = control.dataset;
    const value = control.value;
    const operation = setting === "title" ? { kind: "settings", title: value } : { kind: "settings", settings: { [setting]: value } };
    this.#send(`setting ${setting}`, () => operation, { place: control.id });
  }

  #saveChoices(list) {
    let operation;
    const make = () => {
      operation = choicesEdit(list);
      return operation;
    };
    this.#send(`choices ${list.dataset.list}`, make, { place: "choices", taken: () => choicesTaken(list, operation) });
  }

  #saveLanguages(more) {
    const operation = languagesEdit(document.getElementById("languages"), more);
    this.#send("languages", () => operation, { place: "languages" });
  }

  #addLanguage() {
    const more = document.getElementById("new-language").value.trim();
    if (more) this.#saveLanguages(more);
  }
}

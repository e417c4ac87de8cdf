// The first cut of the voice door: dictate into the composer, have replies read aloud.
// Both are absent without a trace where the browser lacks them.

const TAGS = { it: "it-IT", en: "en-GB" };

/** Fill `field` with what is heard; the text can be edited before it is sent. */
export class Dictation {
  #recognition = null;
  #before = "";

  /**
   * @param {HTMLButtonElement} button toggles listening
   * @param {HTMLTextAreaElement} field
   * @param {string} language two letters
   * @param {(code: string) => void} failed told the browser's error code
   */
  constructor(button, field, language, failed) {
    const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
    if (!Recognition) return;
    button.hidden = false;
    button.addEventListener("click", () => (this.#recognition ? this.stop() : this.#start(Recognition, button)));
    Object.assign(this, { button, field, language, failed });
  }

  #start(Recognition) {
    const recognition = new Recognition();
    recognition.lang = TAGS[this.language] ?? this.language;
    recognition.interimResults = true;
    this.#before = this.field.value ? `${this.field.value} ` : "";
    recognition.addEventListener("result", (event) => this.#heard(event.results));
    recognition.addEventListener("error", (event) => this.failed(event.error));
    recognition.addEventListener("end", () => this.#ended());
    this.#recognition = recognition;
    this.button.setAttribute("aria-pressed", "true");
    recognition.start();
  }

  #heard(results) {
    this.field.value = this.#before + Array.from(results, (result) => result[0].transcript).join("");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  stop() {
    this.#recognition?.stop();
  }

  #ended() {
    this.#recognition = null;
    this.button.setAttribute("aria-pressed", "false");
    this.field.focus();
  }
}

/** Read the assistant's messages aloud while the switch is on; the choice holds for the tab. */
export class Reader {
  constructor(button, language) {
    if (!("speechSynthesis" in globalThis)) return;
    button.hidden = false;
    this.button = button;
    this.language = language;
    this.isOn = sessionStorage.getItem("read-aloud") === "1";
    button.addEventListener("click", () => this.#turn(!this.isOn));
    this.#show();
  }

  #turn(on) {
    this.isOn = on;
    sessionStorage.setItem("read-aloud", on ? "1" : "0");
    if (!on) speechSynthesis.cancel();
    this.#show();
  }

  #show() {
    this.button.setAttribute("aria-pressed", String(this.isOn));
  }

  read(text) {
    if (!this.isOn || !text) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = TAGS[this.language] ?? this.language;
    speechSynthesis.speak(utterance);
  }
}

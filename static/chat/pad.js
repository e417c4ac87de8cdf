// The answer pad above the composer: the control that suits the question which stands open.

import { element } from "./dom.js";
import { wire } from "../forms_engine/signature.js";
import { uploader } from "./upload.js";

const FEW = 8;

/** What a person reads for a native value; dates and numbers in the page's language. */
function spoken(kind, value) {
  const language = document.documentElement.lang;
  if (kind === "date") return new Date(`${value}T12:00`).toLocaleDateString(language, { dateStyle: "long" });
  if (kind === "datetime") {
    return new Date(value).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
  }
  return value;
}

export class Pad {
  /**
   * @param {HTMLElement} place
   * @param {object} words the page's sentences
   * @param {string} uploadUrl
   * @param {(answer: {text: string, question: string, value: string}) => void} answered
   */
  constructor(place, words, uploadUrl, answered) {
    Object.assign(this, { place, words, uploadUrl, answered });
  }

  /** Show the control for `ask` (see chat/domain/parts.py), or nothing. */
  show(ask) {
    this.ask = ask;
    const build = ask && CONTROLS[ask.kind];
    this.place.replaceChildren(...(build ? [build(this, ask)] : []));
    this.place.hidden = !build;
  }

  give(value, text = value) {
    this.answered({ text, question: this.ask.path, value });
    this.place.hidden = true;
  }

  /** What was given was refused: offer it again. */
  offer() {
    this.place.hidden = !this.place.hasChildNodes();
  }
}

function fieldset(ask, ...children) {
  return element("fieldset", { class: "pad__choices" }, element("legend", { class: "visually-hidden" }, ask.label), ...children);
}

function form(pad, given, ...children) {
  const submit = element("button", { class: "button", type: "submit" }, pad.words.use);
  const onsubmit = (event) => {
    event.preventDefault();
    given();
  };
  return element("form", { class: "pad__form", onsubmit }, ...children, submit);
}

function choice(pad, ask) {
  if (ask.choices.length > FEW) return longChoice(pad, ask);
  const buttons = ask.choices.map(({ value, label, image }) =>
    element(
      "button",
      { class: "button button--choice", type: "button", "aria-pressed": String(value === ask.value), onclick: () => pad.give(value, label) },
      image && element("img", { class: "option__image", src: image, alt: "" }),
      label,
    ),
  );
  return fieldset(ask, ...buttons);
}

function longChoice(pad, ask) {
  const options = ask.choices.map(({ value, label }) => element("option", { value, selected: value === ask.value }, label));
  const select = element("select", { class: "input", "aria-label": ask.label, required: true }, element("option", { value: "" }, pad.words.choose), ...options);
  return form(pad, () => pad.give(select.value, select.selectedOptions[0].textContent), select);
}

function choices(pad, ask) {
  const chosen = new Set(ask.value.split(" "));
  const boxes = ask.choices.map(({ value, label }) => {
    const box = element("input", { type: "checkbox", value, checked: chosen.has(value) });
    return element("label", { class: "pad__box" }, box, element("span", {}, label));
  });
  const given = () => {
    const ticked = boxes.filter((box) => box.firstChild.checked);
    const text = ticked.map((box) => box.textContent).join(", ");
    pad.give(ticked.map((box) => box.firstChild.value).join(" "), text || pad.words.none);
  };
  return form(pad, given, fieldset(ask, ...boxes));
}

function rank(pad, ask) {
  const list = element("ol", { class: "pad__rank", "aria-label": ask.label });
  const move = (item, step) => {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (other) other[step < 0 ? "before" : "after"](item);
    item.querySelector(step < 0 ? ".up" : ".down").focus();
  };
  for (const { value, label } of ask.choices) {
    const item = element("li", { "data-value": value }, element("span", {}, label));
    const arrow = (way, mark, name, step) =>
      element("button", { class: `button button--quiet button--icon ${way}`, type: "button", "aria-label": `${name}: ${label}`, onclick: () => move(item, step) }, mark);
    item.append(arrow("up", "↑", pad.words.earlier, -1), arrow("down", "↓", pad.words.later, 1));
    list.append(item);
  }
  const given = () => {
    const items = [...list.children];
    pad.give(items.map((item) => item.dataset.value).join(" "), items.map((item) => item.firstChild.textContent).join(", "));
  };
  return form(pad, given, list);
}

function picker(type) {
  return (pad, ask) => {
    const native = { datetime: "datetime-local" }[type] ?? type;
    const value = type === "datetime" ? ask.value.slice(0, 16) : type === "time" ? ask.value.slice(0, 5) : ask.value;
    const input = element("input", { class: "input", type: native, value, required: true, "aria-label": ask.label });
    return form(pad, () => pad.give(input.value, spoken(type, input.value)), input);
  };
}

function range(pad, ask) {
  const output = element("output", { class: "pad__number" }, ask.value || ask.minimum);
  const oninput = (event) => (output.textContent = event.target.value);
  const input = element("input", {
    type: "range", min: ask.minimum, max: ask.maximum, step: ask.step || 1, value: ask.value || ask.minimum, "aria-label": ask.label, oninput,
  });
  return form(pad, () => pad.give(input.value), input, output);
}

function confirmation(word) {
  return (pad, ask) =>
    fieldset(ask, element("button", { class: "button", type: "button", onclick: () => pad.give("OK", pad.words[word]) }, pad.words[word]));
}

function money(pad, ask) {
  const [amount = "", currency] = ask.value.split(" ");
  const figures = element("input", { class: "input", inputmode: "decimal", autocomplete: "off", value: amount, required: true });
  const options = ask.choices.map(({ value, label }) => element("option", { value, selected: value === currency }, label));
  const codes = element("select", { class: "input" }, ...options);
  const legend = element("legend", { class: "visually-hidden" }, ask.label);
  const both = element("fieldset", { class: "amount" }, legend, element("label", {}, pad.words.amount, figures), element("label", {}, pad.words.currency, codes));
  return form(pad, () => pad.give(`${figures.value.trim()} ${codes.value}`), both);
}

// The line is the one that forms_engine/domain/kinds/address.py takes apart.
function address(pad, ask) {
  const labels = Object.entries(pad.words.address).map(([name, label]) => {
    const input = element("input", { class: "input", name, autocomplete: "off", maxlength: 120, required: ["street", "city"].includes(name) });
    return element("label", { class: `address__${name}` }, label, input);
  });
  const given = () => {
    const [street, number, postcode, city, province, country] = labels.map((label) => label.lastChild.value.replace(/[–()]/g, " ").trim());
    const town = [postcode, city, province && `(${province})`].filter(Boolean).join(" ");
    pad.give([[street, number].filter(Boolean).join(", "), town, country].filter(Boolean).join(" – "));
  };
  return form(pad, given, element("fieldset", { class: "address" }, element("legend", { class: "visually-hidden" }, ask.label), ...labels));
}

function signature(pad, ask) {
  const words = pad.words.signature;
  const { control, send } = upload(pad, ask);
  const canvas = element("canvas", { class: "signature__pad", width: 600, height: 200, role: "img", "aria-label": words.pad });
  const name = element("input", { class: "input", autocomplete: "name", maxlength: 80 });
  const use = element("button", { class: "button", type: "button" }, words.use);
  const clear = element("button", { class: "button button--quiet", type: "button" }, words.clear);
  const state = element("p", { class: "pad__status", role: "alert" });
  wire({ canvas, name, use, clear, give: send, fail: () => (state.textContent = words.empty) });
  return fieldset(
    ask,
    element("div", { class: "signature" }, element("p", { class: "pad__status" }, words.here), canvas, element("label", {}, words.name, name), element("p", { class: "cluster" }, use, clear), state),
    element("div", {}, element("p", { class: "pad__status" }, words.upload), control),
  );
}

function place(pad, ask) {
  if (!navigator.geolocation) return element("span");
  const told = ({ coords }) => {
    const value = [coords.latitude, coords.longitude, coords.altitude ?? 0, coords.accuracy].join(" ");
    pad.give(value, `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`);
  };
  const status = element("span", { role: "status" });
  const onclick = () => navigator.geolocation.getCurrentPosition(told, () => (status.textContent = pad.words.no_place));
  return fieldset(ask, element("button", { class: "button button--choice", type: "button", onclick }, pad.words.here), status);
}

function upload(pad, ask) {
  // The next question may have come before the upload's own answer.
  return uploader({ ask, words: pad.words, url: pad.uploadUrl, done: () => (pad.place.hidden ||= pad.ask === ask) });
}

const CONTROLS = {
  choice, more: choice, choices, rank, range, place, money, address, signature,
  yes: confirmation("confirm"), consent: confirmation("consent"), file: (pad, ask) => upload(pad, ask).control,
  date: picker("date"), time: picker("time"), datetime: picker("datetime"),
};

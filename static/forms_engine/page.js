// A form page with JavaScript: each answer is saved as it is given, and the person's place is kept.
import { bindSliders, bindPlaces } from "./controls.js";
import { reportEarly } from "./early.js";
import { Saving } from "./saving.js";
import { bindSignatures } from "./signatures.js";
import { bindUploads } from "./uploads.js";

const saved = document.getElementById("saved");
const door = document.querySelector("[data-door]");
let destination = null;

function enliven(root) {
  bindSliders(root);
  bindPlaces(root);
  bindUploads(root);
  bindSignatures(root);
}

function say(text, failed = false) {
  saved.textContent = text;
  saved.classList.toggle("is-failed", failed);
}

document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  const error = event.detail.target.id?.endsWith(":error") && document.getElementById(event.detail.target.id);
  const control = error && document.getElementById(error.id.replace(/:error$/, ":input"));
  if (!control) return;
  if (error.textContent) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
});

document.body.addEventListener("htmx:load", (event) => enliven(event.detail.elt));

const saving = new Saving((outcome, sentence) => {
  if (outcome === "saving") say(saved.dataset.saving);
  else if (outcome !== "taken") fail(sentence || saved.dataset[outcome]);
  else if (saved.textContent === saved.dataset.saving) say("");
});

function fail(sentence) {
  say(sentence, true);
  destination = null;
}

document.body.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  fail(xhr.getResponseHeader("Content-Type")?.startsWith("text/plain") ? xhr.responseText : saved.dataset.failed);
});

document.body.addEventListener("htmx:sendError", () => fail(saved.dataset.failed));

// A session that ended redirects to the sign-in page, which htmx would take for the page asked for.
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (new URL(xhr.responseURL).pathname === new URL(requestConfig.path, location.href).pathname) return;
  event.preventDefault();
  fail(saved.dataset.signedOut);
});

// A link clicked while an answer is on its way waits for it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || !saving.queue.isBusy || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  destination = link.href;
  await saving.queue.idle;
  if (destination) location.assign(destination);
});

// The other door opens at the question somebody is at, or after it once it is answered here.
document.addEventListener("focusin", ({ target }) => lead(target.closest("[data-path]")));

document.body.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => {
  if (!target.id?.endsWith(":marker")) return;
  const marker = document.getElementById(target.id);
  const question = marker?.closest("[data-path]");
  const isThere = question && door && new URL(door.href).searchParams.get("question") === question.dataset.path;
  if (isThere && marker.dataset.state === "answered") lead(after(question));
});

function lead(question) {
  if (!door || question === null) return;
  const address = new URL(door.href);
  if (question) address.searchParams.set("question", question.dataset.path);
  else address.searchParams.delete("question");
  door.href = address.href;
}

/** The next question on the page that has no answer; the chat itself knows what comes after the last. */
function after(question) {
  const all = [...document.querySelectorAll("#form [data-path]")];
  return all.slice(all.indexOf(question) + 1).find((each) => each.querySelector(".question__marker")?.dataset.state !== "answered");
}

enliven(document);
addEventListener("load", () => reportEarly(document, (control) => saving.save(control)));

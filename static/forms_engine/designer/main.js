// The designer: outline, editor and trial of one draft, every edit saved as it is made.
import { bindDragging } from "./dragging.js";
import { Editor } from "./editor.js";
import { bindKeys } from "./keys.js";
import { Outline } from "./outline.js";
import { later, swapParts } from "./parts.js";
import { bindRules } from "./rules.js";
import { Saving, post } from "./saving.js";

const CONFLICT = 409;
const UNPROCESSABLE = 422;
const ROOM_ABOVE = 80;
const root = document.getElementById("designer");
const saved = document.getElementById("saved");
const again = document.getElementById("save-again");
const trial = document.getElementById("trial");
const outline = new Outline();
const saving = new Saving(root, (outcome) => say(saved.dataset[outcome], outcome !== "saving"));
const editor = new Editor(root, save);
let view = 0; // counts what was put into the editor, or is about to be
let tried = ""; // what the trial shows: a draft and a question

function say(text, failed = false) {
  saved.textContent = text;
  saved.classList.toggle("is-failed", failed);
}

/** Save an edit of the editor's; `place` is the control that it is about. */
function save(name, make, { place, taken, refused }) {
  const from = editor.path;
  let operation;
  const asked = () => {
    operation = make();
    return operation && { act: "edit", drawn: from, operation: JSON.stringify(operation) };
  };
  saving.add(name, asked, (text, status, type) => {
    const isTaken = status < 400;
    if (isTaken) taken?.();
    if (status === UNPROCESSABLE) refused?.();
    if (place) editor.refuse(place, isTaken || status === CONFLICT || !type.startsWith("text/plain") ? "" : text);
    // Somebody who went on to another question meanwhile stays there.
    answered(text, status, type, operation, outline.chosen === from ? "" : "editor");
    if (status === CONFLICT) offerAgain(() => save(name, make, { place, taken, refused }));
  });
}

/** Do to the outline what a button or key asks. */
function change(operation, focus) {
  if (!operation) return;
  saving.add(`${operation.kind} ${Math.random()}`, () => ({ act: "edit", operation: JSON.stringify(operation) }), (text, status, type) => {
    answered(text, status, type, operation);
    if (status < 400) settle(operation.kind, focus);
    if (status === CONFLICT) offerAgain(() => change(operation, focus));
  });
}

function step(act, inOutline) {
  saving.add(`${act} ${Math.random()}`, () => ({ act }), (text, status, type) => {
    answered(text, status, type, null);
    if (inOutline) outline.focus(outline.row(outline.chosen) ?? outline.rows[0]);
  });
}

/** Where an author goes on after the outline changed. */
function settle(kind, focus) {
  if (kind === "insert") document.getElementById("e:label:1")?.focus();
  else if (focus) outline.focus(outline.row(outline.chosen) ?? outline.rows[0]);
  if (kind === "delete") say(saved.dataset.deleted);
}

/** Draw what the server says; tell what became of the edit. */
function answered(text, status, type, operation, kept = "") {
  again.hidden = true;
  if (status >= 400 && status !== CONFLICT) {
    say(type.startsWith("text/plain") ? text : saved.dataset.failed, true);
    return;
  }
  const before = focusOf();
  const parts = swapParts(text, kept);
  const { path, said } = document.getElementById("designer-state").dataset;
  if (kept) {
    if (path !== undefined && operation?.path && operation.path !== path) editor.moved(operation.path, path);
    outline.redrawn();
  } else if (path !== undefined) {
    view += 1;
    if (operation?.path && operation.path !== path && ["change", "move"].includes(operation.kind)) editor.moved(operation.path, path);
    editor.restore();
    restoreFocus(before);
    chosen(path, operation === null || operation.kind !== "change");
  } else if (parts.some((part) => part.id === "outline" || part.id.startsWith("row:"))) outline.redrawn();
  if (before.row && !document.activeElement?.closest("#outline")) outline.focus(outline.row(before.row));
  say(said ?? saved.dataset.saved, Boolean(said));
  refresh();
}

function offerAgain(work) {
  again.hidden = false;
  again.onclick = work;
}

function focusOf() {
  const active = document.activeElement;
  const row = active?.closest("[data-choice]");
  return {
    id: active?.id ?? "",
    start: active?.selectionStart,
    end: active?.selectionEnd,
    row: active?.closest('[role="treeitem"]')?.dataset.path ?? "",
    choice: row ? [[...row.parentNode.children].indexOf(row), [...row.querySelectorAll("input, button")].indexOf(active)] : null,
  };
}

function restoreFocus({ id, start, end, choice }) {
  let control = id && document.getElementById(id);
  if (choice) control = document.querySelectorAll("[data-choice]")[choice[0]]?.querySelectorAll("input, button")[choice[1]];
  if (!control || control === document.activeElement || !editor.form.contains(control)) return;
  control.focus();
  if (typeof start === "number" && control.setSelectionRange && control.type !== "checkbox") control.setSelectionRange(start, end);
}

/** Show the node at `path` in the editor. What is shown already is not drawn anew: somebody may write in it. */
async function open(path, focus) {
  view += 1; // nothing that is still on its way is drawn any more
  outline.choose(path);
  if (path !== editor.path && !(await fetched(path))) return;
  chosen(path, true);
  if (focus) document.getElementById(path ? "e:label:1" : "e:title")?.focus();
  showTrial();
}

/** Draw the node at `path`; return whether it was still wanted when it came. */
async function fetched(path) {
  const mine = view;
  const answer = await fetch(`${root.dataset.node}?question=${encodeURIComponent(path)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    say(answer?.redirected ? saved.dataset.signedOut : saved.dataset.failed, true);
    return false;
  }
  const text = await answer.text();
  if (mine !== view) return false;
  swapParts(text);
  editor.restore();
  return true;
}

function chosen(path, follow) {
  outline.choose(path, follow);
  document.getElementById("whole").ariaCurrent = path ? null : "true";
  history.replaceState(null, "", path ? `?question=${encodeURIComponent(path)}` : location.pathname);
}

function showTrial(anew = false) {
  const path = editor.path;
  const wanted = `${document.getElementById("designer-state").dataset.hash} ${path}`;
  if (wanted === tried && !anew) return;
  tried = wanted;
  const way = root.querySelector('[data-way][aria-pressed="true"]').dataset.way;
  trial.contentWindow.location.replace(`${way}?question=${encodeURIComponent(path)}`);
}

// Not by an address with a fragment, which would scroll this page, too.
trial.addEventListener("load", () => {
  const question = trial.contentDocument?.querySelector(".question--sought, #composer");
  if (question) trial.contentWindow.scrollTo(0, question.getBoundingClientRect().top - ROOM_ABOVE);
});

const refresh = later(async () => {
  if (saving.isBusy) {
    refresh();
    return;
  }
  showTrial();
  const answer = await fetch(root.dataset.faults, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  swapParts(await answer.text());
  outline.markFaults(new Set([...document.querySelectorAll("[data-fault]")].map((link) => link.dataset.open)));
}, 500);

function act(name, row) {
  const inOutline = Boolean(document.activeElement?.closest("#outline"));
  if (name === "undo" || name === "redo") step(name, inOutline);
  else if (name === "open") open(row.dataset.path, true);
  else change(outline.edit(name, row), inOutline);
}

root.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-act]");
  const row = event.target.closest('[role="treeitem"]');
  const link = event.target.closest("[data-open]");
  const way = event.target.closest("[data-way]");
  if (way) {
    for (const each of root.querySelectorAll("[data-way]")) each.ariaPressed = String(each === way);
    showTrial(true);
  } else if (button?.dataset.act === "again") {
    const body = new FormData();
    body.append("again", "1");
    await post(trial.dataset.src, body, root.dataset.token);
    showTrial(true);
  } else if (button) editor.act(button.dataset.act, button) || act(button.dataset.act, outline.row(outline.chosen));
  else if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(link.dataset.open, true);
  } else if (event.target.closest("[data-whole]")) open("", true);
  else if (row) {
    if (row.ariaExpanded && event.offsetX < Number.parseFloat(getComputedStyle(row).paddingInlineStart)) outline.toggle(row, row.ariaExpanded === "false");
    else {
      outline.focus(row);
      open(row.dataset.path, false);
    }
  }
});

// In the editor, too, a question can be added without leaving the keyboard.
root.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey || !event.target.closest("#editor")) return;
  event.preventDefault();
  event.target.blur();
  act("question", outline.row(outline.chosen));
});

addEventListener("beforeunload", (event) => {
  if (saving.isBusy || !editor.isSaved) event.preventDefault();
});

bindKeys(root, outline, act);
bindDragging(root, (row, target, side) => change(outline.drop(row, target, side), false));
bindRules(root);
chosen(editor.path, true);
showTrial();
refresh();

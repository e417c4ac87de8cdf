// What a person changed and the server has not taken yet: redrawing its question must not lose it.
const CONTROLS = "input:not([type=hidden], [type=file]), select, textarea";

const isChoice = (control) => control.type === "radio" || control.type === "checkbox";

/** The control of a redrawn question that stands for the same thing. */
function twin(control, root) {
  const isTwin = (each) => each.name === control.name && (isChoice(control) ? each.value === control.value : each.id === control.id);
  return [...root.querySelectorAll(CONTROLS)].find((each) => each.type === control.type && isTwin(each));
}

/** Put what a question's controls show into the question drawn anew. */
export function carry(from, to) {
  for (const control of from.querySelectorAll(CONTROLS)) {
    const next = twin(control, to);
    if (!next) continue;
    if (isChoice(control)) next.checked = control.checked;
    else if (!next.options || [...next.options].some(({ value }) => value === control.value)) next.value = control.value;
  }
}

/** Carry what the questions whose paths are `ahead` of the server show into what takes their place. */
export function carryAll(root, fragment, ahead) {
  const next = new Map(questionsIn(fragment).map((question) => [question.dataset.path, question]));
  for (const question of questionsIn(root)) {
    const { path } = question.dataset;
    if (!ahead.has(path) || !next.has(path)) continue;
    carry(question, next.get(path));
    // The browser takes what was carried for what was there, and would not report it as changed.
    const active = question.contains(document.activeElement) && twin(document.activeElement, next.get(path));
    if (active && !isChoice(active)) active.dataset.carried = "";
  }
}

function questionsIn(root) {
  return [...(root.matches?.("[data-path]") ? [root] : []), ...root.querySelectorAll("[data-path]")];
}

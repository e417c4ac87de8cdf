// Expressions while they are written: the server reads each, underlines its fault and says what it depends on.
import { later, swapParts } from "./parts.js";
import { post } from "./saving.js";

const PAUSE = 300;

/** Check every expression of the editor as it changes. */
export function bindRules(root) {
  let latest = 0;
  const check = later(async (control, path) => {
    const body = new FormData();
    body.append("path", path);
    body.append("field", control.dataset.field);
    body.append("text", control.value);
    latest += 1;
    const mine = latest;
    const answer = await post(root.dataset.check, body, root.dataset.token);
    if (!answer?.ok || answer.redirected || mine !== latest || !control.isConnected) return;
    swapParts(await answer.text());
    control.ariaInvalid = mirrorOf(control).querySelector("mark") ? "true" : null;
  }, PAUSE);

  root.addEventListener("input", ({ target }) => {
    if (target.dataset.rule === undefined) return;
    mirrorOf(target).textContent = target.value;
    check(target, target.form.dataset.path);
  });
}

function mirrorOf(control) {
  return document.getElementById(`mirror:${control.dataset.field}`);
}

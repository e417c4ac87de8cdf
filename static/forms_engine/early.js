// What a person changed before the scripts arrived, or what the browser put back after a reload.

/** Whether a control differs from what the server drew. */
export function isChanged(control) {
  if (control.type === "file" || control.type === "hidden" || control.disabled) return false;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (control.options) {
    const drawn = [...control.options].findIndex((option) => option.defaultSelected);
    return control.selectedIndex !== Math.max(0, drawn);
  }
  return control.value !== control.defaultValue;
}

/** Report the first changed control of each question as if it were changed now. */
export function reportEarly(root, report) {
  for (const question of root.querySelectorAll("[data-save]")) {
    const control = [...question.querySelectorAll("input, select, textarea")].find(isChanged);
    if (control) report(control);
  }
}

// The rows of a choice list, and of the languages: added, moved and removed, then saved as a whole.

/** The edit that says what the rows of a choice list say now; rows without anything are none. */
export function choicesEdit(list) {
  const rows = [...list.querySelectorAll("[data-choice]")].map(rowOf).filter(isFilled);
  return { kind: "choices", name: list.dataset.list, rows };
}

/** The rows are saved as they were sent: from now on they are known by the values they had then. */
export function choicesTaken(list, { rows }) {
  const filled = [...list.querySelectorAll("[data-choice]")].filter((row) => isFilled(rowOf(row)));
  for (const [at, row] of filled.entries()) if (rows[at]) row.dataset.was = rows[at].value;
}

/** Do to a row what its button says; return whether the list says something else then. */
export function changeRow(act, button) {
  const row = button.closest("[data-choice]");
  if (act === "choice-up" && row.previousElementSibling) row.previousElementSibling.before(row);
  else if (act === "choice-down" && row.nextElementSibling) row.nextElementSibling.after(row);
  else if (act === "choice-remove") remove(row);
  else return false;
  if (button.isConnected) button.focus();
  return true;
}

/** Add an empty row and let somebody write there. */
export function addRow(list) {
  const row = list.querySelector("[data-new-choice]").content.cloneNode(true);
  list.querySelector("[data-choices]").append(row);
  list.querySelector("[data-choice]:last-child input").focus();
}

/** The edit that says which languages there are now; `more` is one to add. */
export function languagesEdit(fieldset, more = "") {
  const rows = [...fieldset.querySelectorAll("[data-language]")];
  const named = rows.map((row) => [row.dataset.was, row.querySelector("input").value.trim()]);
  const languages = named.map(([, now]) => now);
  if (more) languages.push(more);
  return { kind: "languages", languages, renamed: Object.fromEntries(named) };
}

function rowOf(row) {
  const label = {};
  for (const input of row.querySelectorAll("[data-label]")) label[input.dataset.label] = input.value.trim();
  return { was: row.dataset.was, value: row.querySelector("[data-value]").value.trim(), label };
}

function isFilled({ was, value, label }) {
  return Boolean(was || value || Object.values(label).some(Boolean));
}

function remove(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const foot = row.closest("fieldset").querySelector('[data-act="choice"]');
  row.remove();
  (next?.querySelector("input") ?? foot).focus();
}

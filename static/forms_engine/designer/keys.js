// The keys of the outline: what each does to the row that has the focus.

const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
const WALKS = ["ArrowUp", "ArrowDown", "Home", "End"];

/** Let keys walk through the outline, and `act(name, row)` do what they ask. */
export function bindKeys(root, outline, act) {
  root.addEventListener("keydown", (event) => {
    const row = event.target.closest('[role="treeitem"]');
    if (!row) return;
    const done = event.altKey ? withAlt(event, row, act) : event.ctrlKey || event.metaKey ? withControl(event, row, act) : plain(event, row, outline, act);
    if (done) event.preventDefault();
  });
}

function withAlt({ key }, row, act) {
  if (!MOVES[key]) return false;
  act(MOVES[key], row);
  return true;
}

function withControl({ key, shiftKey }, row, act) {
  const names = { Enter: "question", z: shiftKey ? "redo" : "undo", Z: "redo", y: "redo" };
  if (!names[key]) return false;
  act(names[key], row);
  return true;
}

function plain({ key, shiftKey }, row, outline, act) {
  if (WALKS.includes(key)) outline.focus(outline.neighbour(row, key));
  else if (key === "ArrowRight") right(row, outline);
  else if (key === "ArrowLeft") left(row, outline);
  else if (key === "Enter" || key === " ") act("open", row);
  else if (key === "Delete") act("delete", row);
  else return false;
  return !shiftKey;
}

function right(row, outline) {
  if (row.ariaExpanded === "false") outline.toggle(row, true);
  else if (row.ariaExpanded === "true") outline.focus(outline.neighbour(row, "ArrowDown"));
}

function left(row, outline) {
  if (row.ariaExpanded === "true") outline.toggle(row, false);
  else outline.focus(outline.parent(row));
}

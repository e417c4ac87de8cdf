// Rows of the outline dragged to another place; the same can be done by keys and buttons.

const EDGE = 0.3;
const SIDES = ["before", "after", "inside"];

/** Let rows be dragged; `act(row, target, side)` puts one where it was dropped. */
export function bindDragging(root, act) {
  let dragged = null;
  let marked = null;

  const mark = (row, side) => {
    if (marked) delete marked.dataset.drop;
    marked = row;
    if (row) row.dataset.drop = side;
  };

  root.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.('[role="treeitem"]');
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.path);
  });

  root.addEventListener("dragover", (event) => {
    const row = event.target.closest?.('[role="treeitem"]');
    if (!dragged || !row) return;
    event.preventDefault();
    mark(row, sideOf(row, event.clientY));
  });

  root.addEventListener("drop", (event) => {
    const row = event.target.closest?.('[role="treeitem"]');
    if (!dragged || !row) return;
    event.preventDefault();
    act(dragged, row, sideOf(row, event.clientY));
  });

  root.addEventListener("dragend", () => {
    mark(null);
    dragged = null;
  });
}

function sideOf(row, y) {
  const { top, height } = row.getBoundingClientRect();
  const share = (y - top) / height;
  const isSection = row.ariaExpanded !== null;
  if (isSection && share > EDGE && share < 1 - EDGE) return SIDES[2];
  return share < 1 / 2 ? SIDES[0] : SIDES[1];
}

// The outline as a tree: arrow keys go through it, and what is asked of it becomes an edit.

const LAST = 100_000; // beyond the end is the end

export class Outline {
  #closed = new Set();
  #chosen = "";

  get #tree() {
    return document.getElementById("outline");
  }

  get rows() {
    return [...this.#tree.querySelectorAll('[role="treeitem"]')];
  }

  get chosen() {
    return this.#chosen;
  }

  row(path) {
    return path ? document.getElementById(`row:${path}`) : null;
  }

  /** Mark the node that is being edited; `follow` opens what it is in and brings it into view. */
  choose(path, follow = true) {
    this.#chosen = path;
    if (follow) this.#reveal(path);
    this.redrawn();
    if (follow && this.row(path)) this.#bringIntoView(this.row(path));
  }

  /** The server drew rows anew: they stand as before. */
  redrawn() {
    const rows = this.rows;
    const focus = this.row(this.#chosen) ?? rows[0];
    for (const row of rows) {
      row.ariaSelected = String(row.dataset.path === this.#chosen);
      row.tabIndex = row === focus ? 0 : -1;
      if (row.ariaExpanded) row.ariaExpanded = String(!this.#closed.has(row.dataset.path));
      row.hidden = parents(row.dataset.path).some((path) => this.#closed.has(path));
    }
  }

  /** Mark the rows of what is faulty. */
  markFaults(paths) {
    for (const row of this.rows) row.classList.toggle("is-faulty", paths.has(row.dataset.path));
  }

  toggle(row, open) {
    if (open) this.#closed.delete(row.dataset.path);
    else this.#closed.add(row.dataset.path);
    this.redrawn();
    this.focus(row);
  }

  focus(row) {
    if (!row) return;
    for (const each of this.rows) each.tabIndex = each === row ? 0 : -1;
    row.focus();
  }

  /** The row that a key leads to from `row`. */
  neighbour(row, key) {
    const shown = this.rows.filter((each) => !each.hidden);
    const at = shown.indexOf(row);
    if (key === "Home") return shown[0];
    if (key === "End") return shown.at(-1);
    return shown[at + (key === "ArrowDown" ? 1 : -1)];
  }

  parent(row) {
    return this.row(parentOf(row.dataset.path));
  }

  /** The edit that an act means for a row, or undefined where it means none. */
  edit(act, row) {
    const path = row?.dataset.path ?? "";
    const acts = {
      question: () => ({ kind: "insert", node: { type: "text" }, ...this.#after(row) }),
      section: () => ({ kind: "insert", node: { type: "group" }, ...this.#after(row, true) }),
      duplicate: () => row && { kind: act, path },
      delete: () => row && { kind: act, path },
      up: () => row && this.#up(row),
      down: () => row && this.#down(row),
      in: () => row && this.#in(row),
      out: () => row && this.#out(row, 1),
    };
    return acts[act]?.();
  }

  /** The edit that puts `row` before, after or inside `target`. */
  drop(row, target, side) {
    const [path, goal] = [row.dataset.path, target.dataset.path];
    if (path === goal || goal.startsWith(`${path}/`)) return undefined;
    if (side === "inside") return { kind: "move", path, parent: goal, at: LAST };
    const at = place(target) + (side === "after" ? 1 : 0);
    const isBefore = parentOf(path) === parentOf(goal) && place(row) < place(target);
    return move(row, parentOf(goal), at - (isBefore ? 1 : 0));
  }

  #after(row, beside = false) {
    if (!row) return { parent: "", at: LAST };
    const { path, kind } = row.dataset;
    if (!beside && isSection(kind) && row.ariaExpanded === "true") return { parent: path, at: LAST };
    return { parent: parentOf(path), at: place(row) + 1 };
  }

  #up(row) {
    return place(row) ? move(row, parentOf(row.dataset.path), place(row) - 1) : this.#out(row, 0);
  }

  #down(row) {
    const isLast = place(row) === Number(row.ariaSetSize) - 1;
    return isLast ? this.#out(row, 1) : move(row, parentOf(row.dataset.path), place(row) + 1);
  }

  #in(row) {
    const siblings = this.rows.filter((each) => parentOf(each.dataset.path) === parentOf(row.dataset.path));
    const above = siblings[siblings.indexOf(row) - 1];
    return above && isSection(above.dataset.kind) ? move(row, above.dataset.path, LAST) : undefined;
  }

  #out(row, beyond) {
    const section = this.parent(row);
    return section ? move(row, parentOf(section.dataset.path), place(section) + beyond) : undefined;
  }

  // Of the outline alone: scrollIntoView would move the whole page.
  #bringIntoView(row) {
    const tree = this.#tree;
    const above = row.getBoundingClientRect().top - tree.getBoundingClientRect().top;
    if (above < 0 || above + row.offsetHeight > tree.clientHeight) tree.scrollTop += above - tree.clientHeight / 2;
  }

  #reveal(path) {
    for (const each of parents(path)) this.#closed.delete(each);
  }
}

function move(row, parent, at) {
  return { kind: "move", path: row.dataset.path, parent, at };
}

function place(row) {
  return Number(row.ariaPosInSet) - 1;
}

function isSection(kind) {
  return kind === "group" || kind === "repeat";
}

function parentOf(path) {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

function parents(path) {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_part, at) => parts.slice(0, at + 1).join("/"));
}

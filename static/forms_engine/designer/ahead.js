// What an author typed and the server has not taken yet, by node and place in it.

export class Ahead {
  #values = new Map();

  /** Note what a place of a node is to say; `place` is a field, with an entry where it has several. */
  note(path, field, entry, value) {
    const name = [path, field, entry ?? ""].join("\n");
    this.#values.set(name, { path, field, entry, value });
    return name;
  }

  /** The edit that is due for a name, or undefined where it was taken already. */
  edit(name) {
    const due = this.#values.get(name);
    if (!due) return undefined;
    const value = due.entry === undefined ? due.value : { [due.entry]: due.value };
    return { kind: "change", path: due.path, fields: { [due.field]: value } };
  }

  /** Forget what was taken, unless something else was typed meanwhile. */
  taken(name, operation) {
    if (JSON.stringify(this.edit(name)) === JSON.stringify(operation)) this.#values.delete(name);
  }

  /** What is due for the node at `path`. */
  of(path) {
    return [...this.#values.values()].filter((due) => due.path === path);
  }

  /** A node has another path now. */
  moved(from, to) {
    for (const due of this.#values.values()) {
      if (due.path === from || due.path.startsWith(`${from}/`)) due.path = to + due.path.slice(from.length);
    }
  }

  get isEmpty() {
    return this.#values.size === 0;
  }
}

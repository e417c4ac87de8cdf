// What is typed ahead of the server, in the designer.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Ahead } from "../../static/forms_engine/designer/ahead.js";

test("the last text of a place is the one that is due", () => {
  const ahead = new Ahead();
  const name = ahead.note("a", "label", "it", "N");
  assert.equal(ahead.note("a", "label", "it", "Nome"), name);
  assert.deepEqual(ahead.edit(name), { kind: "change", path: "a", fields: { label: { it: "Nome" } } });
  const rule = ahead.note("a", "relevant", undefined, "1 = 1");
  assert.deepEqual(ahead.edit(rule).fields, { relevant: "1 = 1" });
});

test("what was taken is forgotten, but not what was typed meanwhile", () => {
  const ahead = new Ahead();
  const name = ahead.note("a", "label", "", "One");
  const sent = ahead.edit(name);
  ahead.note("a", "label", "", "One two");
  ahead.taken(name, sent);
  assert.equal(ahead.edit(name).fields.label[""], "One two");
  ahead.taken(name, ahead.edit(name));
  assert.equal(ahead.edit(name), undefined);
  assert.ok(ahead.isEmpty);
});

test("what is due for a node goes along when it is renamed or moved, with all that is in it", () => {
  const ahead = new Ahead();
  const inner = ahead.note("home/floor", "hint", "", "Ground is 0");
  const other = ahead.note("homes", "hint", "", "x");
  ahead.moved("home", "flat");
  assert.equal(ahead.edit(inner).path, "flat/floor");
  assert.equal(ahead.edit(other).path, "homes");
  assert.deepEqual(ahead.of("flat/floor").map(({ value }) => value), ["Ground is 0"]);
});

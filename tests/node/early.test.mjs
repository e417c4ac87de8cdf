import assert from "node:assert/strict";
import test from "node:test";

import { isChanged, reportEarly } from "../../static/forms_engine/early.js";

const text = (value, defaultValue = "") => ({ type: "text", value, defaultValue });
const select = (selectedIndex, drawn) => ({
  type: "select-one", selectedIndex, options: [0, 1, 2].map((index) => ({ defaultSelected: index === drawn })),
});

test("a text is changed where it differs from what was drawn", () => {
  assert.equal(isChanged(text("Ada")), true);
  assert.equal(isChanged(text("Ada", "Ada")), false);
});

test("a choice is changed where another one is selected than was drawn", () => {
  assert.equal(isChanged(select(1, 1)), false);
  assert.equal(isChanged(select(2, 1)), true);
  assert.equal(isChanged(select(0, -1)), false);
  assert.equal(isChanged({ type: "checkbox", checked: true, defaultChecked: false }), true);
  assert.equal(isChanged({ type: "radio", checked: false, defaultChecked: false }), false);
});

test("files and what cannot be answered are left alone", () => {
  assert.equal(isChanged({ type: "file", value: "x", defaultValue: "" }), false);
  assert.equal(isChanged({ ...text("x"), disabled: true }), false);
});

test("each question with a change is reported once", () => {
  const question = (...controls) => ({ querySelectorAll: () => controls });
  const first = text("a");
  const root = { querySelectorAll: () => [question(first, text("b")), question(text(""))] };
  const reported = [];

  reportEarly(root, (control) => reported.push(control));

  assert.deepEqual(reported, [first]);
});

// Walk at random through one XForm and print what an independent engine makes of every step.
// Usage: node record.mjs FORM.xml NAME SEED STEPS [OPENING] [wild]
// OPENING, JSON of answers by ref, comes first and is not changed any more: it leads into a branch.
// A wild walk also takes occurrences away and answers as nobody should.

import { readFileSync } from "node:fs";
import { argv, stdout } from "node:process";
import { NOW, ZONE, randomFrom, standIn } from "./browser.mjs";
import { candidates, oddities } from "./values.mjs";

const [file, name, seed, steps] = [argv[2], argv[3], Number(argv[4]), Number(argv[5])];
const opening = Object.entries(JSON.parse(argv[6] ?? "{}"));
const wild = argv[7] === "wild";
const decided = new Set(opening.map(([ref]) => ref));
const PACKAGE = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf-8"));
const ENGINE = "@getodk/xforms-engine";
const MAX_OCCURRENCES = 4;
const SETTABLE = new Set(["input", "select", "rank", "range", "trigger"]);
const VOLATILE = /jr:preload="(uid|property|timestamp)"|random\(|uuid\(/;

standIn(seed);
const { createInstance } = await import(ENGINE);

const xml = readFileSync(file, "utf-8");
// a list that waits for its file has no rows, as here
const fetchFormAttachment = async () => new Response("", { status: 404 });
const { root } = await createInstance(xml, { form: { fetchFormAttachment, missingResourceBehavior: "BLANK" } });
const binds = new Map([...xml.matchAll(/<bind [^>]*nodeset="([^"]+)"[^>]*>/g)].map(([bind, ref]) => [ref, bind]));
const COUNTS = xml.includes("jr:count=");
const random = randomFrom(seed);
const pick = (list) => list[Math.floor(random() * list.length)];

const stripped = (ref) => ref.replace(/\[\d+\]/g, "");
const bindOf = (node) => binds.get(stripped(node.currentState.reference)) ?? "";

function* nodesFrom(node) {
  yield node;
  for (const child of node.currentState.children ?? []) yield* nodesFrom(child);
}

function record(node) {
  const { reference: ref, relevant, required, readonly, instanceValue, valueOptions } = node.currentState;
  const seen = { ref, type: node.nodeType, relevant };
  if (instanceValue === undefined) return seen;
  Object.assign(seen, { value: instanceValue, required, readonly });
  seen.violation = node.validationState.violation?.condition ?? null;
  if (valueOptions) seen.choices = valueOptions.map((option) => option.value);
  return seen;
}

const snapshot = () => new Map([...nodesFrom(root)].map((node) => [node.currentState.reference, record(node)]));

function set(node, text) {
  const several = text ? text.split(" ") : [];
  if (node.nodeType === "select") node.selectValues(several);
  else if (node.nodeType === "rank") node.setValues(several);
  else if (node.nodeType === "trigger") node.setValue(text === "OK");
  else node.setValue(text);
}

const visited = new Set();

// New questions first, so that a short walk reaches far; then anything again.
function next() {
  const nodes = [...nodesFrom(root)].filter((node) => node.currentState.relevant);
  if (opening.length) {
    const [ref, value] = opening.shift();
    return { node: nodes.find((node) => node.currentState.reference === ref), value };
  }
  const ranges = nodes.filter(
    (node) => node.nodeType === "repeat-range:uncontrolled" && node.currentState.children.length < MAX_OCCURRENCES,
  );
  const isAskable = (node) => SETTABLE.has(node.nodeType) && !node.currentState.readonly;
  const askable = nodes.filter((node) => isAskable(node) && !decided.has(node.currentState.reference));
  if (ranges.length && (random() < 0.1 || !askable.length)) return { node: pick(ranges), add: 1 };
  const occurrences = wild ? nodes.filter((node) => node.parent?.nodeType === "repeat-range:uncontrolled") : [];
  if (occurrences.length && random() < 0.08) return { node: pick(occurrences), remove: 1 };
  const fresh = askable.filter((node) => !visited.has(node.currentState.reference));
  const node = fresh.length && random() < 0.7 ? pick(fresh) : pick(askable);
  if (!node) return {};
  const values = wild && random() < 0.3 ? oddities(node, COUNTS) : candidates(node, bindOf(node), random);
  return { node, value: pick(values) };
}

function step(before) {
  const { node, add, remove, value } = next();
  if (!node) return {};
  const ref = node.currentState.reference;
  if (add) node.addInstances();
  else if (remove) node.parent.removeInstances(node.parent.currentState.children.indexOf(node));
  else set(node, value);
  visited.add(ref);
  const after = snapshot();
  const changed = [...after.values()].filter((now) => JSON.stringify(now) !== JSON.stringify(before.get(now.ref)));
  const removed = [...before.keys()].filter((each) => !after.has(each));
  const op = add ? { ref, add } : remove ? { ref, remove } : { ref, value };
  return { after, step: { op, changed, ...(removed.length ? { removed } : {}) } };
}

const first = snapshot();
const isVolatile = (ref) => VOLATILE.test(binds.get(stripped(ref)) ?? "");
const volatile = new Set([...first.keys()].filter(isVolatile));
const walked = [];
for (let before = first; walked.length < steps; ) {
  const { after, step: taken } = step(before);
  if (!taken) break; // nothing can be answered
  walked.push(taken);
  for (const ref of after.keys()) if (isVolatile(ref)) volatile.add(ref);
  before = after;
}

stdout.write(
  JSON.stringify({
    form: name,
    engine: `${ENGINE} ${PACKAGE.dependencies[ENGINE]}`,
    now: NOW,
    tz: ZONE,
    seed,
    volatile: [...volatile],
    init: [...first.values()],
    steps: walked,
  }),
);

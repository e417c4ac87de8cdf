// Answers worth trying: some usual, some at the edges that the question's own constraint names.

const TEXTS = [
  "Anna Bianchi",
  "Rossi",
  "x",
  "none",
  "12345",
  "20121",
  "AB-1234",
  "AB123CD",
  "IT-12345678",
  "02345678901",
  "RSSMRA80A01F205X",
  "IT60X0542811101000000123456",
  "anna.bianchi@posta.it",
  "+39 02 1234567",
  "Il muletto ha urtato lo scaffale e un pallet è caduto.",
];
const DATES = ["2026-03-15", "2026-03-14", "2026-03-16", "2025-12-31", "2026-04-01", "2026-09-30", "1993-05-07", "2012-02-29"];
const TIMES = ["08:00:00.000+01:00", "23:59:00.000+01:00"];
const MOMENTS = ["2026-03-14T09:15:00.000+01:00", "2026-03-15T09:15:00.000+01:00", "2026-03-16T09:15:00.000+01:00"];
const PLACES = ["45.4642 9.19 120 5", "41.9028 12.4964 0 0"];
const BLANK = 0.06;

function around(bind, type) {
  const constraint = bind.match(/ constraint="([^"]*)"/)?.[1] ?? "";
  const whole = [...constraint.matchAll(/(?<![\w'{[-])\d+(?![\w'}\]-])/g)].map(([digits]) => Number(digits));
  const near = whole.flatMap((limit) => [limit - 1, limit, limit + 1]);
  return type === "int" ? near : [...near, ...whole.map((limit) => limit - 0.5)];
}

function some(options, random) {
  return options.filter(() => random() < 0.4);
}

function shuffled(options, random) {
  return options.map((option) => [random(), option]).sort(([a], [b]) => a - b).map(([, option]) => option);
}

export function candidates(node, bind, random) {
  if (random() < BLANK && node.nodeType !== "range") return [""];
  const options = (node.currentState.valueOptions ?? []).map((option) => option.value);
  switch (node.nodeType) {
    case "select":
      if (!options.length) return [""];
      return node.selectType === "select" ? [some(options, random).join(" ")] : options;
    case "rank":
      return options.length ? [shuffled(options, random).join(" ")] : [""];
    case "trigger":
      return ["OK", "OK", ""];
    case "range": {
      const { start, end, step } = node.definition.bodyElement.bounds;
      return [start, end, Number(start) + Number(step)].map(String);
    }
  }
  switch (node.valueType) {
    case "int":
      return [0, 1, 2, 3, 17, 60, ...around(bind, "int")].map(String);
    case "decimal":
      return [0, 1, 12.5, 36.7, 250, 4500, ...around(bind, "decimal")].map(String);
    case "date":
      return DATES;
    case "time":
      return TIMES;
    case "dateTime":
      return MOMENTS;
    case "geopoint":
      return PLACES;
  }
  return TEXTS;
}

const ODD = {
  int: ["-1", "-99", "007", "1e3", "2.7", "abc", " 5 ", "2147483648", "1,5", "+4"],
  decimal: ["-0.5", "1e3", ".5", "5.", "abc", "1,5", " 2.5 ", "0.1", "1e-7", "123456789.123"],
  date: ["2026-02-30", "2024-02-29", "2026-3-5", "1899-12-31", "yesterday", "2026-03-15T09:15:00.000+01:00"],
  time: ["00:00:00.000+01:00", "9:15", "24:00:00", "noon", "12:30:00.000Z"],
  dateTime: ["2026-03-29T02:30:00.000+01:00", "2026-03-15", "now", "2025-10-26T02:30:00.000+02:00"],
  geopoint: ["45 9", "0 0 0 0", "91 181 0 0", "here"],
  string: ["0", "-1", "true", " padded ", "a  b", "<b>&amp;</b>", "“è così”", "l'ora", "2026-03-15", "1 2 3", "${x}"],
};

const MANY = 100;

// Answers that nobody should give to such a question, and somebody does; few where a number builds occurrences.
export function oddities(node, counts) {
  const options = (node.currentState.valueOptions ?? []).map((option) => option.value);
  switch (node.nodeType) {
    case "select":
      return node.selectType === "select" ? [[...options].reverse().join(" "), ""] : [options.at(-1) ?? "", ""];
    case "rank":
      return [[...options].reverse().join(" "), ""];
    case "trigger":
      return ["OK", ""];
    case "range": {
      const { start, end } = node.definition.bodyElement.bounds;
      return [start, end].map(String);
    }
  }
  const odd = (ODD[node.valueType] ?? ODD.string).filter((text) => !(counts && Number(text) > MANY));
  // a kind reads more than a type, which is our own doing
  return [...(node.appearances ?? [])].length ? odd.filter((text) => text === text.trim() && text !== "1,5") : odd;
}

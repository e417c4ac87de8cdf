// What a browser would provide to the engine: a DOM, a clock that stands still, chance that repeats itself.

import { JSDOM } from "jsdom";

export const NOW = "2026-03-15T10:30:00+01:00";
export const ZONE = "Europe/Rome";

// mulberry32: small, and the same walk for the same seed on every machine
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function standIn(seed) {
  process.env.TZ = ZONE;
  const { window } = new JSDOM();
  for (const name of Object.getOwnPropertyNames(window)) {
    if (!(name in globalThis) && /^[A-Z]/.test(name)) globalThis[name] = window[name];
  }
  Object.assign(globalThis, { window, document: window.document });
  const frozen = new Date(NOW).getTime();
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length ? given : [frozen]));
    }
    static now() {
      return frozen;
    }
  };
  delete globalThis.process; // else the engine's XPath parser takes itself to be bundled for Node
  Math.random = randomFrom(seed ^ 0x5eed);
  let made = 0; // the engine tells its nodes apart by these
  globalThis.crypto.randomUUID = () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, "0")}`;
}

// Asking the server beside the socket: what came of it, in one word.

const PATIENCE = 15_000;

export class Requests {
  /** @param {string} token against forged requests */
  constructor(token) {
    this.token = token;
  }

  /**
   * Get an address, or post `body` to it.
   *
   * `outcome` is `told` (with the server's answer in `told`), `ended` (signed out, or nothing there for this
   * person), `later` (too often) or `away` (no answer, or none that counts).
   * @param {string} url
   * @param {object} [body]
   * @returns {Promise<{outcome: "told" | "ended" | "later" | "away", told?: object}>}
   */
  async ask(url, body) {
    const headers = { Accept: "application/json" };
    const options = { headers, redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
    if (body) {
      Object.assign(headers, { "Content-Type": "application/json", "X-CSRFToken": this.token });
      Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    }
    try {
      const answer = await fetch(url, options);
      if (answer.ok) return { outcome: "told", told: await answer.json() };
      return { outcome: outcomeOf(answer) };
    } catch {
      return { outcome: "away" };
    }
  }
}

function outcomeOf({ type, status }) {
  if (type === "opaqueredirect") return "ended"; // the way to the sign-in
  if (status === 429) return "later";
  return status >= 400 && status < 500 ? "ended" : "away";
}

// Jobs done one after another, for a later answer may hang on an earlier one.
export const AGAIN = Symbol("again");

export class Queue {
  #jobs = new Map();
  #work = null;
  #pause;

  constructor(pause = 3000) {
    this.#pause = pause;
  }

  get isBusy() {
    return this.#work !== null;
  }

  /** Resolves when nothing is left to do. */
  get idle() {
    return Promise.resolve(this.#work);
  }

  /** Do a job when its turn comes; it takes the place of one of the same name that has not begun. */
  add(name, job) {
    this.#jobs.set(name, job);
    this.#work ??= this.#workOff();
  }

  async #workOff() {
    await null; // whoever adds a job is done with the page by the time it runs
    for (const [name, job] of this.#jobs) { // sees what is added meanwhile
      this.#jobs.delete(name);
      while ((await job()) === AGAIN) await new Promise((resume) => setTimeout(resume, this.#pause));
    }
    this.#work = null;
  }
}

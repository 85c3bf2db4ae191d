/** How long to wait before the next try. */

const FIRST = 1000;
const LONGEST = 30_000;

/**
 * Twice as long after every failure, and never in step with the other browsers.
 * @param {number} failures
 * @param {() => number} [random]
 * @returns {number} milliseconds
 */
export function delay(failures, random = Math.random) {
  const most = Math.min(LONGEST, FIRST * 2 ** Math.max(0, failures - 1));
  return Math.round(most * (0.5 + random() / 2));
}

/** A wait that can be cut short. */
export class Pause {
  #wake = () => {};

  /** @param {number} milliseconds @returns {Promise<void>} */
  wait(milliseconds) {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  end() {
    this.#wake();
  }
}

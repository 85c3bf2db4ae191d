/** Lets the others know that this person types, every three seconds at most. */

import { post } from "ui/requests.js";

const PAUSE = 3000;

export class TypingPing {
  #address;
  #last = 0;

  /** @param {string} address */
  constructor(address) {
    this.#address = address;
  }

  ping() {
    if (Date.now() - this.#last < PAUSE) return;
    this.#last = Date.now();
    post(this.#address).catch(() => {}); // the next one may arrive; nobody misses this one
  }

  /** What was typed is sent; the next word is a new beginning. */
  rest() {
    this.#last = 0;
  }
}

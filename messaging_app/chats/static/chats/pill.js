/** The button above the composer that leads to the end: "3 new" when something came meanwhile. */

import { part } from "ui/parts.js";

export class Pill {
  #button;
  #label;
  #words;
  #count = 0;

  /** @param {HTMLElement | null} button */
  constructor(button) {
    this.#button = button;
    this.#label = button && part(button, "text");
    this.#words = this.#label?.textContent ?? "";
  }

  add() {
    this.#count += 1;
  }

  /** @param {boolean} isAtEnd */
  show(isAtEnd) {
    if (!this.#button) return;
    if (isAtEnd) this.#count = 0;
    this.#label.textContent = this.#count ? `${this.#count} new` : this.#words;
    this.#button.hidden = isAtEnd;
  }
}

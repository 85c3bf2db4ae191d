/** Who watches which conversation from where, as the tab that leads knows it. */

import { tab } from "chats/tabs.js";

const ANSWERS_WITHIN = 80;
const MOST = 20; // conversations that one stream follows
const PATIENCE = 3; // a tab that misses so many calls in a row is gone

export class Roll {
  /** @type {Map<string, {cursors: Record<string, number>, missed: number}>} */
  #tabs = new Map();
  /** How far the stream has told each conversation. @type {Map<string, number>} */
  #told = new Map();
  #tell;

  /** @param {(message: object) => void} tell the other tabs */
  constructor(tell) {
    this.#tell = tell;
  }

  /**
   * @param {() => Record<string, number>} own cursors of this tab
   * @returns {Promise<string>} the least cursor of each conversation, as the stream asks for it
   */
  async call(own) {
    for (const [name, entry] of this.#tabs) {
      if (++entry.missed > PATIENCE) this.forget(name);
    }
    this.#tell({ kind: "who" });
    await new Promise((done) => setTimeout(done, ANSWERS_WITHIN));
    this.#tabs.set(tab, { cursors: own(), missed: 0 });
    this.#told = this.#least();
    return [...this.#told].slice(-MOST).map(([id, seq]) => `${id}:${seq}`).join(",");
  }

  /**
   * @param {string} name of a tab
   * @param {Record<string, number>} cursors
   * @returns {boolean} whether it would miss something of the stream as it stands open
   */
  place(name, cursors) {
    this.#tabs.set(name, { cursors, missed: 0 });
    return Object.entries(cursors).some(([id, seq]) => !(seq >= this.#told.get(id)));
  }

  /** @param {string} name */
  forget(name) {
    this.#tabs.delete(name);
  }

  /** The stream no longer follows it: whoever watches it must ask anew. */
  drop(/** @type {string} */ conversation) {
    this.#told.delete(conversation);
  }

  /** @param {string} conversation @param {number} seq */
  note(conversation, seq) {
    this.#told.set(conversation, Math.max(seq, this.#told.get(conversation) ?? 0));
  }

  #least() {
    const least = new Map();
    for (const { cursors } of this.#tabs.values()) {
      for (const [id, seq] of Object.entries(cursors)) {
        least.set(id, Math.min(seq, least.get(id) ?? seq));
      }
    }
    return least;
  }
}

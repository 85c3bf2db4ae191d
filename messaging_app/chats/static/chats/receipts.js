/** Tells the server how far this person has received and read, a little later and all at once. */

import { receipts as address } from "chats/addresses.js";
import { delay } from "chats/backoff.js";
import { post, Refusal } from "ui/requests.js";

const TOGETHER = 300;

class Receipts {
  #read = new Map();
  #delivered = new Map();
  #timer = 0;
  #failures = 0;

  start() {
    addEventListener("online", () => this.#plan(0));
    addEventListener("pagehide", () => this.#send({ keepalive: true }));
  }

  /** @param {string} conversation @param {number} seq */
  read(conversation, seq) {
    this.#note(this.#read, conversation, seq);
  }

  /** @param {string} conversation @param {number} seq */
  deliver(conversation, seq) {
    this.#note(this.#delivered, conversation, seq);
  }

  #note(positions, conversation, seq) {
    positions.set(conversation, Math.max(seq, positions.get(conversation) ?? 0));
    this.#plan(TOGETHER);
  }

  #plan(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), milliseconds);
  }

  async #send(options = {}) {
    if (!this.#read.size && !this.#delivered.size) return;
    const [read, delivered] = [this.#read, this.#delivered];
    this.#read = new Map();
    this.#delivered = new Map();
    const body = { read: Object.fromEntries(read), delivered: Object.fromEntries(delivered) };
    try {
      await post(address, body, options);
      this.#failures = 0;
    } catch (error) {
      if (error instanceof Refusal && error.isFinal) return;
      for (const [id, seq] of read) this.#note(this.#read, id, seq);
      for (const [id, seq] of delivered) this.#note(this.#delivered, id, seq);
      this.#plan(delay(++this.#failures));
    }
  }
}

export const receipts = new Receipts();

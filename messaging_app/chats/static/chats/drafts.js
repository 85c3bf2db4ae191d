/** What was begun in a conversation: kept here at once, and on the server a little later. */

import { post } from "ui/requests.js";

const LATER = 800;
const MUCH_LATER = 10_000; // there was no connection

/** @typedef {{body: string, reply: {id: string, name: string, text: string} | null}} Draft */

export class Drafts {
  #key;
  #address;
  #timer = 0;
  /** @type {Draft | null} what the server does not know yet */
  #unsaved = null;

  /** @param {string} user @param {string} conversation @param {string} address */
  constructor(user, conversation, address) {
    this.#key = `${prefix(user)}${conversation}`;
    this.#address = address;
  }

  /** @returns {Draft | null} what an earlier page could not hand to the server */
  get unsaved() {
    try {
      return JSON.parse(localStorage.getItem(this.#key));
    } catch {
      return null; // no storage, or not ours
    }
  }

  /** @param {Draft} draft */
  keep(draft) {
    this.#unsaved = draft;
    try {
      localStorage.setItem(this.#key, JSON.stringify(draft));
    } catch {
      // A full or forbidden storage leaves the server's copy.
    }
    this.#plan(LATER);
  }

  /** @param {RequestInit} [options] */
  async save(options = {}) {
    const draft = this.#unsaved;
    clearTimeout(this.#timer);
    if (!draft) return;
    const { body, reply } = draft;
    await post(this.#address, new URLSearchParams({ body, reply_to: reply?.id ?? "" }), options);
    if (this.#unsaved === draft) this.#forget();
  }

  #plan(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save().catch(() => this.#plan(MUCH_LATER)), milliseconds);
  }

  /** The words were sent: the server forgets its copy with the next save. */
  clear() {
    this.keep({ body: "", reply: null });
  }

  #forget() {
    this.#unsaved = null;
    localStorage.removeItem(this.#key);
  }
}

/** Forget the drafts of a person who signs out. @param {string} user */
export function destroy(user) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix(user))) localStorage.removeItem(key);
  }
}

function prefix(user) {
  return `rapport-draft-${user}-`;
}

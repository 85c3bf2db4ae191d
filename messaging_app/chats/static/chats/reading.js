/** How far the person has read: only what was seen on a visible, focused screen. */

import { receipts } from "chats/receipts.js";

export class Reading {
  /** @type {number} the number up to which everything is read */
  position;
  #conversation;
  #watch = new AbortController();
  #isDue = false;
  #isHeld = false;

  /** @param {import("chats/conversation.js").Conversation} conversation @param {number} position */
  constructor(conversation, position) {
    this.#conversation = conversation;
    this.position = position;
    const { signal } = this.#watch;
    addEventListener("focus", () => this.look(), { signal });
    document.addEventListener("visibilitychange", () => this.look(), { signal });
  }

  stop() {
    this.#watch.abort();
  }

  /** Marked as unread: nothing counts as read until the conversation is opened again. */
  hold() {
    this.#isHeld = true;
  }

  /** Look what is on the screen; many calls in a moment are one. */
  look() {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      if (!this.#watch.signal.aborted) this.#note();
    }, 50);
  }

  #note() {
    if (this.#isHeld || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const { id, seen } = this.#conversation;
    if (seen <= this.position) return;
    this.position = seen;
    receipts.read(id, seen);
  }
}

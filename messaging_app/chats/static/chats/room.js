/** A conversation with everything around it, from being opened to being left. */

import { Actions } from "chats/actions.js";
import { Composer } from "chats/composer.js";
import { Conversation } from "chats/conversation.js";
import { Pending } from "chats/pending.js";
import * as places from "chats/places.js";
import { stream } from "chats/stream.js";

const SHOWN_FOR = 1500;

export class Room {
  #ends;
  #put = new AbortController();

  /**
   * @param {HTMLElement} section `.conversation`
   * @param {{me: string, outbox: import("chats/outbox.js").Outbox, reload: () => void}} given
   */
  constructor(section, { me, outbox, reload }) {
    const resume = () => stream.resume();
    this.conversation = new Conversation(section, { me, resume, reload });
    this.id = this.conversation.id;
    const form = section.querySelector("#composer");
    this.composer = form && new Composer(form, this.conversation, outbox, me);
    this.pending = new Pending(this.conversation, outbox, me);
    this.actions = new Actions(this, me);
    this.#ends = stream.watch(this.id, () => this.conversation.cursor);
    const { signal } = this.#put;
    addEventListener("pagehide", () => this.#remember(), { signal });
    document.addEventListener("htmx:beforeSwap", () => this.#remember(), { signal });
  }

  /** Show what was left here before, and go where the person wants to be. */
  async start() {
    await this.pending.start();
    await this.#land();
    if (!matchMedia("(pointer: coarse)").matches) this.composer?.focus();
    this.conversation.reading.look();
  }

  close() {
    this.#put.abort();
    this.#ends();
    this.actions.stop();
    this.pending.stop();
    this.composer?.stop();
    this.conversation.close();
  }

  /** @param {string} message @returns {Promise<void>} it is in sight, and shown for a moment */
  async jump(message) {
    const entry = await this.conversation.reach(message);
    if (!entry) return;
    this.conversation.scroll.toMiddle(entry);
    entry.classList.add("flash");
    entry.focus({ preventScroll: true });
    setTimeout(() => entry.classList.remove("flash"), SHOWN_FOR);
  }

  async #land() {
    const { scroll, pages } = this.conversation;
    const asked = new URLSearchParams(location.search).get("around");
    const wanted = asked ?? location.hash.match(/^#m-([0-9a-f-]{36})$/)?.[1];
    if (wanted) return this.jump(wanted).catch(() => scroll.toEnd());
    const first = document.getElementById("new");
    if (first) return scroll.to(first);
    const place = places.recall(this.id);
    if (place) {
      if (place.id.startsWith("m-")) await this.conversation.reach(place.id.slice(2)).catch(() => {});
      if (scroll.restore(place)) return;
    }
    if (pages.isAtEnd) scroll.toEnd();
  }

  #remember() {
    const { scroll, pages, section } = this.conversation;
    if (!section.isConnected) return;
    places.remember(this.id, scroll.isAtEnd && pages.isAtEnd ? null : scroll.place());
  }
}

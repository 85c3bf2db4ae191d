/** The open conversation: applies what happens in it, once and in order. */

import { conversation as at } from "chats/addresses.js";
import { dress, mark } from "chats/marks.js";
import { lastNumber, Pages } from "chats/pages.js";
import { Pill } from "chats/pill.js";
import { Reading } from "chats/reading.js";
import { Scroll } from "chats/scroll.js";
import { isMessage, remove, seq, upsert } from "chats/timeline.js";
import { element as made } from "ui/parts.js";
import { ask } from "ui/requests.js";

const REMEMBERED = 200;

/** @typedef {{conversation: string, seq: number, kind: string, target: string,
 *   html: string | null, day: {id: string, html: string} | null}} Change */

export class Conversation {
  /** @type {Change[]} */
  #recent = [];
  #missing = 0; // the cursor at which a gap was found

  /**
   * @param {HTMLElement} section `.conversation`
   * @param {{me: string, resume: () => void, reload: () => void}} asked
   */
  constructor(section, asked) {
    const scroller = section.querySelector("#messages");
    this.id = section.dataset.conversation;
    this.section = section;
    this.scroller = scroller;
    this.column = section.querySelector("#history");
    this.cursor = Number(scroller.dataset.cursor);
    this.asked = asked;
    this.at = at(this.id);
    this.positions = { read: number(scroller, "read"), delivered: number(scroller, "delivered") };
    this.scroll = new Scroll(scroller, this.column, () => this.#moved());
    this.reading = new Reading(this, number(scroller, "lastRead"));
    this.pill = new Pill(section.querySelector("#jump"));
    this.pages = new Pages(scroller, this.column, this.at.messages, {
      cursor: () => this.cursor,
      change: (act, since) => this.#insert(act, since),
    });
    this.#dressAll();
  }

  close() {
    this.scroll.stop();
    this.pages.stop();
    this.reading.stop();
  }

  /** The rule of the stream: the next number is applied, an old one dropped, a gap filled first. */
  take(/** @type {Change} */ change) {
    if (change.seq <= this.cursor) return;
    if (change.seq > this.cursor + 1) return this.#fill();
    this.scroll.keep(() => this.#apply(change));
    this.#recent = [...this.#recent.slice(-REMEMBERED), change];
    this.cursor = change.seq;
    this.scroller.dataset.cursor = String(change.seq);
    this.#moved();
  }

  /**
   * Puts a message on the page, or makes the one that is there look like it.
   * @param {HTMLElement} fresh @param {Change["day"]} [day]
   */
  show(fresh, day = null) {
    return this.scroll.keep(() => this.#put(fresh, day));
  }

  /** @param {{read: number, delivered: number}} positions of the one who is furthest behind */
  mark({ read, delivered }) {
    this.positions = { read, delivered };
    mark(this.column, this.positions);
  }

  /** @param {string} message @returns {Promise<HTMLElement | null>} wherever it is in the history */
  async reach(message) {
    const id = `m-${message}`;
    if (!document.getElementById(id)) await this.pages.around(message);
    return document.getElementById(id);
  }

  async toEnd() {
    if (!this.pages.isAtEnd) await this.pages.end();
    this.scroll.toEnd();
  }

  /** @param {string} message @param {boolean} isHidden deleted for me, perhaps on another device */
  async hide(message, isHidden) {
    const old = document.getElementById(`m-${message}`);
    if (isHidden) return old && this.scroll.keep(() => remove(old));
    const answer = await ask(this.at.message(message));
    return this.show(made(await answer.text()));
  }

  #apply({ kind, target, html, day, seq: number }) {
    if (html === null) return;
    const fresh = made(html);
    const isNew = kind === "message.created" || fresh.matches(".event");
    if (!isNew) {
      if (document.getElementById(target)) this.#put(fresh);
      return;
    }
    const isMine = fresh.dataset.sender === this.asked.me;
    if (this.pages.isAtEnd) this.#put(fresh, day);
    if (isMessage(fresh) && !isMine && number > this.reading.position) this.#count(fresh);
  }

  #put(fresh, day = null) {
    dress(fresh, this.asked.me);
    const entry = upsert(this.column, fresh, day);
    mark(entry.parentElement, this.positions, entry);
    return entry;
  }

  #count(fresh) {
    if (!this.scroll.isAtEnd || !this.pages.isAtEnd) this.pill.add();
    const name = fresh.querySelector(".who b")?.textContent ?? "";
    const words = fresh.querySelector(".words")?.textContent ?? "";
    this.section.querySelector("#announcer").textContent = `${name}: ${words}`;
  }

  #insert(act, since) {
    this.scroll.keep(() => {
      act();
      this.#dressAll();
      for (const change of this.#recent.filter((one) => one.seq > since)) this.#apply(change);
    });
  }

  #dressAll() {
    for (const message of this.column.querySelectorAll(".message")) dress(message, this.asked.me);
    mark(this.column, this.positions);
  }

  /** Everything after the cursor comes again; when that does not help, the page is read anew. */
  #fill() {
    if (this.#missing === this.cursor) return;
    this.#missing = this.cursor;
    this.asked.resume();
    setTimeout(() => this.#missing === this.cursor && this.asked.reload(), 5000);
  }

  #moved() {
    if (!this.pages) return; // while it is being made
    this.pill.show(this.scroll.isAtEnd && this.pages.isAtEnd);
    this.reading.look();
  }

  /** @returns {number} of the last entry on the page */
  get last() {
    return lastNumber(this.column);
  }

  /** @returns {number} of the last entry that the person can read now */
  get seen() {
    const entry = this.scroll.lastSeen();
    return entry ? seq(entry) : 0;
  }
}

function number(element, name) {
  return Number(element.dataset[name] ?? 0);
}

/** The pages of a history: the earlier and later ones as one scrolls, others by a jump. */

import { fragment } from "ui/parts.js";
import { ask } from "ui/requests.js";
import { joint, seq } from "chats/timeline.js";

const AHEAD = "800px";
const REST = 3000; // after a failure; a click on the link does not wait

export class Pages {
  #column;
  #address;
  #asked;
  #loading = null;
  #failedAt = 0;
  #watch;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} column
   * @param {string} address of the conversation's messages
   * @param {object} asked
   * @param {() => number} asked.cursor
   * @param {(act: () => void, since: number) => void} asked.change changes the column, then does
   *   again what happened after the number `since`: the page may have been read before it
   */
  constructor(scroller, column, address, asked) {
    this.#column = column;
    this.#address = address;
    this.#asked = asked;
    this.#watch = new IntersectionObserver((seen) => this.#meet(seen), {
      root: scroller,
      rootMargin: `${AHEAD} 0px`,
    });
    this.#observe();
  }

  /** Whether the page ends where the conversation ends. */
  get isAtEnd() {
    return !this.#column.querySelector(".newer");
  }

  stop() {
    this.#watch.disconnect();
  }

  /** @param {Element} link the way to an earlier or later page, which takes its place */
  async follow(link) {
    const { before, after } = link.dataset;
    this.#loading ??= this.#load(before ? { before } : { after }, (part) => {
      if (link.isConnected) this.#replace(link, part);
    });
    await this.#loading;
  }

  /** @param {string} message around which to show the history */
  around(message) {
    return this.#show(() => ({ around: message }));
  }

  end() {
    return this.#show(() => ({ before: this.#asked.cursor() + 1 }));
  }

  /** @param {() => object} place asked for only when nothing else is loading: much may happen */
  async #show(place) {
    await this.#loading?.catch(() => {});
    await this.#load(place(), (part) => {
      const waiting = [...this.#column.querySelectorAll("[data-client-id]:not([data-seq])")];
      const stays = ({ dataset }) => !part.querySelector(`[data-client-id="${dataset.clientId}"]`);
      this.#column.replaceChildren(part, ...waiting.filter(stays));
    });
  }

  async #load(place, put) {
    const since = this.#asked.cursor();
    try {
      const answer = await ask(`${this.#address}?${new URLSearchParams(place)}`);
      const part = fragment(await answer.text());
      part.querySelector("[data-changed]")?.remove(); // the stream has told it already
      this.#asked.change(() => put(part), since);
    } finally {
      this.#loading = null;
      this.#observe();
    }
  }

  #replace(link, part) {
    for (const entry of part.querySelectorAll("[data-seq]")) {
      if (document.getElementById(entry.id)) entry.remove();
    }
    const added = [...part.children];
    link.replaceWith(part);
    joint(this.#column, added);
  }

  #observe() {
    this.#watch.disconnect();
    for (const link of this.#column.querySelectorAll(".older, .newer")) this.#watch.observe(link);
  }

  #meet(seen) {
    const near = seen.find((one) => one.isIntersecting);
    if (near && Date.now() - this.#failedAt > REST) {
      this.follow(near.target).catch(() => (this.#failedAt = Date.now()));
    }
  }
}

/** @param {HTMLElement} column @returns {number} of the last stored entry, 0 when there is none */
export function lastNumber(column) {
  const last = [...column.children].findLast((one) => one.dataset.seq);
  return last ? seq(last) : 0;
}

/** The scroller of a conversation: it sticks to the end, and above it nothing ever jumps. */

const NEAR = 48;
const BELOW_TOP = 72;

export class Scroll {
  isAtEnd = true;
  #element;
  #column;
  #asked;
  #watch = new AbortController();
  #resized = new ResizeObserver(() => this.isAtEnd && this.toEnd());

  /**
   * @param {HTMLElement} element the scroller
   * @param {HTMLElement} column what it scrolls
   * @param {() => void} moved
   */
  constructor(element, column, moved) {
    this.#element = element;
    this.#column = column;
    this.#asked = moved;
    element.style.overflowAnchor = "none"; // the browser's own anchoring would count twice
    const { signal } = this.#watch;
    element.addEventListener("scroll", () => this.#note(), { passive: true, signal });
    this.#resized.observe(element);
    this.#resized.observe(column);
  }

  stop() {
    this.#watch.abort();
    this.#resized.disconnect();
  }

  toEnd() {
    this.#element.scrollTop = this.#element.scrollHeight;
    this.#note();
  }

  /** @param {HTMLElement} entry @param {number} [below] pixels under the top edge */
  to(entry, below = BELOW_TOP) {
    this.#element.scrollTop += this.#top(entry) - below;
    this.#note();
  }

  /** @param {HTMLElement} entry in the middle of what is seen */
  toMiddle(entry) {
    this.to(entry, Math.max(BELOW_TOP, (this.#element.clientHeight - entry.offsetHeight) / 2));
  }

  /**
   * Changes the column; what the person looks at stays where it is.
   * @template T @param {() => T} act @returns {T}
   */
  keep(act) {
    if (this.isAtEnd) {
      const result = act();
      this.toEnd();
      return result;
    }
    const seen = this.place();
    const result = act();
    this.restore(seen);
    return result;
  }

  /** @returns {{id: string, below: number} | null} the first message that is seen, and where */
  place() {
    const entries = this.#entries();
    const isBelow = (entry) => this.#top(entry) + entry.offsetHeight > 0;
    const first = entries[firstOf(entries, isBelow)];
    return first ? { id: first.id, below: this.#top(first) } : null;
  }

  /** @param {{id: string, below: number} | null} seen @returns {boolean} */
  restore(seen) {
    const entry = seen && document.getElementById(seen.id);
    if (entry) this.to(entry, seen.below);
    return Boolean(entry);
  }

  /** @returns {HTMLElement | undefined} the last entry that can be read now */
  lastSeen() {
    const { clientHeight } = this.#element;
    if (!clientHeight) return undefined;
    const entries = this.#entries();
    const isHidden = (entry) => {
      const needed = Math.min(entry.offsetHeight, clientHeight / 2);
      return this.#top(entry) + needed > clientHeight + 1;
    };
    return entries[firstOf(entries, isHidden) - 1];
  }

  #note() {
    const { scrollHeight, scrollTop, clientHeight } = this.#element;
    this.isAtEnd = scrollHeight - scrollTop - clientHeight <= NEAR;
    this.#element.classList.toggle("at-end", this.isAtEnd);
    this.#asked();
  }

  #entries() {
    return [...this.#column.children].filter((entry) => entry.dataset.seq);
  }

  #top(entry) {
    return entry.getBoundingClientRect().top - this.#element.getBoundingClientRect().top;
  }
}

/** @returns {number} the index of the first entry, going down, for which it is true */
function firstOf(entries, isTrue) {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(entries[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

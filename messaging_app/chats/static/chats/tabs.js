/** The tabs of one person in one browser: one of them leads, and they talk to each other. */

/** @returns {string} a UUID; `crypto.randomUUID` is missing where the page is not secure */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The name of this tab among the others. */
export const tab = uuid();

/** Messages between tabs. A tab does not hear itself. */
export class Line {
  #channel;

  /** @param {string} name @param {(message: object) => void} hear */
  constructor(name, hear) {
    this.name = name;
    this.hear = hear;
    this.open();
  }

  open() {
    if (this.#channel || !("BroadcastChannel" in window)) return;
    this.#channel = new BroadcastChannel(this.name);
    this.#channel.onmessage = ({ data }) => data.to && data.to !== tab || this.hear(data);
  }

  close() {
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** @param {object} message `to` names the one tab it is for */
  tell(message) {
    this.#channel?.postMessage({ ...message, from: tab });
  }
}

/**
 * Runs `act` while no other tab runs something under this name; at once where locks are missing.
 * @param {string} name
 * @param {() => Promise<unknown>} act
 * @param {AbortSignal} [signal] ends the waiting
 */
export function alone(name, act, signal) {
  if (!navigator.locks) return act();
  return navigator.locks.request(name, { signal }, act);
}

/** To be the one tab that leads, as long as this page lives. */
export class Leadership {
  #waiting = null;
  #resign = () => {};

  /** @param {string} name @param {{lead: () => void, resign: () => void}} duties */
  constructor(name, duties) {
    this.name = name;
    this.duties = duties;
  }

  seek() {
    if (this.#waiting) return;
    this.#waiting = new AbortController();
    const reign = () => {
      this.duties.lead();
      return new Promise((done) => {
        this.#resign = done;
      });
    };
    alone(this.name, reign, this.#waiting.signal).catch(() => {});
  }

  /** Before the page is put away, so that another tab takes over at once. */
  leave() {
    this.#waiting?.abort();
    this.#waiting = null;
    this.duties.resign();
    this.#resign();
  }
}

/** The stream kept open: after every end it is opened again, at an address asked for anew. */

import { delay, Pause } from "chats/backoff.js";
import { Closed, listen } from "chats/listen.js";

const DOUBTFUL = 20_000; // after a sleep, so long without a word is a reason to ask again

/** @typedef {"connecting" | "connected" | "offline"} State */

export class Connection {
  /** @type {State} */
  state = "connecting";
  #asked;
  #isWanted = false;
  #isRestarting = false;
  #ordered = 0; // the server's own wish: open again after so many milliseconds
  #failures = 0;
  #heardAt = 0;
  #attempt = new AbortController();
  #pause = new Pause();

  /**
   * @param {object} asked
   * @param {() => Promise<string>} asked.address
   * @param {(sent: import("chats/sse.js").Sent) => void} asked.hear
   * @param {(state: State) => void} asked.change
   * @param {() => void} asked.refuse the session has ended
   */
  constructor(asked) {
    this.#asked = asked;
  }

  start() {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#keepOpen();
  }

  stop() {
    this.#isWanted = false;
    this.#end();
  }

  /** @param {number} [after] milliseconds */
  restart(after = 0) {
    this.#isRestarting = true;
    this.#ordered = after;
    this.#end();
  }

  /** Something happened after which a try may succeed, or the stream may turn out dead. */
  wake() {
    const isDoubtful = Date.now() - this.#heardAt > DOUBTFUL;
    if (this.state === "connected" && !isDoubtful) return;
    this.#failures = 0;
    this.restart();
  }

  /** The network is gone. */
  lose() {
    this.#become("offline");
    this.#end();
  }

  #end() {
    this.#attempt.abort();
    this.#pause.end();
  }

  async #keepOpen() {
    while (this.#isWanted) {
      this.#isRestarting = false;
      this.#attempt = new AbortController();
      await this.#try(this.#attempt);
      if (!this.#isWanted) break;
      await this.#pause.wait(this.#isRestarting ? this.#ordered : this.#fail());
    }
  }

  async #try(attempt) {
    const hear = (sent) => this.#hear(sent);
    const beat = () => (this.#heardAt = Date.now());
    try {
      await listen(await this.#asked.address(), attempt, { hear, beat });
    } catch (error) {
      if (!(error instanceof Closed)) return; // no network, or ended by this side
      if (error.isCrowded) this.#failures += 3;
      if (error.isSignedOut) this.stop();
      if (error.isSignedOut) this.#asked.refuse();
    }
  }

  #hear(sent) {
    this.#failures = 0;
    this.#become("connected");
    this.#asked.hear(sent);
  }

  #fail() {
    this.#become(navigator.onLine ? "connecting" : "offline");
    return delay(++this.#failures);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.#asked.change(state);
  }
}

/** What happens on the server, told to this tab. One tab holds the stream for all. */

import { Connection } from "chats/connection.js";
import { Roll } from "chats/roll.js";
import { Leadership, Line, tab } from "chats/tabs.js";

const TOGETHER = 50; // tabs that open at the same time cause one opening of the stream

class Stream extends EventTarget {
  /** @type {import("chats/connection.js").State} */
  state = "connecting";
  isLeading = false;
  /** @type {Map<string, () => number>} */
  #watched = new Map();
  #roll = new Roll((message) => this.#line.tell(message));
  #timer = 0;
  #connection = new Connection({
    address: () => this.#address(),
    hear: (sent) => this.#share(sent),
    change: (state) => this.#say(state),
    refuse: () => this.#share({ event: "end", data: '{"reason": "expired"}' }),
  });
  #line;
  #leadership;

  /** @param {string} user nothing is shared between the tabs of different people */
  start(user) {
    this.#line = new Line(`rapport-stream-${user}`, (message) => this.#hear(message));
    this.#leadership = new Leadership(`rapport-stream-${user}`, {
      lead: () => this.#lead(),
      resign: () => this.#resign(),
    });
    this.#leadership.seek();
    this.#announce("new");
    this.#wakeWithThePage();
  }

  /**
   * @param {string} conversation
   * @param {() => number} cursor up to which number the page holds everything
   * @returns {() => void} ends it
   */
  watch(conversation, cursor) {
    this.#watched.set(conversation, cursor);
    this.#announce("new");
    return () => this.#watched.get(conversation) === cursor && this.#watched.delete(conversation);
  }

  /** Hear everything after the cursors again: something was missed. */
  resume() {
    this.#announce("behind");
  }

  /** @param {string} kind @param {(data: any) => void} listener */
  on(kind, listener) {
    this.addEventListener(kind, ({ detail }) => listener(detail));
  }

  /** End for good: the session is over. */
  close() {
    this.#leadership?.leave();
    this.#line?.close();
  }

  #lead() {
    this.isLeading = true;
    this.#connection.start();
  }

  #resign() {
    this.isLeading = false;
    this.#connection.stop();
  }

  async #address() {
    const at = await this.#roll.call(() => this.#cursors());
    const address = new URLSearchParams({ at });
    const version = document.getElementById("rows")?.dataset.listVersion;
    if (version) address.set("list", version);
    return `/stream/?${address}`;
  }

  /** The leader hears the server; what it hears, it tells everyone. */
  #share({ event, data }) {
    const said = JSON.parse(data);
    if (event === "reconnect") return this.#connection.restart(said.after);
    if (event === "reset") this.#roll.drop(said.conversation);
    if (event === "change") this.#roll.note(said.conversation, said.seq);
    this.#line.tell({ kind: "event", event, said });
    this.#deliver(event, said);
  }

  #say(state) {
    this.#line.tell({ kind: "state", state });
    this.#become(state);
  }

  #hear(message) {
    if (!this.isLeading && message.kind === "event") this.#deliver(message.event, message.said);
    if (!this.isLeading && message.kind === "state") this.#become(message.state);
    if (message.kind === "who") this.#announce("here");
    if (message.kind === "bye") this.#roll.forget(message.from);
    if (["new", "behind", "here"].includes(message.kind)) this.#place(message);
  }

  #place(message) {
    if (!this.isLeading) return;
    if (message.kind === "new") this.#line.tell({ kind: "state", state: this.state });
    const isMissing = this.#roll.place(message.from, message.cursors);
    if (isMissing || message.kind === "behind") this.#reopen();
  }

  #announce(kind) {
    const cursors = this.#cursors();
    if (this.isLeading) this.#place({ kind, from: tab, cursors });
    else this.#line?.tell({ kind, cursors });
  }

  #reopen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.isLeading && this.#connection.restart(), TOGETHER);
  }

  #cursors() {
    return Object.fromEntries([...this.#watched].map(([id, cursor]) => [id, cursor()]));
  }

  #deliver(event, said) {
    this.dispatchEvent(new CustomEvent(event, { detail: said }));
  }

  #become(state) {
    this.state = state;
    this.#deliver("state", state);
  }

  #wakeWithThePage() {
    const wake = () => this.isLeading && this.#connection.wake();
    addEventListener("online", wake);
    addEventListener("offline", () => this.isLeading && this.#connection.lose());
    document.addEventListener("resume", wake);
    document.addEventListener("visibilitychange", () => document.hidden || wake());
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#return());
  }

  #leave() {
    this.#line.tell({ kind: "bye" });
    this.#leadership.leave();
    this.#line.close();
  }

  #return() {
    this.#line.open();
    this.#leadership.seek();
    this.#announce("new");
  }
}

export const stream = new Stream();

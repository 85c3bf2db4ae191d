/** What this person wrote and the server has not confirmed yet. It outlives the page. */

import { Sender } from "chats/sender.js";
import { Line, uuid } from "chats/tabs.js";

/**
 * @typedef {object} Item
 * @property {string} key sorts the items in the order they were written
 * @property {string} client_id by which the server knows a repeat
 * @property {string} conversation
 * @property {string} body
 * @property {{id: string, name: string, text: string} | null} reply
 * @property {import("chats/uploads.js").Upload[]} files
 * @property {"queued" | "sending" | "failed"} state
 * @property {string} reason why it failed, in words
 * @property {boolean} isFinal whether only the person can decide what to do with it
 * @property {boolean} isTaken whether other words have its client_id
 * @property {string} at when it was written
 */

export class Outbox extends EventTarget {
  #store;
  #line;
  #sender;
  #latest = 0;

  /** @param {string} user @param {import("chats/store.js").Store} store */
  constructor(user, store) {
    super();
    this.#store = store;
    this.#line = new Line(`rapport-outbox-${user}`, ({ kind, detail }) => this.#emit(kind, detail));
    this.#sender = new Sender(user, {
      next: (conversation) => this.#next(conversation),
      keep: (item) => this.#keep(item),
      settle: (item) => this.#settle(item),
    });
  }

  /** Take up what an earlier page left behind. */
  async start() {
    for (const { conversation } of await this.#all()) this.#sender.send(conversation);
    addEventListener("online", () => this.retryAll());
    addEventListener("pagehide", () => this.#line.close());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#line.open());
  }

  /**
   * @param {Pick<Item, "conversation" | "body" | "reply" | "files"> & {client_id?: string}} written
   * @returns {Promise<Item>} kept, and on its way
   */
  async add(written) {
    this.#latest = Math.max(Date.now(), this.#latest + 1);
    const at = new Date(this.#latest).toISOString();
    const client_id = written.client_id || uuid();
    const fresh = { state: "queued", reason: "", isFinal: false, isTaken: false };
    const item = { ...written, ...fresh, client_id, at, key: `${at}-${client_id}` };
    this.#emit("changed", item);
    await this.#keep(item);
    this.#sender.send(item.conversation);
    return item;
  }

  /** @param {string} conversation @returns {Promise<Item[]>} in the order they were written */
  async of(conversation) {
    return (await this.#all()).filter((item) => item.conversation === conversation);
  }

  /** @param {string} client_id */
  async retry(client_id) {
    const item = await this.#find(client_id);
    if (!item) return;
    if (item.isTaken) {
      await this.discard(client_id);
      await this.add({ ...item, client_id: "" });
    } else {
      await this.#keep({ ...item, state: "queued", reason: "", isFinal: false });
      this.#sender.hurry(item.conversation);
    }
  }

  /** The connection is back: nobody has to press anything. */
  async retryAll() {
    for (const item of await this.#all()) {
      if (!item.isFinal) this.#sender.hurry(item.conversation);
    }
  }

  /** @param {string} client_id */
  async discard(client_id) {
    const item = await this.#find(client_id);
    if (!item) return;
    await this.#store.remove(item.key);
    this.#tell("discarded", { client_id, conversation: item.conversation });
  }

  /** The server's own copy of a message came by another way. @param {string} client_id */
  async confirm(client_id) {
    const item = await this.#find(client_id);
    if (item) await this.#store.remove(item.key);
  }

  /** The person signs out: nothing is sent or shown any more. */
  stop() {
    this.#sender.stop();
    this.#line.close();
  }

  async #next(conversation) {
    return (await this.of(conversation)).find((item) => !item.isFinal);
  }

  async #keep(item) {
    await this.#store.put(item);
    this.#tell("changed", item);
  }

  async #settle(item) {
    await this.#store.remove(item.key);
    this.#tell("sent", { client_id: item.client_id, conversation: item.conversation });
  }

  async #find(client_id) {
    return (await this.#all()).find((item) => item.client_id === client_id);
  }

  async #all() {
    return this.#store.all();
  }

  #tell(kind, detail) {
    this.#line.tell({ kind, detail });
    this.#emit(kind, detail);
  }

  #emit(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

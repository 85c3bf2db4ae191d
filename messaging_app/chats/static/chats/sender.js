/** Sends what waits, one after the other in each conversation, from one tab at a time. */

import { conversation as at } from "chats/addresses.js";
import { delay, Pause } from "chats/backoff.js";
import { alone } from "chats/tabs.js";
import { upload } from "chats/uploads.js";
import { post, Refusal, Unreachable } from "ui/requests.js";

const GIVES_WARNING = 4; // failures in a row after which the person is told

/** @typedef {import("chats/outbox.js").Item} Item */

export class Sender {
  #user;
  #box;
  #isStopped = false;
  /** @type {Map<string, Pause>} conversations that this tab sends, or waits to send */
  #active = new Map();

  /**
   * @param {string} user
   * @param {object} box
   * @param {(conversation: string) => Promise<Item | undefined>} box.next
   * @param {(item: Item) => Promise<void>} box.keep
   * @param {(item: Item) => Promise<void>} box.settle
   */
  constructor(user, box) {
    this.#user = user;
    this.#box = box;
  }

  /** @param {string} conversation */
  async send(conversation) {
    if (this.#active.has(conversation) || this.#isStopped) return;
    this.#active.set(conversation, new Pause());
    try {
      await alone(`rapport-send-${this.#user}-${conversation}`, () => this.#drain(conversation));
    } finally {
      this.#active.delete(conversation);
    }
    if (await this.#box.next(conversation)) this.send(conversation);
  }

  /** Do not wait any longer. @param {string} conversation */
  hurry(conversation) {
    this.#active.get(conversation)?.end();
    this.send(conversation);
  }

  stop() {
    this.#isStopped = true;
    for (const pause of this.#active.values()) pause.end();
  }

  async #drain(conversation) {
    let failures = 0;
    for (;;) {
      const item = await this.#box.next(conversation);
      if (!item || this.#isStopped) return;
      try {
        await this.#deliver(item);
        failures = 0;
      } catch (error) {
        const isFinal = error instanceof Refusal && error.isFinal;
        if (!isFinal) failures += 1;
        await this.#box.keep(failed(item, error, failures));
        if (!isFinal) await this.#active.get(conversation).wait(delay(failures));
      }
    }
  }

  async #deliver(item) {
    if (item.state !== "sending") await this.#box.keep((item = { ...item, state: "sending" }));
    const form = new URLSearchParams();
    form.set("client_id", item.client_id);
    form.set("body", item.body);
    if (item.reply) form.set("reply_to", item.reply.id);
    for (const id of await this.#upload(item)) form.append("attachments", id);
    // Only that it is stored: the stream brings it as everybody sees it.
    await post(at(item.conversation).messages, form, { headers: { Accept: "application/json" } });
    await this.#box.settle(item);
  }

  /** Files go first; what has arrived does not go again. */
  async #upload(item) {
    for (const file of item.files.filter(({ id }) => !id)) {
      file.id = (await upload(file)).id;
      await this.#box.keep(item);
    }
    return item.files.map(({ id }) => id);
  }
}

/** @returns {Item} */
function failed(item, error, failures) {
  if (error instanceof Refusal && error.isFinal) {
    const isTaken = error.status === 409;
    return { ...item, state: "failed", isFinal: true, isTaken, reason: error.message };
  }
  const isTelling = failures >= GIVES_WARNING && navigator.onLine;
  const reason = error instanceof Unreachable ? "" : error.message;
  return { ...item, state: isTelling ? "failed" : "queued", reason };
}

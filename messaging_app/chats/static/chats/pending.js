/** Bubbles of what the server has not confirmed: there at once, and settled without moving. */

import { append, remove } from "chats/timeline.js";
import { clone, part } from "ui/parts.js";
import { clock } from "ui/time.js";

/** @typedef {import("chats/outbox.js").Item} Item */

export class Pending {
  #conversation;
  #outbox;
  #me;
  #watch = new AbortController();

  /**
   * @param {import("chats/conversation.js").Conversation} conversation
   * @param {import("chats/outbox.js").Outbox} outbox
   * @param {string} me
   */
  constructor(conversation, outbox, me) {
    this.#conversation = conversation;
    this.#outbox = outbox;
    this.#me = me;
    this.#hear("changed", (item) => this.#show(item));
    this.#hear("sent", ({ client_id }) => this.#settle(client_id));
    this.#hear("discarded", ({ client_id }) => this.#drop(client_id));
  }

  /** What was written here before, perhaps on an earlier page. */
  async start() {
    for (const item of await this.#outbox.of(this.#conversation.id)) this.#show(item);
  }

  stop() {
    this.#watch.abort();
  }

  /** @param {Item} item */
  #show(item) {
    const there = this.#find(item.client_id);
    if (there?.dataset.seq) return this.#outbox.confirm(item.client_id);
    const bubble = there ?? bubbleOf(item, this.#me);
    if (!there) this.#conversation.scroll.keep(() => append(this.#conversation.column, bubble));
    this.#conversation.scroll.keep(() => this.#say(bubble, item));
  }

  #say(bubble, { state, reason, client_id }) {
    for (const name of ["queued", "sending", "failed"]) {
      bubble.classList.toggle(name, name === state);
    }
    const line = bubble.querySelector(".failure");
    if (state !== "failed") return line?.remove();
    const failure = line ?? clone("failure-template");
    if (reason) part(failure, "why").textContent = reason;
    part(failure, "retry").onclick = () => this.#outbox.retry(client_id);
    part(failure, "discard").onclick = () => this.#outbox.discard(client_id);
    if (!line) bubble.querySelector(".stack").append(failure);
  }

  /** It is stored. The stream brings the server's own copy, which takes the place of this one. */
  #settle(client_id) {
    const bubble = this.#find(client_id);
    if (!bubble || bubble.dataset.seq) return;
    bubble.classList.remove("queued", "sending", "failed");
    bubble.querySelector(".failure")?.remove();
    const tick = bubble.querySelector(".tick");
    tick.dataset.tick = "sent";
    tick.ariaLabel = tick.dataset.sent;
  }

  #drop(client_id) {
    const bubble = this.#find(client_id);
    if (bubble && !bubble.dataset.seq) this.#conversation.scroll.keep(() => remove(bubble));
  }

  #find(client_id) {
    return this.#conversation.column.querySelector(`[data-client-id="${client_id}"]`);
  }

  #hear(kind, listener) {
    const { signal } = this.#watch;
    const isHere = ({ conversation }) => conversation === this.#conversation.id;
    const hear = ({ detail }) => isHere(detail) && listener(detail);
    this.#outbox.addEventListener(kind, hear, { signal });
  }
}

/** @param {Item} item @param {string} me @returns {HTMLElement} */
function bubbleOf(item, me) {
  const bubble = clone("message-template");
  bubble.id = `m-${item.client_id}`;
  Object.assign(bubble.dataset, { clientId: item.client_id, sender: me, at: item.at });
  const time = bubble.querySelector("time");
  time.dateTime = item.at;
  time.textContent = clock(new Date(item.at));
  const words = bubble.querySelector(".words");
  words.innerText = item.body; // as text: line breaks become <br>, nothing else means anything
  if (item.reply) words.before(quoteOf(item.reply));
  for (const file of item.files) words.before(fileOf(file));
  return bubble;
}

function quoteOf({ id, name, text }) {
  const quote = Object.assign(document.createElement("a"), { className: "quote", href: `#m-${id}` });
  Object.assign(quote.dataset, { action: "jump", message: id });
  const who = Object.assign(document.createElement("b"), { textContent: name });
  const words = Object.assign(document.createElement("span"), { className: "cut" });
  words.textContent = text;
  quote.append(who, words);
  return quote;
}

function fileOf({ name, blob }) {
  const file = document.createElement("span");
  if (blob.type.startsWith("image/")) {
    const image = Object.assign(document.createElement("img"), { alt: name });
    image.src = URL.createObjectURL(blob);
    image.onload = () => URL.revokeObjectURL(image.src);
    file.className = "file image";
    file.append(image);
  } else {
    file.className = "file document";
    file.append(Object.assign(document.createElement("span"), { className: "cut", textContent: name }));
  }
  return file;
}

/** Where one writes: it is never disabled, and nothing that was typed gets lost. */

import { Drafts } from "chats/drafts.js";
import { Mentions } from "chats/mentions.js";
import { Strip } from "chats/strip.js";
import { receive, Tray } from "chats/tray.js";
import { TypingPing } from "chats/typing_ping.js";
import { element as made } from "ui/parts.js";
import { isComposing } from "ui/keys.js";
import { show as showPopover } from "ui/popover.js";
import { post } from "ui/requests.js";
import { toast } from "ui/toast.js";

const COUNTS_FROM = 500; // characters left

export class Composer {
  #form;
  #body;
  #conversation;
  #outbox;
  #before = ""; // what an edit interrupted
  #isSaving = false;
  #recorder = null;
  #watch = new AbortController();

  /**
   * @param {HTMLFormElement} form
   * @param {import("chats/conversation.js").Conversation} conversation
   * @param {import("chats/outbox.js").Outbox} outbox
   * @param {string} me
   */
  constructor(form, conversation, outbox, me) {
    this.#form = form;
    this.#body = form.elements.body;
    this.#conversation = conversation;
    this.#outbox = outbox;
    this.strip = new Strip(form);
    this.tray = new Tray(form.querySelector("#pending"), () => this.#look());
    this.drafts = new Drafts(me, conversation.id, form.dataset.draftUrl);
    this.typing = new TypingPing(form.dataset.typingUrl);
    this.mentions = new Mentions(form, conversation);
    this.#restore();
    this.#listen();
  }

  stop() {
    this.#recorder?.stop();
    this.drafts.save().catch(() => {});
    this.#watch.abort();
  }

  focus() {
    this.#body.focus({ preventScroll: true });
    this.#body.setSelectionRange(this.#body.value.length, this.#body.value.length);
  }

  /** @param {import("chats/strip.js").Reply} reply */
  answer(reply) {
    if (this.strip.editing) this.cancel();
    this.strip.answer(reply);
    this.#keep();
    this.focus();
  }

  /** @param {HTMLElement} message of mine */
  edit(message) {
    const source = message.querySelector(".words")?.dataset.source;
    if (source === undefined) return;
    if (!this.strip.editing) this.#before = this.#body.value;
    this.strip.edit(message.id.slice(2), source);
    this.#write(source);
    this.focus();
  }

  /** @returns {boolean} whether there was something to cancel */
  cancel() {
    if (!this.strip.isOpen) return false;
    const wasEditing = this.strip.editing;
    this.strip.clear();
    if (wasEditing) this.#write(this.#before);
    else this.#keep();
    this.focus();
    return true;
  }

  /** @param {string} text at the caret, as if typed */
  insert(text) {
    const { selectionStart, selectionEnd } = this.#body;
    this.#body.focus({ preventScroll: true });
    this.#body.setRangeText(text, selectionStart, selectionEnd, "end");
    this.#body.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {Iterable<File>} files */
  attach(files) {
    this.tray.add(files);
    this.focus();
  }

  send() {
    if (!this.#maySend()) return this.#body.focus();
    if (this.strip.editing) return this.#saveEdit();
    const written = {
      conversation: this.#conversation.id,
      body: this.#body.value,
      reply: this.strip.reply,
      files: this.tray.take(),
    };
    this.strip.answer(null);
    this.#write("");
    this.drafts.clear();
    this.typing.rest();
    this.#outbox.add(written);
    this.#conversation.toEnd().catch(() => {});
    this.#body.focus({ preventScroll: true });
  }

  async #saveEdit() {
    if (this.#isSaving) return;
    this.#isSaving = true;
    const { editing } = this.strip;
    const words = new URLSearchParams({ body: this.#body.value });
    try {
      const answer = await post(this.#conversation.at.revisions(editing), words);
      const fresh = made(await answer.text());
      if (fresh?.id === `m-${editing}`) this.#conversation.show(fresh);
      if (this.strip.editing === editing) this.cancel();
    } catch (error) {
      toast(error.status ? error.message : "Not saved, no connection.", { isBad: true });
    } finally {
      this.#isSaving = false;
    }
  }

  #maySend() {
    const hasWords = this.#body.value.trim() !== "";
    const hasFiles = !this.tray.isEmpty && !this.strip.editing;
    return (hasWords || hasFiles) && this.#left() >= 0 && !this.tray.isBlocked;
  }

  #left() {
    return Number(this.#form.dataset.limit) - [...this.#body.value].length;
  }

  #restore() {
    const kept = this.drafts.unsaved;
    if (kept && !this.strip.editing) {
      this.strip.answer(kept.reply);
      this.#body.value = kept.body;
      this.drafts.keep(kept);
    }
    this.#look();
  }

  #write(text) {
    this.#body.value = text;
    this.#look();
  }

  #keep() {
    if (this.strip.editing) return;
    this.drafts.keep({ body: this.#body.value, reply: this.strip.reply });
  }

  /** Size, counter and button follow what is written. */
  #look() {
    const { style } = this.#body;
    if (!CSS.supports("field-sizing", "content")) {
      style.height = "auto";
      style.height = `${this.#body.scrollHeight}px`;
    }
    const left = this.#left();
    const counter = this.#form.querySelector("#counter");
    counter.hidden = left > COUNTS_FROM;
    counter.textContent = String(left);
    counter.classList.toggle("over", left < 0);
    this.#form.querySelector(".send").classList.toggle("ready", this.#maySend());
  }

  #listen() {
    const { signal } = this.#watch;
    const form = this.#form;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    }, { signal });
    this.#body.addEventListener("input", () => this.#typed(), { signal });
    this.#body.addEventListener("keydown", (event) => this.#press(event), { signal });
    form.elements.files.addEventListener("change", ({ target }) => {
      this.attach([...target.files]);
      target.value = "";
    }, { signal });
    form.addEventListener("click", (event) => this.#act(event), { signal });
    receive(this.#conversation.section, (files) => this.attach(files), signal);
    addEventListener("pagehide", () => this.drafts.save({ keepalive: true }).catch(() => {}), {
      signal,
    });
  }

  #act(event) {
    const button = event.target.closest("[data-action]");
    const acts = {
      cancel: () => this.cancel(),
      emoji: () => this.#chooseEmoji(button),
      record: () => this.#record(),
    };
    const act = acts[button?.dataset.action];
    if (!act) return;
    event.preventDefault();
    act();
  }

  async #chooseEmoji(button) {
    const { EmojiPicker } = await import("chats/later/emoji.js");
    const picker = new EmojiPicker((emoji) => {
      close();
      this.insert(emoji);
    });
    const close = showPopover(picker.element, button, { sheet: true });
    picker.focus();
  }

  async #record() {
    const { Recorder } = await import("chats/later/recorder.js");
    this.#recorder ??= new Recorder(this.#form.querySelector(".composer"), (file) => {
      this.tray.add([file]);
      this.send();
    });
    this.#recorder.start();
  }

  #typed() {
    this.#look();
    this.#keep();
    this.mentions.look();
    if (this.#body.value) this.typing.ping();
  }

  #press(event) {
    if (isComposing(event) || this.mentions.press(event)) return;
    if (event.key === "Enter" && isSending(event)) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.cancel()) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "ArrowUp" && !this.#body.value && !event.altKey) {
      const last = [...this.#conversation.column.querySelectorAll(".message.mine[data-seq]")].findLast(
        (message) => message.querySelector(".words[data-source]"),
      );
      if (last) event.preventDefault();
      if (last) this.edit(last);
    }
  }
}

/** Enter sends and Shift+Enter breaks the line, or the other way round, as the person likes it. */
function isSending({ shiftKey, ctrlKey, metaKey, altKey }) {
  if (altKey) return false;
  const isPlain = !shiftKey && !ctrlKey && !metaKey;
  return document.body.dataset.enter === "send" ? isPlain || ctrlKey || metaKey : !isPlain;
}

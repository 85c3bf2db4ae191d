/** What one can do with a message: its bar, its menu, its keys. */

import { toggle } from "chats/reactions.js";
import { confirm } from "ui/dialog.js";
import { items, walk } from "ui/menu.js";
import { element as made, fragment } from "ui/parts.js";
import { show as showPopover } from "ui/popover.js";
import { ask, post } from "ui/requests.js";
import { toast } from "ui/toast.js";

const LONG = 500;

export class Actions {
  #room;
  #me;
  #close = () => {};
  #watch = new AbortController();

  /** @param {import("chats/room.js").Room} room @param {string} me */
  constructor(room, me) {
    this.#room = room;
    this.#me = me;
    const { scroller } = room.conversation;
    const { signal } = this.#watch;
    scroller.addEventListener("click", (event) => this.#click(event), { signal });
    scroller.addEventListener("submit", (event) => this.#submit(event), { signal });
    scroller.addEventListener("keydown", (event) => this.#press(event), { signal });
    this.#holdForMenu(scroller, signal);
    room.conversation.section.querySelector("#jump")?.addEventListener("click", () => {
      room.conversation.toEnd().catch(unreachable);
    }, { signal });
  }

  stop() {
    this.#close();
    this.#watch.abort();
  }

  /** @param {HTMLElement} message */
  reply(message) {
    const name = message.querySelector(".who b")?.textContent ?? "";
    const text = (message.querySelector(".words")?.textContent ?? "").trim();
    this.#room.composer?.answer({ id: idOf(message), name, text });
  }

  /** @param {HTMLElement} message @param {HTMLElement} anchor */
  async menu(message, anchor) {
    const address = this.#room.conversation.at.message(idOf(message));
    try {
      const answer = await ask(`${address}?part=menu`);
      const menu = made(await answer.text());
      this.#open(menu, anchor);
      menu.setAttribute("role", "menu");
      menu.addEventListener("keydown", (event) => walk(menu, event));
      menu.addEventListener("click", (event) => this.#choose(event, message, anchor));
      menu.addEventListener("submit", (event) => this.#submit(event, message));
      items(menu)[0]?.focus();
    } catch (error) {
      unreachable(error);
    }
  }

  /** @param {HTMLElement} message @param {HTMLElement} anchor */
  async react(message, anchor) {
    const { EmojiPicker } = await import("chats/later/emoji.js");
    const picker = new EmojiPicker((emoji) => {
      this.#close();
      toggle(message, emoji, this.#me, this.#room.conversation);
    });
    this.#open(picker.element, anchor);
    picker.focus();
  }

  async #choose(event, message, anchor) {
    const item = event.target.closest("[data-action]");
    const action = item?.dataset.action;
    const acts = {
      reply: () => this.reply(message),
      edit: () => this.#room.composer?.edit(message),
      copy: () => copy(message),
      react: () => this.react(message, anchor),
      who: () => this.#about(item.href, anchor),
      history: () => this.#about(item.href, anchor),
    };
    if (!acts[action]) return;
    event.preventDefault();
    this.#close();
    acts[action]();
  }

  /** A form of the menu or of the pills below a bubble. */
  async #submit(event, message = event.target.closest(".message")) {
    event.preventDefault();
    const form = event.target;
    const { submitter } = event;
    this.#close();
    if (submitter?.name === "emoji") {
      return toggle(message, submitter.value, this.#me, this.#room.conversation);
    }
    const isForAll = submitter?.value === "everyone";
    if (isForAll && !(await confirm("Delete this message for everyone?", "Delete"))) return;
    this.#send(form.action, new URLSearchParams(new FormData(form, submitter)), submitter, message);
  }

  async #send(address, words, submitter, message) {
    try {
      const answer = await post(address, words);
      if (submitter?.dataset.action === "unread") this.#room.conversation.reading.hold();
      const fresh = made(await answer.text());
      if (fresh?.matches(".message")) this.#room.conversation.show(fresh);
      if (submitter?.dataset.action === "delete") this.#offerUndo(address, words, message);
    } catch (error) {
      unreachable(error);
    }
  }

  #offerUndo(address, words, message) {
    const isForMe = words.get("for") === "me";
    const { conversation } = this.#room;
    if (isForMe) conversation.hide(idOf(message), true);
    const said = isForMe ? "Deleted for you." : "Deleted for everyone.";
    toast(said, { verb: "Undo", act: () => this.#undo(address, words, message, isForMe) });
  }

  async #undo(address, words, message, isForMe) {
    try {
      words.set("undo", "1");
      const fresh = made(await (await post(address, words)).text());
      if (fresh?.matches(".message")) this.#room.conversation.show(fresh);
      else if (isForMe) await this.#room.conversation.hide(idOf(message), false);
    } catch (error) {
      unreachable(error);
    }
  }

  async #about(address, anchor) {
    try {
      const about = fragment(await (await ask(address)).text()).firstElementChild;
      this.#open(about, anchor);
      about.tabIndex = -1;
      about.focus();
    } catch (error) {
      unreachable(error);
    }
  }

  #open(content, anchor) {
    this.#close();
    this.#close = showPopover(content, anchor, { sheet: true });
  }

  #click(event) {
    const link = event.target.closest("[data-action]");
    const message = event.target.closest(".message");
    if (!link || !message || event.ctrlKey || event.metaKey) return;
    const acts = {
      react: () => this.react(message, link),
      reply: () => this.reply(message),
      more: () => this.menu(message, link),
      who: () => this.#about(link.href, link),
      jump: () => this.#room.jump(link.dataset.message).catch(unreachable),
      image: () => import("chats/later/image.js").then(({ show }) => show(link)),
    };
    if (!acts[link.dataset.action]) return;
    event.preventDefault();
    acts[link.dataset.action]();
  }

  #press(event) {
    const message = event.target.closest(".message");
    const isOn = event.target === message || event.target === this.#room.conversation.scroller;
    if (!isOn || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["ArrowUp", "ArrowDown"].includes(event.key)) return this.#step(event, message);
    if (!message) return;
    const bubble = message.querySelector(".bubble");
    const acts = {
      r: () => this.reply(message),
      e: () => this.react(message, bubble),
      m: () => this.menu(message, bubble),
      c: () => copy(message),
    };
    const act = message.matches(".deleted") && event.key !== "m" ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** From message to message; past the last one into the composer. */
  #step(event, message) {
    const all = [...this.#room.conversation.column.querySelectorAll(".message")];
    const step = event.key === "ArrowUp" ? -1 : 1;
    const next = message ? all[all.indexOf(message) + step] : all.at(-1);
    event.preventDefault();
    if (next) next.focus();
    else if (step > 0) this.#room.composer?.focus();
  }

  /** On touch, a long press is the way to the menu. */
  #holdForMenu(scroller, signal) {
    let timer = 0;
    const drop = () => clearTimeout(timer);
    scroller.addEventListener("pointerdown", (event) => {
      const message = event.target.closest(".message");
      if (event.pointerType !== "touch" || !message || event.target.closest("a, button")) return;
      timer = setTimeout(() => {
        ignoreRelease();
        this.menu(message, message.querySelector(".bubble"));
      }, LONG);
    }, { signal });
    for (const kind of ["pointerup", "pointercancel", "pointermove", "scroll"]) {
      scroller.addEventListener(kind, drop, { signal, passive: true });
    }
    scroller.addEventListener("contextmenu", (event) => {
      if (event.pointerType === "touch" && event.target.closest(".bubble")) event.preventDefault();
    }, { signal });
  }
}

/** The finger rises above the menu that came up under it; that chooses nothing. */
function ignoreRelease() {
  const watch = new AbortController();
  const options = { capture: true, signal: watch.signal };
  addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
  }, options);
  addEventListener("pointerdown", () => watch.abort(), options);
}

function idOf(message) {
  return message.id.slice(2);
}

async function copy(message) {
  const words = message.querySelector(".words");
  try {
    await navigator.clipboard.writeText(words.dataset.source ?? words.innerText);
    toast("Copied.");
  } catch {
    toast("The browser did not allow copying.", { isBad: true });
  }
}

function unreachable(error) {
  toast(error.status ? error.message : "No connection. Try again.", { isBad: true });
}

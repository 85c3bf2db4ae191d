/** Names to choose from after an @. */

import { fragment } from "ui/parts.js";
import { ask } from "ui/requests.js";

const CALLED = /(?:^|[\s(])@([^\s@]{0,30}(?: [^\s@]{0,30})?)$/;
const MOST = 6;
const LATER = 120;

/** @typedef {{id: string, name: string, avatar: Element | null}} Person */

export class Mentions {
  #body;
  #list;
  #conversation;
  #timer = 0;
  #chosen = 0;
  /** @type {Person[]} */
  #people = [];

  /**
   * @param {HTMLFormElement} form
   * @param {import("chats/conversation.js").Conversation} conversation
   */
  constructor(form, conversation) {
    this.#body = form.elements.body;
    this.#conversation = conversation;
    this.#list = document.createElement("ul");
    Object.assign(this.#list, { id: "mentions", className: "popover mentions", hidden: true });
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", "People here");
    form.querySelector(".composer").append(this.#list);
    this.#list.addEventListener("pointerdown", (event) => this.#click(event));
    this.#body.addEventListener("blur", () => this.close());
    this.#body.setAttribute("aria-controls", "mentions");
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  /** Look at what stands before the caret. */
  look() {
    clearTimeout(this.#timer);
    const called = this.#called();
    if (called === null) return this.close();
    this.#timer = setTimeout(() => this.#find(called), LATER);
  }

  close() {
    clearTimeout(this.#timer);
    this.#list.hidden = true;
    this.#body.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was for the list */
  press(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#choose((this.#chosen + step + this.#people.length) % this.#people.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#put();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #called() {
    const { selectionStart, selectionEnd, value } = this.#body;
    if (selectionStart !== selectionEnd) return null;
    return value.slice(0, selectionStart).match(CALLED)?.[1] ?? null;
  }

  async #find(called) {
    try {
      const address = `${this.#conversation.at.participants}?${new URLSearchParams({ q: called })}`;
      const part = fragment(await (await ask(address)).text());
      this.#people = peopleIn(part).slice(0, MOST);
    } catch {
      this.#people = []; // the name can be typed
    }
    if (this.#called() === called) this.#show();
  }

  #show() {
    this.#list.replaceChildren(...this.#people.map(optionOf));
    this.#list.hidden = this.#people.length === 0;
    if (this.isOpen) this.#choose(0);
  }

  #choose(index) {
    this.#chosen = index;
    for (const [at, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(at === index));
    }
    this.#body.setAttribute("aria-activedescendant", this.#list.children[index].id);
  }

  #put() {
    const { selectionStart } = this.#body;
    const called = this.#called();
    const { name } = this.#people[this.#chosen];
    this.close();
    if (called === null) return;
    this.#body.setRangeText(`${name} `, selectionStart - called.length, selectionStart, "end");
    this.#body.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }

  #click(event) {
    event.preventDefault();
    const index = [...this.#list.children].indexOf(event.target.closest("li"));
    if (index < 0) return;
    this.#choose(index);
    this.#put();
  }
}

/** @param {DocumentFragment} part @returns {Person[]} */
function peopleIn(part) {
  return [...part.querySelectorAll("[data-participant][data-name]")].map((row) => ({
    id: row.dataset.participant,
    name: row.dataset.name,
    avatar: row.querySelector(".avatar"),
  }));
}

function optionOf({ id, name, avatar }) {
  const option = Object.assign(document.createElement("li"), { className: "item" });
  option.id = `mention-${id}`;
  option.setAttribute("role", "option");
  const words = Object.assign(document.createElement("span"), { className: "cut", textContent: name });
  option.append(...(avatar ? [avatar] : []), words);
  return option;
}

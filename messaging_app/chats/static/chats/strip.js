/** The line above the composer that says what the words are for: a reply, or an edit. */

import { part } from "ui/parts.js";

/** @typedef {{id: string, name: string, text: string}} Reply */

export class Strip {
  /** @type {Reply | null} */
  reply = null;
  /** The message whose words are being changed. @type {string} */
  editing = "";
  #element;
  #form;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.#form = form;
    this.#element = form.querySelector("#strip");
    this.editing = form.elements.editing.value;
    const id = form.elements.reply_to.value;
    if (id) this.reply = { id, name: "", text: part(this.#element, "strip-text").textContent };
  }

  get isOpen() {
    return Boolean(this.reply || this.editing);
  }

  /** @param {Reply | null} reply */
  answer(reply) {
    this.editing = "";
    this.reply = reply;
    if (reply) this.#say("reply", `Reply to ${reply.name}`, reply.text);
    this.#show();
  }

  /** @param {string} id @param {string} text */
  edit(id, text) {
    this.editing = id;
    this.#say("edit", "Edit your message", text);
    this.#show();
  }

  /** Back to plain writing, or to the reply that the edit interrupted. */
  clear() {
    const { editing, reply } = this;
    this.answer(editing ? reply : null);
  }

  #say(icon, title, text) {
    const icons = document.getElementById("strip-icons");
    const shape = icons?.content.querySelector(`[data-name="${icon}"] svg`);
    if (shape) part(this.#element, "strip-icon").replaceChildren(shape.cloneNode(true));
    part(this.#element, "strip-title").textContent = title;
    part(this.#element, "strip-text").textContent = text;
  }

  #show() {
    this.#element.hidden = !this.isOpen;
    this.#form.elements.reply_to.value = this.reply?.id ?? "";
    this.#form.elements.editing.value = this.editing;
    const label = this.editing ? "Save" : "Send";
    this.#form.querySelector(".send").setAttribute("aria-label", label);
  }
}

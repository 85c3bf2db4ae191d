/** Files that are to go with the next message: chosen, pasted or dropped; they upload meanwhile. */

import { uuid } from "chats/tabs.js";
import { upload, withdraw } from "chats/uploads.js";
import { clone, part } from "ui/parts.js";
import { Refusal } from "ui/requests.js";

/** @typedef {import("chats/uploads.js").Upload} Upload */

export class Tray {
  /** @type {Map<HTMLElement, {file: Upload, stop: AbortController, isRefused: boolean}>} */
  #items = new Map();
  #element;
  #changed;

  /** @param {HTMLElement} element @param {() => void} changed */
  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
  }

  get isEmpty() {
    return this.#items.size === 0;
  }

  /** Whether a file stands here that the server will not take. */
  get isBlocked() {
    return [...this.#items.values()].some(({ isRefused }) => isRefused);
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const blob of files) {
      this.#start({ key: uuid(), name: blob.name || "file", blob, id: null });
    }
    this.#changed();
  }

  /** @returns {Upload[]} what was here; the tray is empty then, the uploads go on */
  take() {
    const files = [...this.#items.values()].map(({ file }) => file);
    this.#items.clear();
    this.#element.replaceChildren();
    return files;
  }

  #start(file) {
    const entry = clone("pending-template");
    const item = { file, stop: new AbortController(), isRefused: false };
    this.#items.set(entry, item);
    part(entry, "name").textContent = file.name;
    part(entry, "remove").addEventListener("click", () => this.#remove(entry));
    preview(part(entry, "preview"), file.blob);
    this.#element.append(entry);
    this.#upload(entry, item);
  }

  async #upload(entry, item) {
    const bar = part(entry, "progress");
    try {
      const progress = (done) => (bar.value = 100 * done);
      item.file.id = (await upload(item.file, progress, item.stop.signal)).id;
      bar.hidden = true;
    } catch (error) {
      if (!(error instanceof Refusal && error.isFinal)) return; // it is tried again when sent
      item.isRefused = true;
      bar.hidden = true;
      part(entry, "error").textContent = error.message;
      part(entry, "error").hidden = false;
      this.#changed();
    }
  }

  #remove(entry) {
    const { file, stop } = this.#items.get(entry);
    stop.abort();
    withdraw(file);
    this.#items.delete(entry);
    entry.remove();
    this.#changed();
  }
}

function preview(place, blob) {
  if (!blob.type.startsWith("image/")) return;
  const image = Object.assign(document.createElement("img"), { alt: "" });
  image.src = URL.createObjectURL(blob);
  image.onload = () => URL.revokeObjectURL(image.src);
  image.onerror = () => image.remove();
  place.replaceChildren(image);
}

/**
 * Takes files that are pasted into or dropped on the conversation.
 * @param {HTMLElement} section
 * @param {(files: File[]) => void} take
 * @param {AbortSignal} signal
 */
export function receive(section, take, signal) {
  const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
  const mark = (isOver) => section.classList.toggle("dropping", isOver);
  section.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  }, { signal });
  section.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    mark(true);
  }, { signal });
  section.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!section.contains(relatedTarget)) mark(false);
  }, { signal });
  section.addEventListener("drop", (event) => {
    mark(false);
    if (!hasFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  }, { signal });
}

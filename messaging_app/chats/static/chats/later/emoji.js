/** The emoji to choose from: searched by name, the ones used lately first. */

import { clone, part } from "ui/parts.js";

const RECENT = "rapport-emoji";
const KEPT = 24;
const COLUMNS = 8;

/** @typedef {{group: string, icon: string, emoji: [string, string][]}} Group */

/** @type {Promise<Group[]> | null} */
let loaded = null;

export class EmojiPicker {
  /** @param {(emoji: string) => void} choose */
  constructor(choose) {
    this.element = clone("emoji-template");
    this.grid = part(this.element, "grid");
    this.search = part(this.element, "search");
    this.search.addEventListener("input", () => (this.drawn = this.#draw()));
    this.element.addEventListener("keydown", (event) => this.#press(event));
    this.element.addEventListener("click", ({ target }) => {
      const emoji = target.closest(".emoji-button")?.dataset.emoji;
      if (!emoji) return;
      remember(emoji);
      choose(emoji);
    });
    this.drawn = this.#draw();
  }

  focus() {
    this.search.focus();
  }

  async #draw() {
    const asked = this.search.value.trim().toLowerCase();
    const groups = await load();
    if (asked !== this.search.value.trim().toLowerCase()) return;
    const shown = asked ? [{ group: "", emoji: found(groups, asked) }] : withRecent(groups);
    this.grid.replaceChildren(...shown.flatMap(({ group, emoji }) => section(group, emoji)));
    if (asked && !shown[0].emoji.length) this.grid.append("Nothing of that name.");
    this.#drawGroups(asked ? [] : groups);
  }

  #drawGroups(groups) {
    const buttons = groups.map(({ group, icon }) => {
      const button = emojiButton(icon, group);
      delete button.dataset.emoji;
      button.addEventListener("click", () => {
        const heading = [...this.grid.querySelectorAll("h3")].find((h) => h.textContent === group);
        if (heading) this.grid.scrollTop = heading.offsetTop - this.grid.offsetTop;
      });
      return button;
    });
    part(this.element, "groups").replaceChildren(...buttons);
  }

  #press(event) {
    const all = [...this.grid.querySelectorAll(".emoji-button")];
    const at = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (event.key === "Enter" && event.target === this.search) {
      event.preventDefault();
      this.drawn.then(() => this.grid.querySelector(".emoji-button")?.click());
    } else if (step && (at >= 0 || event.key === "ArrowDown")) {
      event.preventDefault();
      const next = at < 0 ? 0 : at + step;
      if (next < 0) this.search.focus();
      else all[Math.min(next, all.length - 1)]?.focus();
    }
  }
}

function load() {
  const { src } = document.getElementById("emoji-template").dataset;
  loaded ??= fetch(src).then((answer) => answer.json());
  loaded.catch(() => (loaded = null));
  return loaded;
}

function found(groups, asked) {
  const all = groups.flatMap(({ emoji }) => emoji).filter(([, name]) => name.includes(asked));
  return all.sort(([, a], [, b]) => Number(b.startsWith(asked)) - Number(a.startsWith(asked)));
}

function withRecent(groups) {
  const names = new Map(groups.flatMap(({ emoji }) => emoji));
  const emoji = recent().filter((one) => names.has(one)).map((one) => [one, names.get(one)]);
  return emoji.length ? [{ group: "Used lately", emoji }, ...groups] : groups;
}

function section(group, emoji) {
  const heading = Object.assign(document.createElement("h3"), { textContent: group });
  return [...(group ? [heading] : []), ...emoji.map(([one, name]) => emojiButton(one, name))];
}

function emojiButton(emoji, name) {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "emoji-button", textContent: emoji, title: name,
  });
  button.dataset.emoji = emoji;
  button.setAttribute("aria-label", name);
  return button;
}

function recent() {
  try {
    return JSON.parse(localStorage.getItem(RECENT)) ?? [];
  } catch {
    return [];
  }
}

function remember(emoji) {
  const kept = [emoji, ...recent().filter((one) => one !== emoji)].slice(0, KEPT);
  try {
    localStorage.setItem(RECENT, JSON.stringify(kept));
  } catch {
    // The order is a comfort only.
  }
}

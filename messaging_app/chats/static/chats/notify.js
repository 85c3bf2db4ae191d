/** Tells of a message elsewhere: a card on the page, a sound, or the desktop's own notice. */

import { conversation as at } from "chats/addresses.js";
import { rowOf } from "chats/list.js";
import { here, visit } from "chats/navigation.js";
import { stream } from "chats/stream.js";
import { tab } from "chats/tabs.js";
import { clone, part } from "ui/parts.js";
import { stay } from "ui/toast.js";

const FOCUS = "rapport-focus"; // which tab the person looks at

/** @type {Map<string, number>} by conversation */
const known = new Map();

/**
 * @typedef {object} Row
 * @property {string} conversation
 * @property {number} unread
 * @property {boolean} muted
 * @property {boolean} mine
 * @property {string} title
 * @property {string} line
 * @param {Row} row before it is put on the page
 * @returns {boolean} whether somebody else wrote
 */
export function hear(row) {
  const before = known.get(row.conversation) ?? Number(rowOf(row.conversation)?.dataset.unread ?? 0);
  known.set(row.conversation, row.unread ?? 0);
  const isNew = row.unread > before && !row.mine;
  if (isNew && !row.muted) announce(row);
  return isNew;
}

export function start() {
  const look = () => keep(document.hasFocus() ? tab : focused() === tab ? "" : null);
  for (const kind of ["focus", "blur", "pagehide"]) addEventListener(kind, look);
  look();
}

function announce(row) {
  const isLooking = document.hasFocus() && !document.hidden;
  if (isLooking && here() === row.conversation) return;
  if (isLooking) card(row);
  if (isLooking || (stream.isLeading && !focused())) tell(row, isLooking);
}

function card({ conversation, title, line }) {
  const element = clone("notice-template");
  if (!element) return;
  element.href = at(conversation).page;
  part(element, "name").textContent = title;
  part(element, "text").textContent = line;
  const avatar = rowOf(conversation)?.querySelector(".avatar");
  if (avatar) part(element, "avatar").append(avatar.cloneNode(true));
  document.getElementById("notices").append(element);
  const leave = stay(element);
  element.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
    if (!event.target.closest("[data-part=close]")) visit(element.href);
  });
}

function tell(row, isLooking) {
  const { sound, notify } = document.body.dataset;
  if (sound === "on") import("chats/later/sound.js").then(({ play }) => play()).catch(() => {});
  if (notify === "on" && !isLooking && globalThis.Notification?.permission === "granted") {
    const notice = new Notification(row.title, { body: row.line, tag: row.conversation });
    notice.onclick = () => {
      window.focus();
      notice.close();
      visit(at(row.conversation).page);
    };
  }
}

function focused() {
  try {
    return localStorage.getItem(FOCUS);
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    if (value !== null) localStorage.setItem(FOCUS, value);
  } catch {
    // Then each tab judges by itself.
  }
}

/** Who types, in the rows of the list and above the composer. */

import { previewOf } from "chats/list.js";
import { here } from "chats/navigation.js";
import { part } from "ui/parts.js";

const SHOWN_FOR = 6000;

/** @type {Map<string, Map<string, {name: string, timer: number}>>} by conversation and person */
const typists = new Map();
/** The words that typing hides. @type {WeakMap<Element, Node[]>} */
const hidden = new WeakMap();

/** @param {{conversation: string, user: string, name: string}} said */
export function show({ conversation, user, name }) {
  if (!typists.has(conversation)) typists.set(conversation, new Map());
  const here = typists.get(conversation);
  clearTimeout(here.get(user)?.timer);
  here.set(user, { name, timer: setTimeout(() => hide(conversation, user), SHOWN_FOR) });
  draw(conversation);
}

/** They have written, or stopped. @param {string} conversation @param {string} user */
export function hide(conversation, user) {
  const here = typists.get(conversation);
  clearTimeout(here?.get(user)?.timer);
  if (here?.delete(user)) draw(conversation);
}

/** Somebody has written where only the row is here to say so. @param {string} conversation */
export function hideAll(conversation) {
  for (const user of typists.get(conversation)?.keys() ?? []) hide(conversation, user);
}

/** @param {string} conversation whose row or page was drawn anew */
export function draw(conversation) {
  const names = [...(typists.get(conversation)?.values() ?? [])].map(({ name }) => name);
  drawRow(previewOf(conversation), names);
  if (conversation === here()) drawLine(document.getElementById("typing"), names);
}

function drawRow(preview, names) {
  if (!preview) return;
  const isTyping = preview.classList.contains("typing");
  if (names.length) {
    if (!isTyping) hidden.set(preview, [...preview.childNodes]);
    preview.classList.add("typing");
    preview.replaceChildren(sentence(names));
  } else if (isTyping) {
    preview.classList.remove("typing");
    preview.replaceChildren(...(hidden.get(preview) ?? []));
  }
}

function drawLine(line, names) {
  if (!line) return;
  line.replaceChildren();
  if (!names.length) return;
  const template = document.getElementById("typing-template")?.content.cloneNode(true);
  if (!template) return;
  part(template, "text").textContent = sentence(names);
  line.append(template);
}

function sentence(names) {
  const [first, second] = names;
  if (names.length === 1) return `${first} is typing…`;
  if (names.length === 2) return `${first} and ${second} are typing…`;
  return `${names.length} people are typing…`;
}

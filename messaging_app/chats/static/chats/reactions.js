/** Reactions: shown at once, and taken back when the server does not agree. */

import { element as made } from "ui/parts.js";
import { post } from "ui/requests.js";
import { toast } from "ui/toast.js";

/** Clicks on the same pill while one is on its way count as one. */
const busy = new Set();

/**
 * @param {HTMLElement} message
 * @param {string} emoji
 * @param {string} me
 * @param {import("chats/conversation.js").Conversation} conversation
 */
export async function toggle(message, emoji, me, conversation) {
  const name = `${message.id} ${emoji}`;
  if (busy.has(name)) return;
  busy.add(name);
  const undo = conversation.scroll.keep(() => flip(message, emoji, me));
  try {
    const address = conversation.at.reactions(message.id.slice(2));
    const fresh = made(await (await post(address, new URLSearchParams({ emoji }))).text());
    if (fresh?.matches(".message")) conversation.show(fresh);
  } catch (error) {
    conversation.scroll.keep(undo);
    toast(error.status ? error.message : "No connection. Try again.", { isBad: true });
  } finally {
    busy.delete(name);
  }
}

/** @returns {() => void} puts things back */
function flip(message, emoji, me) {
  const pill = [...message.querySelectorAll(".reaction")].find(({ value }) => value === emoji);
  if (!pill) return add(message, emoji, me);
  const before = pill.cloneNode(true);
  const people = new Set(pill.dataset.people.split(" ").filter(Boolean));
  if (!people.delete(me)) people.add(me);
  draw(pill, [...people], me);
  pill.hidden = people.size === 0;
  return () => pill.replaceWith(before);
}

function add(message, emoji, me) {
  const pill = Object.assign(document.createElement("button"), {
    className: "reaction", name: "emoji", value: emoji,
  });
  const icon = Object.assign(document.createElement("span"), { className: "emoji" });
  icon.textContent = emoji;
  pill.append(icon, " ");
  draw(pill, [me], me);
  const pills = message.querySelector(".reactions") ?? emptyPills(message);
  pills.append(pill);
  return () => pill.remove();
}

/** Until the server's own form comes, the click that would need it is answered by the script. */
function emptyPills(message) {
  const pills = Object.assign(document.createElement("form"), { className: "reactions" });
  message.querySelector(".stack").append(pills);
  return pills;
}

function draw(pill, people, me) {
  pill.dataset.people = people.join(" ");
  pill.classList.toggle("mine", people.includes(me));
  pill.setAttribute("aria-pressed", String(people.includes(me)));
  const count = [...pill.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data);
  const shown = count ?? pill.appendChild(document.createTextNode(""));
  shown.data = ` ${people.length}`;
}

/** Who is here: the dots and words of the others, and the word of this person. */

import { presence as address } from "chats/addresses.js";
import { stream } from "chats/stream.js";
import { post } from "ui/requests.js";
import { clock, say } from "ui/time.js";

const IDLE = 5 * 60_000;
const LOOK = 30_000;
const STEP = 5000;
const ACTIVE = "rapport-active"; // shared by the tabs: when something was last done in one of them
const AWAY = "rapport-away";
const WORDS = { online: "online", away: "away" };

/** @param {Record<string, string>} online everyone who is here */
export function showAll(online) {
  const people = new Set();
  for (const { dataset } of document.querySelectorAll("[data-person], [data-status]")) {
    people.add(dataset.person ?? dataset.status);
  }
  for (const user of people) show({ user, state: online[user] ?? "offline", seen: null });
}

/** @param {{user: string, state: string, seen: string | null}} said */
export function show({ user, state, seen }) {
  const isHere = state !== "offline";
  for (const avatar of document.querySelectorAll(`[data-person="${user}"]`)) {
    if (isHere) avatar.dataset.presence = state;
    else delete avatar.dataset.presence;
  }
  for (const words of document.querySelectorAll(`[data-status="${user}"]`)) {
    const wasHere = Object.values(WORDS).includes(words.textContent);
    if (isHere) words.textContent = WORDS[state];
    else if (seen) words.textContent = lastSeen(new Date(seen));
    else if (wasHere) words.textContent = "offline";
  }
}

export function start() {
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
    addEventListener(kind, act, { passive: true, capture: true });
  }
  setInterval(rest, LOOK);
  act();
}

function lastSeen(at) {
  const day = say(at, "when");
  return day.includes(":") ? `Last seen today at ${clock(at)}` : `Last seen ${day}, ${clock(at)}`;
}

let noted = 0;

function act() {
  if (Date.now() - noted < STEP) return;
  noted = Date.now();
  keep(ACTIVE, String(noted));
  if (kept(AWAY)) tell("online");
}

function rest() {
  const isIdle = Date.now() - Number(kept(ACTIVE)) > IDLE;
  if (stream.isLeading && isIdle && !kept(AWAY)) tell("away");
}

function tell(state) {
  keep(AWAY, state === "away" ? "1" : "");
  post(address, new URLSearchParams({ state })).catch(() => keep(AWAY, state === "away" ? "" : "1"));
}

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Without storage every tab counts for itself.
  }
}

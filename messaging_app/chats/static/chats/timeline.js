/** The order of a history: entries by number, days above them, bubbles of one breath together. */

import { element as made, morph } from "ui/parts.js";
import { dayKey, say } from "ui/time.js";

const TOGETHER = 5 * 60_000;

/** @param {Element} entry */
export const seq = (entry) => Number(entry.dataset.seq);

/** @param {Element | null | undefined} entry */
export const isMessage = (entry) => entry?.classList.contains("message") ?? false;

/**
 * Puts an entry where it belongs, or makes the one that stands there look like it.
 * @param {HTMLElement} column
 * @param {HTMLElement} fresh
 * @param {{id: string, html: string} | null} [day] its heading, should it be the first of its day
 * @returns {HTMLElement} the entry on the page
 */
export function upsert(column, fresh, day = null) {
  const old = find(column, fresh);
  const entry = old ? morph(old, fresh) : fresh;
  if (!old || !isInOrder(entry)) place(column, entry);
  document.getElementById("no-messages")?.remove();
  headDay(column, entry, day);
  rejoin(entry);
  rejoin(next(entry));
  return entry;
}

/** @param {HTMLElement} column @param {HTMLElement} fresh @returns {HTMLElement | null} */
export function find(column, fresh) {
  const { clientId } = fresh.dataset;
  const own = clientId && column.querySelector(`[data-client-id="${CSS.escape(clientId)}"]`);
  return own || column.querySelector(`#${CSS.escape(fresh.id)}`);
}

/**
 * Puts what waits to be sent at the end.
 * @param {HTMLElement} column
 * @param {HTMLElement} waiting without a number yet
 */
export function append(column, waiting) {
  document.getElementById("no-messages")?.remove();
  column.append(waiting);
  headDay(column, waiting, null);
  rejoin(waiting);
}

/** @param {HTMLElement} entry */
export function remove(entry) {
  const after = next(entry);
  const heading = entry.previousElementSibling;
  entry.remove();
  const isEmptyDay = heading?.matches(".day") && !isEntry(heading.nextElementSibling);
  if (isEmptyDay) heading.remove();
  rejoin(after);
}

/**
 * Where a page of the history meets the next one: one heading a day, no bubble apart.
 * @param {HTMLElement} column
 * @param {HTMLElement[]} added
 */
export function joint(column, added) {
  for (const heading of added.filter((one) => one.matches(".day"))) {
    const same = column.querySelectorAll(`#${CSS.escape(heading.id)}`);
    for (const repeated of [...same].slice(1)) repeated.remove();
  }
  const entries = added.filter(isEntry);
  rejoin(entries[0]);
  rejoin(next(entries.at(-1)));
}

/** @param {Element | null | undefined} entry said with what stands before it, or apart */
export function rejoin(entry) {
  if (!isMessage(entry)) return;
  entry.classList.toggle("joined", belongsTo(entry, entry.previousElementSibling));
}

function belongsTo(entry, before) {
  if (!isMessage(before) || before.dataset.sender !== entry.dataset.sender) return false;
  const pause = new Date(entry.dataset.at) - new Date(before.dataset.at);
  return Math.abs(pause) <= TOGETHER;
}

function place(column, entry) {
  const number = seq(entry);
  const before = [...column.children].findLast((one) => one !== entry && seq(one) < number);
  if (before) before.after(entry);
  else if (column.querySelector(".older")) column.querySelector(".older").after(entry);
  else column.prepend(entry);
}

function isInOrder(entry) {
  const number = seq(entry);
  const before = neighbour(entry, "previousElementSibling");
  const after = neighbour(entry, "nextElementSibling");
  return !(seq(before ?? entry) > number) && !(seq(after ?? entry) < number);
}

/** The nearest entry that has a number. */
function neighbour(entry, direction) {
  let one = entry[direction];
  while (one && !one.dataset.seq) one = one[direction];
  return one;
}

function headDay(column, entry, given) {
  const id = given?.id ?? `day-${dayKey(new Date(entry.dataset.at))}`;
  const heading = column.querySelector(`#${CSS.escape(id)}`);
  if (heading && heading.nextElementSibling !== entry) {
    const isBelow = entry.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isBelow) heading.after(entry);
  } else if (!heading) {
    entry.before(given ? made(given.html) : dayHeading(id, entry.dataset.at));
  }
}

function dayHeading(id, at) {
  const heading = Object.assign(document.createElement("h3"), { id, className: "day" });
  const time = Object.assign(document.createElement("time"), { dateTime: at });
  time.dataset.form = "day";
  time.textContent = say(new Date(at), "day");
  heading.append(time);
  return heading;
}

function isEntry(one) {
  return Boolean(one) && (one.dataset.seq !== undefined || one.dataset.clientId !== undefined);
}

function next(entry) {
  let one = entry?.nextElementSibling;
  while (one && !isEntry(one)) one = one.nextElementSibling;
  return one;
}

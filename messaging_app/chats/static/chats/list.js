/** The list of conversations: rows as they are now, in their order, within the chosen filter. */

import { list as address } from "chats/addresses.js";
import { here, placeOf } from "chats/navigation.js";
import { element as made, fragment, morph, part } from "ui/parts.js";
import { ask } from "ui/requests.js";
import { refresh } from "ui/time.js";
import { toast } from "ui/toast.js";

const FITS = {
  all: (row) => row.dataset.archived === undefined,
  unread: (row) => Number(row.dataset.unread) > 0 && row.dataset.archived === undefined,
  direct: (row) => row.dataset.kind === "direct" && row.dataset.archived === undefined,
  groups: (row) => row.dataset.kind !== "direct" && row.dataset.archived === undefined,
  archived: (row) => row.dataset.archived !== undefined,
};

/** @returns {HTMLElement | null} */
const rows = () => document.getElementById("rows");

/** @param {string} conversation @returns {HTMLElement | null} */
export const rowOf = (conversation) => document.getElementById(`c-${conversation}`);

/** @param {string} conversation @param {string | null} html null takes the row away */
export function put(conversation, html) {
  const old = rowOf(conversation);
  const container = rows();
  if (!container) return;
  const fresh = html && made(html);
  if (!fresh || !fits(fresh)) return old?.remove();
  if (conversation === here()) fresh.setAttribute("aria-current", "page");
  document.querySelector("#rows > p.list-end, #suggested")?.remove();
  const wasPinned = old?.dataset.pinned !== undefined;
  const row = old ? morph(old, fresh) : fresh;
  if (!old || !isInOrder(row, wasPinned)) place(container, row);
  refresh(row);
}

/** Read the list anew, with the filter it has. */
export async function reload() {
  const container = rows();
  if (!container) return;
  const asked = new URLSearchParams({ filter: container.dataset.filter });
  const answer = await ask(`${address}?${asked}`);
  container.replaceChildren(fragment(await answer.text()));
  select();
}

/** Mark the row of the open conversation. */
export function select() {
  const conversation = placeOf(location.href)?.conversation ?? "";
  for (const row of document.querySelectorAll("#rows > .row")) {
    if (row.dataset.conversation === conversation) row.setAttribute("aria-current", "page");
    else row.removeAttribute("aria-current");
  }
}

/** @param {number} step 1 for the next row, -1 for the one before */
export function step(step) {
  const all = [...document.querySelectorAll("#rows > .row")];
  const at = all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = all[at < 0 ? 0 : at + step];
  next?.scrollIntoView({ block: "nearest" });
  next?.click();
}

export function start() {
  document.addEventListener("chats:moved", select);
  document.querySelector(".filters")?.addEventListener("click", (event) => {
    const filter = event.target.closest("a[data-filter]");
    if (!filter || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(filter).catch(() => toast("No connection. Try again.", { isBad: true }));
  });
}

async function choose(filter) {
  const container = rows();
  const before = container.dataset.filter;
  container.dataset.filter = filter.dataset.filter;
  await reload().catch((error) => {
    container.dataset.filter = before;
    throw error;
  });
  for (const other of filter.parentElement.children) other.removeAttribute("aria-current");
  filter.setAttribute("aria-current", "true");
}

function fits(row) {
  const isOpen = row.dataset.conversation === here() && rowOf(row.dataset.conversation);
  const { filter } = rows().dataset;
  return filter === "unread" && isOpen ? true : (FITS[filter] ?? FITS.all)(row);
}

/** Pinned rows keep their order; a row that was pinned just now goes to the top. */
function isInOrder(row, wasPinned) {
  const isPinned = row.dataset.pinned !== undefined;
  if (isPinned || wasPinned) return isPinned && wasPinned;
  const [before, after] = [row.previousElementSibling, row.nextElementSibling];
  const isAfter = !before || before.dataset.pinned !== undefined || at(before) >= at(row);
  return isAfter && (!after?.matches(".row") || at(after) <= at(row));
}

function place(container, row) {
  const others = [...container.querySelectorAll(":scope > .row")].filter((one) => one !== row);
  const isPinned = row.dataset.pinned !== undefined;
  const next = others.find((one) => isPinned || (!("pinned" in one.dataset) && at(one) < at(row)));
  const more = container.querySelector("[data-more]");
  if (next) next.before(row);
  else if (!more) container.append(row);
  else row.remove(); // it belongs to a page that is not here yet
}

function at(row) {
  return Date.parse(row.dataset.at ?? "") || 0;
}

/** @param {string} conversation @returns {HTMLElement | null} where its last line stands */
export function previewOf(conversation) {
  const row = rowOf(conversation);
  return row && part(row, "preview");
}

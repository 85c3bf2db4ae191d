/** Moving between conversations and drawers without loading a page; back and forward included. */

import * as at from "chats/addresses.js";
import { toast } from "ui/toast.js";

const PLACE = /^\/chats\/([0-9a-f-]{36})\/(?:(details|participants|files|search)\/)?$/;
const PANES = "/chats/new/ /search/".split(" ");

let latest = 0;

/**
 * @typedef {{conversation: string, aside: string, pane: string}} Place what an address shows
 * @param {string} address
 * @returns {Place | null} null when only a page of its own can show it
 */
export function placeOf(address) {
  const { pathname, origin } = new URL(address, location.href);
  if (origin !== location.origin) return null;
  const [, conversation = "", aside = ""] = pathname.match(PLACE) ?? [];
  if (conversation) return { conversation, aside, pane: "" };
  const isPane = pathname === at.list || PANES.includes(pathname);
  return isPane ? { conversation: "", aside: "", pane: pathname } : null;
}

/** @returns {string} the id of the conversation on the page */
export function here() {
  return document.querySelector("#main .conversation")?.dataset.conversation ?? "";
}

/**
 * Shows what is at an address, and remembers it in the history.
 * @param {string} address
 */
export async function visit(address) {
  if (!placeOf(address) || !document.getElementById("rows")) return location.assign(address);
  const url = new URL(address, location.href);
  if (url.href !== location.href) history.pushState({ rapport: true }, "", url);
  await show(url);
}

/** Read the part of the open conversation anew. */
export function reload() {
  return load("#main", at.conversation(here()).page, ++latest);
}

/** Close the drawer. */
export function closeAside() {
  const conversation = here();
  const { aside } = placeOf(location.href) ?? {};
  if (aside) history.pushState({ rapport: true }, "", at.conversation(conversation).page);
  document.getElementById("aside").replaceChildren();
}

export function start() {
  document.getElementById("main")?.setAttribute("hx-sync", "this:replace");
  document.getElementById("aside")?.setAttribute("hx-sync", "this:replace");
  addEventListener("popstate", () => {
    if (placeOf(location.href) && document.getElementById("rows")) show(new URL(location.href));
    else location.reload();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || isForTheBrowser(event, link)) return;
    if (!placeOf(link.href) || !document.getElementById("rows")) return;
    event.preventDefault();
    visit(link.href);
  });
}

/** @param {URL} url */
async function show(url) {
  const mine = ++latest;
  const { conversation, aside, pane } = placeOf(url.href);
  if (pane) return load("#main", url.href, mine, pane === at.list);
  const { page } = at.conversation(conversation);
  const isHere = here() === conversation;
  const isPlain = !aside && !url.search;
  const message = url.searchParams.get("around");
  if (isHere && message) return jump(message);
  if (!isHere || (isPlain && !document.querySelector("#aside > *"))) {
    await load("#main", aside ? page : url.href, mine);
  }
  if (mine !== latest) return;
  if (aside) await load("#aside", url.href, mine);
  else document.getElementById("aside").replaceChildren();
}

/** Beside the results of a search there is room for the message; on a phone there is not. */
function jump(message) {
  if (matchMedia("(width < 720px)").matches) document.getElementById("aside").replaceChildren();
  document.dispatchEvent(new CustomEvent("chats:jump", { detail: message }));
}

/** @param {boolean} isWhole whether only the whole page holds it, of which the pane is taken */
async function load(target, address, mine, isWhole = false) {
  const headers = isWhole ? { "HX-History-Restore-Request": "true" } : {};
  const select = isWhole ? `${target} > *` : undefined;
  if (target === "#main") document.getElementById("aside").replaceChildren();
  const isGood = await htmx
    .ajax("GET", address, { source: target, target, swap: "innerHTML", headers, select })
    .then(() => true, () => false);
  if (mine !== latest || target !== "#main") return;
  if (!isGood) toast("No connection. Try again.", { isBad: true });
  const title = document.querySelector("#main [data-title]")?.dataset.title;
  if (title) document.title = title;
  document.dispatchEvent(new CustomEvent("chats:moved"));
}

function isForTheBrowser(event, link) {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey ||
    link.hasAttribute("download") || link.target || link.dataset.action === "image";
}

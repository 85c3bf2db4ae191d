/** Forms beside the messages, sent without leaving the page: place, details, participants, new. */

import { conversation as at } from "chats/addresses.js";
import * as list from "chats/list.js";
import { here, reload, visit } from "chats/navigation.js";
import { confirm } from "ui/dialog.js";
import { fragment } from "ui/parts.js";
import { ask, post } from "ui/requests.js";
import { toast } from "ui/toast.js";

const OURS = "#aside form[method=post], .head form[method=post], #new-conversation form";
const DONE = { archive: "Archived.", clearing: "Cleared for you." };

/** One form at a time: the second click of a double one does nothing. */
const busy = new WeakSet();

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches(OURS) || form.action.includes("/people/")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
}

async function send(form, submitter) {
  if (busy.has(form)) return;
  busy.add(form);
  try {
    const { confirm: question, confirmVerb } = form.dataset;
    if (question && !(await confirm(question, confirmVerb))) return;
    const words = new FormData(form, submitter);
    await take(await post(form.action, words), form, words);
  } catch (error) {
    toast(error.status ? error.message : "No connection. Try again.", { isBad: true });
  } finally {
    busy.delete(form);
  }
}

async function take(answer, form, words) {
  const elsewhere = answer.headers.get("HX-Redirect");
  if (elsewhere) return visit(elsewhere);
  const part = fragment(await answer.text());
  const drawer = part.querySelector(".drawer");
  if (drawer) document.getElementById("aside").replaceChildren(drawer);
  if (form.dataset.place) await settle(form, words);
}

/** The menu says the opposite now; the row itself comes by the stream. */
async function settle(form, words) {
  const { place } = form.dataset;
  const undone = words.has("undo");
  if (place === "clearing") await reload();
  if (place === "unread") document.dispatchEvent(new CustomEvent("chats:unread"));
  await redrawMenus();
  if (DONE[place] && !undone) toast(DONE[place], place === "archive" ? undo(form) : {});
}

function undo(form) {
  const act = async () => {
    await post(form.action, new URLSearchParams({ undo: "1" })).catch(() => {});
    await redrawMenus();
    await list.reload().catch(() => {});
  };
  return { verb: "Undo", act };
}

async function redrawMenus() {
  const details = `${at(here()).page}details/`;
  const fresh = fragment(await (await ask(details)).text());
  for (const form of document.querySelectorAll("form[data-place]")) {
    const now = fresh.querySelector(`form[data-place="${form.dataset.place}"]`);
    if (now) form.replaceWith(now.cloneNode(true));
  }
}

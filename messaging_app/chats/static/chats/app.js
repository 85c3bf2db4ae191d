/** The chat of one person in one tab: everything is joined here. */

import * as badge from "chats/badge.js";
import * as drafts from "chats/drafts.js";
import * as forms from "chats/forms.js";
import * as line from "chats/line.js";
import * as list from "chats/list.js";
import * as navigation from "chats/navigation.js";
import * as notify from "chats/notify.js";
import { Outbox } from "chats/outbox.js";
import * as presence from "chats/presence.js";
import { receipts } from "chats/receipts.js";
import { Room } from "chats/room.js";
import * as searches from "chats/searches.js";
import * as shortcuts from "chats/shortcuts.js";
import { Store } from "chats/store.js";
import { stream } from "chats/stream.js";
import * as typing from "chats/typing.js";
import { toast } from "ui/toast.js";

const { me } = document.body.dataset;
const store = new Store(me);
const outbox = new Outbox(me, store);
/** @type {Room | null} */
let room = null;

/** Follow the page: a conversation was opened, changed for another, or left. */
function follow() {
  const section = document.querySelector("#main .conversation");
  if (section === (room?.conversation.section ?? null)) return;
  room?.close();
  room = section && new Room(section, { me, outbox, reload: () => navigation.reload() });
  room?.start();
  document.dispatchEvent(new CustomEvent("chats:opened"));
}

function change(said) {
  if (room?.id !== said.conversation) return;
  room.conversation.take(said);
  const sender = document.getElementById(said.target)?.dataset.sender;
  if (said.kind === "message.created" && sender) typing.hide(said.conversation, sender);
}

function row(said) {
  const isNew = notify.hear(said);
  list.put(said.conversation, said.html);
  if (isNew && room?.id !== said.conversation) typing.hideAll(said.conversation);
  typing.draw(said.conversation);
  badge.show(said.total);
  if (said.html && said.unread && stream.isLeading) receipts.deliver(said.conversation, said.seq);
}

/** What was written while no browser of this person was here has arrived with the list. */
function deliverAll() {
  for (const { dataset } of document.querySelectorAll("#rows > .row.unread")) {
    receipts.deliver(dataset.conversation, Number(dataset.seq));
  }
}

function reset({ conversation, reason }) {
  if (reason === "list") return list.reload().catch(() => {});
  if (reason === "gone") list.put(conversation, null);
  if (room?.id !== conversation) return undefined;
  if (reason === "too_old") return navigation.reload();
  toast("You are no longer in this conversation.");
  return navigation.visit("/chats/");
}

/** The server keeps what was begun; this browser forgets everything. */
async function signOut() {
  await room?.composer?.drafts.save().catch(() => {});
  stream.close();
  outbox.stop();
  drafts.destroy(me);
  await store.destroy();
}

function listen() {
  stream.on("hello", ({ user, total, online }) => {
    if (user !== me) return location.reload();
    badge.show(total);
    if (stream.isLeading) deliverAll();
    return presence.showAll(online);
  });
  stream.on("change", change);
  stream.on("row", row);
  stream.on("receipts", (said) => room?.id === said.conversation && room.conversation.mark(said));
  stream.on("typing", typing.show);
  stream.on("presence", presence.show);
  stream.on("hide", ({ conversation, message, hidden }) => {
    if (room?.id === conversation) room.conversation.hide(message, hidden).catch(() => {});
  });
  stream.on("reset", reset);
  stream.on("state", (state) => state === "connected" && outbox.retryAll());
  stream.on("end", async ({ reason }) => {
    if (reason === "signed_out") await signOut(); // after an expired session the outbox goes on
    location.reload();
  });
  document.addEventListener("htmx:load", follow);
  document.addEventListener("chats:moved", follow);
  document.addEventListener("chats:jump", ({ detail }) => room?.jump(detail).catch(() => {}));
  document.addEventListener("chats:unread", () => room?.conversation.reading.hold());
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.signsOut === undefined || form.dataset.isReady) return;
    event.preventDefault();
    form.dataset.isReady = "yes";
    signOut().finally(() => form.submit());
  });
}

if (me) {
  listen();
  for (const part of [badge, forms, line, list, navigation, notify, searches, shortcuts]) part.start();
  presence.start();
  receipts.start();
  follow();
  outbox.start();
  stream.start(me);
}

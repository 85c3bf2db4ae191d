/** The line above the composer while there is no connection; a short break is not worth a word. */

import { stream } from "chats/stream.js";

const CALM = 3000;

let timer = 0;

export function start() {
  stream.on("state", look);
  document.addEventListener("chats:opened", look);
}

function look() {
  clearTimeout(timer);
  if (stream.state === "connected") show(false);
  else timer = setTimeout(() => show(stream.state !== "connected"), navigator.onLine ? CALM : 0);
}

function show(isOffline) {
  const line = document.getElementById("offline");
  if (line) line.hidden = !isOffline;
}

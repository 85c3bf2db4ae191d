/** The keys of the chat. They are listed in `ui/_keys.html`. */

import * as list from "chats/list.js";
import { closeAside, visit } from "chats/navigation.js";
import { on } from "ui/keys.js";

export function start() {
  const search = () => {
    const field = document.querySelector("[data-search]");
    field?.focus();
    field?.select();
    return Boolean(field);
  };
  on("Ctrl+k", search);
  on("/", search);
  on("Alt+ArrowDown", () => list.step(1));
  on("Alt+ArrowUp", () => list.step(-1));
  on("j", () => list.step(1));
  on("k", () => list.step(-1));
  on("Alt+n", () => document.querySelector("[data-action=new]") && visit("/chats/new/"));
  on("Escape", leave);
}

/** What is innermost closes first. */
function leave({ target }) {
  if (document.querySelector("#aside > *")) return closeAside();
  if (target.matches?.("[data-search], .message")) return document.getElementById("body")?.focus();
  return false;
}

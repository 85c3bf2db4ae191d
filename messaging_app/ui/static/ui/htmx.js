/** How htmx behaves here. Its settings stand in the page's head. */

import { token } from "ui/requests.js";
import * as time from "ui/time.js";
import { toast } from "ui/toast.js";

export function start() {
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:sendError", () => {
    toast("No connection. Try again.", { isBad: true });
  });
  document.addEventListener("htmx:responseError", ({ detail }) => {
    toast(said(detail.xhr), { isBad: true });
  });
  document.addEventListener("htmx:load", ({ detail }) => time.refresh(detail.elt));
}

/** @param {XMLHttpRequest} answer */
function said(answer) {
  const isPlain = answer.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return (isPlain && answer.responseText) || "That did not work. Try again.";
}

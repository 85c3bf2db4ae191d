/** Dialogs: focus stays inside while one is open, and goes back afterwards. */

import { part } from "ui/parts.js";

/** @param {HTMLDialogElement} dialog */
export function open(dialog) {
  if (dialog.open) return;
  const before = document.activeElement;
  dialog.showModal();
  dialog.addEventListener("close", () => before?.focus?.(), { once: true });
}

/**
 * @param {string} question
 * @param {string} verb what "yes" does
 * @param {string} [text]
 * @returns {Promise<boolean>}
 */
export function confirm(question, verb, text = "") {
  const dialog = document.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  part(dialog, "title").textContent = question;
  part(dialog, "text").textContent = text;
  part(dialog, "yes").textContent = verb;
  dialog.returnValue = "no";
  open(dialog);
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}

export function start() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog], [data-action=keys]");
    if (opener) open(document.getElementById(opener.dataset.dialog ?? "keys"));
    if (event.target instanceof HTMLDialogElement && isOutside(event)) event.target.close("no");
  });
}

/** A click on the dialog itself, beyond its edges, is one on the scrim. */
function isOutside({ target, clientX: x, clientY: y, detail }) {
  const box = target.getBoundingClientRect();
  return detail > 0 && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}

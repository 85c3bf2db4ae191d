/** What happened, said for six seconds. */

import { clone, part } from "ui/parts.js";

const STAYS = 6000;

/**
 * @param {string} words
 * @param {{verb?: string, act?: () => void, isBad?: boolean}} [options] `verb` names what `act` does
 * @returns {() => void} takes it away
 */
export function toast(words, { verb = "", act, isBad = false } = {}) {
  const element = clone("toast-template");
  if (!element) return () => {};
  part(element, "text").textContent = words;
  element.classList.toggle("error", isBad);
  const button = part(element, "action");
  button.textContent = verb;
  button.hidden = !verb;
  document.getElementById("toasts").append(element);
  const leave = stay(element);
  button.addEventListener("click", () => {
    leave();
    act?.();
  });
  return leave;
}

/**
 * Takes the element away after six seconds that nobody pointed at it or held its focus.
 * @param {HTMLElement} element
 */
export function stay(element) {
  let timer = 0;
  const leave = () => element.remove();
  const hold = () => clearTimeout(timer);
  const run = () => {
    hold();
    timer = setTimeout(leave, STAYS);
  };
  for (const kind of ["pointerenter", "focusin"]) element.addEventListener(kind, hold);
  for (const kind of ["pointerleave", "focusout"]) element.addEventListener(kind, run);
  run();
  return leave;
}

export function start() {
  for (const element of document.querySelectorAll("#toasts > [data-toast]")) stay(element);
}

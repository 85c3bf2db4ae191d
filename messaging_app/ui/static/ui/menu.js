/** Menus: closed by a click elsewhere or Escape, walked with the arrows. */

const ITEMS = ".item:not([disabled]), .emoji-button, .icon-button";

/** @param {HTMLElement} menu @returns {HTMLElement[]} */
export function items(menu) {
  return [...menu.querySelectorAll(ITEMS)].filter((item) => item.offsetParent !== null);
}

/**
 * Moves the focus through the items of a menu.
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key was one of a menu
 */
export function walk(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return false;
  const all = items(menu);
  const here = all.indexOf(document.activeElement);
  const next = Number.isFinite(step) ? (here + step + all.length) % all.length : step < 0 ? 0 : -1;
  all.at(here < 0 && step < 0 ? -1 : next)?.focus();
  event.preventDefault();
  return true;
}

export function start() {
  document.addEventListener("click", (event) => {
    for (const menu of opened()) {
      const isItem = event.target.closest(".item") && menu.contains(event.target);
      if (isItem || !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = opened().find((one) => one.contains(document.activeElement));
    if (!menu) return;
    if (event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopImmediatePropagation();
    } else if (event.key === "Tab") {
      menu.open = false;
    } else {
      walk(menu.querySelector(".popover"), event);
    }
  });
}

function opened() {
  return [...document.querySelectorAll("details[data-menu][open]")];
}

/** Which key does what. A room adds its own. */

/** @type {{test: (event: KeyboardEvent) => boolean, act: (event: KeyboardEvent) => unknown}[]} */
const known = [];

/**
 * @param {string} keys such as `Escape`, `Ctrl+k`, `Alt+ArrowDown`, `?`
 * @param {(event: KeyboardEvent) => unknown} act returns false when the key is not for it after all
 * @param {{whileTyping?: boolean}} [options]
 */
export function on(keys, act, { whileTyping = /^(Ctrl|Alt)\+|^Escape$/.test(keys) } = {}) {
  const names = keys.split("+");
  const key = names.pop();
  known.push({
    act,
    test: (event) =>
      event.key.toLowerCase() === key.toLowerCase() &&
      (event.ctrlKey || event.metaKey) === names.includes("Ctrl") &&
      event.altKey === names.includes("Alt") &&
      (whileTyping || !isTyping(event.target)),
  });
}

/** @param {EventTarget} target */
export function isTyping(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox])"));
}

/** @param {KeyboardEvent} event @returns {boolean} whether an input method is at work */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isComposing(event)) return;
    if (document.querySelector("dialog[open]")) return;
    const found = known.findLast(({ test, act }) => test(event) && act(event) !== false);
    if (found) event.preventDefault();
  });
}

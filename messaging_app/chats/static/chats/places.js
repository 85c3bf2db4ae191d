/** Where one was in each conversation, for as long as the tab lives. */

/** @typedef {{id: string, below: number}} Place */

/** @param {string} conversation @param {Place | null} place null: at the end */
export function remember(conversation, place) {
  try {
    if (place) sessionStorage.setItem(name(conversation), JSON.stringify(place));
    else sessionStorage.removeItem(name(conversation));
  } catch {
    // Without storage it opens at the end.
  }
}

/** @param {string} conversation @returns {Place | null} */
export function recall(conversation) {
  try {
    return JSON.parse(sessionStorage.getItem(name(conversation)));
  } catch {
    return null;
  }
}

function name(conversation) {
  return `rapport-place-${conversation}`;
}

/** Something that opens beside an element, above everything, and closes by itself. */

const GAP = 4;
const EDGE = 8;

/**
 * @param {HTMLElement} content
 * @param {HTMLElement} anchor
 * @param {{sheet?: boolean}} [options] `sheet`: at the foot of a small screen
 * @returns {() => void} closes it
 */
export function show(content, anchor, { sheet = false } = {}) {
  const before = document.activeElement;
  // "auto" would close it at the end of the very press that it opened under.
  content.popover = "manual";
  content.classList.add("popover");
  content.classList.toggle("sheet", sheet);
  document.body.append(content);
  content.showPopover();
  if (!isSheet(content)) place(content, anchor.getBoundingClientRect());
  const close = () => content.isConnected && content.hidePopover();
  const ends = closeFromOutside(content, close);
  content.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    ends();
    if (content.contains(document.activeElement) || document.activeElement === document.body) {
      before?.focus?.({ preventScroll: true });
    }
    content.remove();
  });
  return close;
}

function closeFromOutside(content, close) {
  const watch = new AbortController();
  const options = { capture: true, signal: watch.signal };
  addEventListener("pointerdown", (event) => {
    if (!content.contains(event.target)) close();
  }, options);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  }, options);
  return () => watch.abort();
}

function isSheet(content) {
  return content.classList.contains("sheet") && matchMedia("(width < 720px)").matches;
}

/** Below the anchor if there is room, else above; never over the edge of the screen. */
function place(content, at) {
  const { width, height } = content.getBoundingClientRect();
  const below = at.bottom + GAP;
  const top = below + height + EDGE <= innerHeight ? below : Math.max(EDGE, at.top - GAP - height);
  const isRightToLeft = getComputedStyle(content).direction === "rtl";
  const left = isRightToLeft ? at.left : at.right - width;
  content.style.top = `${top}px`;
  content.style.left = `${Math.min(Math.max(EDGE, left), innerWidth - width - EDGE)}px`;
}

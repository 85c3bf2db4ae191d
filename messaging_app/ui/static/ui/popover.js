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
  content.popover = "auto";
  content.classList.add("popover");
  content.classList.toggle("sheet", sheet);
  document.body.append(content);
  content.showPopover();
  if (!isSheet(content)) place(content, anchor.getBoundingClientRect());
  const close = () => content.isConnected && content.hidePopover();
  content.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    if (content.contains(document.activeElement) || document.activeElement === document.body) {
      before?.focus?.({ preventScroll: true });
    }
    content.remove();
  });
  return close;
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

/** Finding and copying the parts that templates name. */

/**
 * @param {ParentNode} inside
 * @param {string} name
 * @returns {HTMLElement | null}
 */
export function part(inside, name) {
  return inside.querySelector(`[data-part="${name}"]`);
}

/**
 * @param {string} id of a template
 * @returns {HTMLElement | null} a copy of its first element
 */
export function clone(id) {
  const template = document.getElementById(id);
  return template ? template.content.firstElementChild.cloneNode(true) : null;
}

/**
 * @param {string} html
 * @returns {DocumentFragment} what a part of a page holds; nothing in it runs
 */
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** @param {string} html @returns {HTMLElement | null} */
export function element(html) {
  return fragment(html).firstElementChild;
}

/**
 * Makes `old` look like `fresh`, keeping focus, selection and what is playing.
 * @param {Element} old
 * @param {Element} fresh
 * @returns {Element} what stands there now
 */
export function morph(old, fresh) {
  const [now] = window.Idiomorph.morph(old, fresh, { morphStyle: "outerHTML", callbacks });
  return now ?? old;
}

const callbacks = {
  /** A player that plays goes on; what the person opened stays open. */
  beforeNodeMorphed(old) {
    const media = old.matches?.("audio, video") ? old : old.matches?.("[data-audio]") &&
      old.querySelector("audio");
    return !media || media.paused;
  },
  beforeAttributeUpdated(name, element) {
    return !(name === "open" && element instanceof HTMLDetailsElement);
  },
};

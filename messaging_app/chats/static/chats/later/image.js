/** A photo, large. */

import { open } from "ui/dialog.js";
import { part } from "ui/parts.js";

/** @param {HTMLAnchorElement} link to the large version */
export function show(link) {
  const dialog = document.getElementById("image");
  const image = part(dialog, "image");
  const download = part(dialog, "download");
  image.src = link.href;
  image.alt = link.querySelector("img")?.alt ?? "";
  download.href = link.href.replace(/\?.*$/, "?size=original");
  download.download = link.dataset.name;
  open(dialog);
  dialog.addEventListener("close", () => image.removeAttribute("src"), { once: true });
}

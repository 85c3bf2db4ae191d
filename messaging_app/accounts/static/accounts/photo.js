/** Sends the photo as soon as it is chosen; without this, the button does. */
for (const form of document.querySelectorAll("[data-upload]")) {
  form.querySelector("[data-part=send]").hidden = true;
  form.elements.photo.addEventListener("change", () => form.submit());
}

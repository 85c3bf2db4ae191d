/** Copies the link beside the button. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const link = button.parentElement.querySelector("[data-part=link]");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.value);
    link.select();
  });
}

/** Asks the browser for its leave when desktop notifications are switched on. */
document.addEventListener("change", async ({ target }) => {
  if (target.name !== "desktop_notifications" || !target.checked) return;
  const leave = await Notification.requestPermission();
  document.querySelector("[data-part=blocked]").hidden = leave === "granted";
});

/** Shows a new theme and text size at once, and keeps them for the door of this device. */
document.addEventListener("accounts:appearance", ({ detail }) => {
  show("theme", detail.theme, "system");
  show("text", detail.text, "medium");
});

function show(name, value, usual) {
  const { dataset } = document.documentElement;
  if (value === usual) delete dataset[name];
  else dataset[name] = value;
  const age = value === usual ? 0 : 31536000;
  document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax`;
}

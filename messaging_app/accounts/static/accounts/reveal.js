/** Puts an eye on every password field, to see what one types. */
const EYE = "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7-10-7-10-7z";

for (const field of document.querySelectorAll("input[type=password]")) {
  const frame = document.createElement("div");
  frame.className = "reveal";
  field.classList.add("input");
  field.before(frame);
  frame.append(field, eyeOf(field));
}

function eyeOf(field) {
  const eye = document.createElement("button");
  eye.type = "button";
  eye.className = "icon-button";
  eye.setAttribute("aria-pressed", "false");
  eye.setAttribute("aria-label", "Show the password");
  eye.setAttribute("aria-controls", field.id);
  eye.append(drawing());
  eye.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
  });
  field.form?.addEventListener("submit", () => (field.type = "password"));
  return eye;
}

function drawing() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const lid = document.createElementNS(svg.namespaceURI, "path");
  lid.setAttribute("d", EYE);
  const pupil = document.createElementNS(svg.namespaceURI, "circle");
  for (const [name, value] of Object.entries({ cx: 12, cy: 12, r: 3 })) pupil.setAttribute(name, value);
  svg.append(lid, pupil);
  return svg;
}

/** Fields that find while one types, and lists that go on when one comes to their end. */

import { visit } from "chats/navigation.js";
import { fragment, part } from "ui/parts.js";
import { ask } from "ui/requests.js";

const LATER = 250;
/** Where the results of each kind of field stand, and what of the answer goes there. */
const TARGETS = {
  "[data-people-search]": "#people",
  "[data-find]": "#results",
  "[data-participants-search]": "#participant-rows",
};

let timer = 0;
let asked = new AbortController();

export function start() {
  document.addEventListener("input", ({ target }) => {
    const act = actOf(target);
    clearTimeout(timer);
    if (act) timer = setTimeout(() => act().catch(() => {}), LATER);
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("input[type=search]");
    const act = field && event.target.matches(`#search, ${Object.keys(TARGETS)}`) && actOf(field);
    if (!act) return;
    event.preventDefault();
    clearTimeout(timer);
    act().catch(() => {});
  });
  document.addEventListener("change", ({ target }) => pick(target));
  document.addEventListener("click", (event) => {
    const more = event.target.closest("a[data-more]");
    if (!more) return;
    event.preventDefault();
    goOn(more).catch(() => {});
  });
}

/** @returns {(() => Promise<void>) | null} what typing into a field does */
function actOf(field) {
  const form = field.closest?.("form");
  if (!form || field.type !== "search") return null;
  if (form.id === "search") return () => visit(`${form.action}?${new URLSearchParams({ q: field.value })}`);
  const picker = field.closest(".picker");
  if (picker) return () => find(picker.dataset.peopleUrl, field.value, part(picker, "rows"));
  const [, target] = Object.entries(TARGETS).find(([kind]) => form.matches(kind)) ?? [];
  const place = target && document.querySelector(target);
  return place ? () => find(form.action, field.value, place) : null;
}

async function find(address, words, place) {
  asked.abort();
  asked = new AbortController();
  const url = new URL(address, location.href);
  url.searchParams.set("q", words);
  if (place.dataset.part === "rows") url.searchParams.set("part", "picker");
  const answer = await ask(url.href, { signal: asked.signal });
  place.replaceChildren(...contentFor(place, fragment(await answer.text())));
}

/** An answer may hold more than the place wants. */
function contentFor(place, answer) {
  const same = place.id && answer.querySelector(`#${place.id}`);
  return [...(same || answer).childNodes];
}

async function goOn(more) {
  const place = more.closest("#rows, #people, #results, #participant-rows, .shared");
  const answer = fragment(await (await ask(more.href)).text());
  const end = more.closest("li") ?? more;
  end.replaceWith(...contentFor(place ?? more, answer));
}

/** Who is chosen stands above the results, which change with every letter. */
function pick(box) {
  const picker = box.closest?.(".picker");
  if (!picker || box.type !== "checkbox") return;
  const picked = part(picker, "picked");
  if (picked.contains(box)) return box.closest("label").remove();
  for (const label of picked.children) {
    if (label.querySelector("input").value === box.value) label.remove();
  }
  if (box.checked) picked.append(chip(box));
  const row = box.closest("li");
  if (row) row.hidden = box.checked;
}

function chip(box) {
  const label = Object.assign(document.createElement("label"), { className: "chip picked-person" });
  const kept = box.cloneNode();
  kept.className = "aloud";
  kept.checked = true;
  label.append(kept, box.dataset.name);
  return label;
}

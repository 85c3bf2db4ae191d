/** Times on the page, said anew as time goes by, and the zone that the server says them in. */

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * @param {Date} at
 * @param {string} form clock, when or day, as the server knows them
 * @param {Date} [now]
 */
export function say(at, form, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (form === "day") return day(at, days, now);
  if (form === "clock" || days === 0) return clock(at);
  if (days > 0 && days < 7) return worded(at, { weekday: "short" });
  return worded(at, { day: "numeric", month: "short", ...yearUnlessThis(at, now) });
}

/** @param {Date} at */
export function clock(at) {
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** @param {Date} at @returns {string} `2026-11-22` by the clock of this person */
export function dayKey(at) {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** @param {number} seconds @returns {string} `1:05` */
export function length(seconds) {
  return `${Math.floor(seconds / 60)}:${two(Math.floor(seconds % 60))}`;
}

/** @param {ParentNode} [inside] */
export function refresh(inside = document) {
  for (const element of inside.querySelectorAll("time[data-form=when], time[data-form=day]")) {
    const said = say(new Date(element.dateTime), element.dataset.form);
    if (element.textContent !== said) element.textContent = said;
  }
}

export function start() {
  rememberZone();
  setInterval(refresh, MINUTE);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}

/** The server reads this cookie when it says a time or cuts the history into days. */
function rememberZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || document.cookie.includes(`tz=${zone}`)) return;
  document.cookie = `tz=${zone}; path=/; max-age=31536000; samesite=lax`;
}

function day(at, days, now) {
  if (days === 0) return worded(0, "today");
  if (days === 1) return worded(1, "yesterday");
  return worded(at, {
    weekday: "long", day: "numeric", month: "long", ...yearUnlessThis(at, now),
  });
}

/** In the language of the page. */
function worded(at, form) {
  const language = document.documentElement.lang || "en";
  if (typeof form === "string") {
    const said = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-at, "day");
    return said[0].toUpperCase() + said.slice(1);
  }
  const british = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(british, form).format(at);
}

function yearUnlessThis(at, now) {
  return at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
}

function midnight(at) {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** Times on the page, said anew as time goes by, in the zone in which the server says them. */

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * @param {Date} at
 * @param {string} form clock, when or day, as the server knows them
 * @param {Date} [now]
 */
export function say(at, form, now = new Date()) {
  const days = (midnight(now) - midnight(at)) / DAY;
  if (form === "day") return day(at, days, now);
  if (form === "clock" || days === 0) return clock(at);
  if (days > 0 && days < 7) return worded(at, { weekday: "short" });
  return worded(at, { day: "numeric", month: "short", ...yearUnlessThis(at, now) });
}

/** @param {Date} at */
export function clock(at) {
  const { hour, minute } = fields(at);
  return `${hour}:${minute}`;
}

/** @param {Date} at @returns {string} `2026-11-22` */
export function dayKey(at) {
  const { year, month, day } = fields(at);
  return `${year}-${month}-${day}`;
}

/** @param {number} seconds @returns {string} `1:05` */
export function length(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/** @param {ParentNode} [inside] */
export function refresh(inside = document) {
  for (const element of inside.querySelectorAll("time[data-form=when], time[data-form=day]")) {
    const said = say(new Date(element.dateTime), element.dataset.form);
    if (element.textContent !== said) element.textContent = said;
  }
}

export function start() {
  setInterval(refresh, MINUTE);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}

function day(at, days, now) {
  if (days === 0 || days === 1) return relative(-days);
  const long = { weekday: "long", day: "numeric", month: "long" };
  return worded(at, { ...long, ...yearUnlessThis(at, now) });
}

/** "Today", "Yesterday". */
function relative(days) {
  const said = new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(days, "day");
  return said[0].toUpperCase() + said.slice(1);
}

function worded(at, form) {
  const place = language() === "en" ? "en-GB" : language();
  return new Intl.DateTimeFormat(place, { timeZone: zone(), ...form }).format(at);
}

function yearUnlessThis(at, now) {
  return fields(at).year === fields(now).year ? {} : { year: "numeric" };
}

function midnight(at) {
  const { year, month, day } = fields(at);
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** @returns {Record<"year" | "month" | "day" | "hour" | "minute", string>} */
function fields(at) {
  const two = "2-digit";
  const form = { year: "numeric", month: two, day: two, hour: two, minute: two, hourCycle: "h23" };
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone(), ...form }).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

function language() {
  return document.documentElement.lang || "en";
}

/** The person may have chosen another zone than this computer's. */
function zone() {
  return document.documentElement.dataset.zone || undefined;
}

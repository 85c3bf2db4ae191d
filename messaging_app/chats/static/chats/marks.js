/** What a message shows differently to each reader: whose it is, ticks, own reactions. */

const WORDS = { sent: "Sent", delivered: "Delivered", read: "Read" };

/**
 * Makes a message that was drawn for everyone one that was drawn for me.
 * @param {HTMLElement} message
 * @param {string} me
 */
export function dress(message, me) {
  if (message.dataset.sender) message.classList.toggle("mine", message.dataset.sender === me);
  for (const pill of message.querySelectorAll(".reaction")) {
    const isMine = pill.dataset.people.split(" ").includes(me);
    pill.classList.toggle("mine", isMine);
    pill.setAttribute("aria-pressed", String(isMine));
  }
}

/**
 * @param {ParentNode} inside
 * @param {{read: number, delivered: number}} positions
 * @param {HTMLElement} [only] one message
 */
export function mark(inside, positions, only) {
  const messages = only ? [only] : inside.querySelectorAll(".message.mine[data-seq]");
  for (const message of messages) {
    const tick = message.querySelector(".tick");
    if (tick) setTick(tick, reached(Number(message.dataset.seq), positions));
  }
}

/** @param {number} seq @param {{read: number, delivered: number}} positions */
export function reached(seq, { read, delivered }) {
  if (seq <= read) return "read";
  return seq <= delivered ? "delivered" : "sent";
}

function setTick(tick, state) {
  if (tick.dataset.tick === state) return;
  tick.dataset.tick = state;
  const rest = (tick.getAttribute("aria-label") ?? "").replace(/^[^,]*/, "");
  tick.setAttribute("aria-label", WORDS[state] + rest);
}

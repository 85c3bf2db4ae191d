/** One opening of the stream, until it ends. */

import { Parser } from "chats/sse.js";

const SILENCE = 40_000; // the server says something at least every 15 s

/** The server answered, but with no stream. */
export class Closed extends Error {
  /** @param {Response} answer */
  constructor(answer) {
    super(`stream: ${answer.status}`);
    this.isSignedOut = answer.type === "opaqueredirect" || [401, 403].includes(answer.status);
    this.isCrowded = answer.status === 429;
  }
}

/**
 * `fetch` and not EventSource: it tells why it failed, and lets the heartbeat be heard.
 * @param {string} address
 * @param {AbortController} attempt
 * @param {{hear: (sent: import("chats/sse.js").Sent) => void, beat: () => void}} ears
 * @returns {Promise<void>} when the server, or silence, has ended it
 * @throws {Closed | TypeError | DOMException}
 */
export async function listen(address, attempt, ears) {
  const silence = new Silence(() => attempt.abort());
  try {
    const answer = await fetch(address, {
      signal: attempt.signal,
      cache: "no-store",
      redirect: "manual",
      headers: { Accept: "text/event-stream" },
    });
    if (!answer.ok) throw new Closed(answer);
    await read(answer.body.getReader(), silence, ears);
  } finally {
    silence.end();
  }
}

async function read(reader, silence, { hear, beat }) {
  const parser = new Parser();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    silence.broken();
    beat();
    for (const sent of parser.read(decoder.decode(value, { stream: true }))) hear(sent);
  }
}

class Silence {
  #timer = 0;
  #act;

  constructor(act) {
    this.#act = act;
    this.broken();
  }

  broken() {
    this.end();
    this.#timer = setTimeout(this.#act, SILENCE);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

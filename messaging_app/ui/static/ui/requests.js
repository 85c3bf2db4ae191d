/** Asking the server for something, from a script. */

/** The server answered, but not with what was asked for. */
export class Refusal extends Error {
  /** @param {number} status @param {string} reason said to the person as it is */
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }

  /** Whether the same request would be refused again. */
  get isFinal() {
    return this.status < 500 && ![401, 408, 425, 429].includes(this.status);
  }
}

/** No answer came: no network, or the server is away. */
export class Unreachable extends Error {}

/** @returns {string} what proves to the server that this page is its own */
export function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} an answer that is good
 * @throws {Refusal | Unreachable}
 */
export async function ask(address, options = {}) {
  const headers = { "HX-Request": "true", ...options.headers };
  if (options.method && options.method !== "GET") headers["X-CSRFToken"] = token();
  const answer = await fetch(address, { credentials: "same-origin", ...options, headers }).catch(
    (error) => {
      if (error.name === "AbortError") throw error;
      throw new Unreachable(String(error));
    },
  );
  if (answer.status === 401) signIn();
  if (!answer.ok) throw new Refusal(answer.status, await reason(answer));
  return answer;
}

/**
 * @param {string} address
 * @param {FormData | URLSearchParams | object} [body] an object goes as JSON
 * @param {RequestInit} [options]
 */
export function post(address, body = new URLSearchParams(), options = {}) {
  const isForm = body instanceof FormData || body instanceof URLSearchParams;
  return ask(address, {
    method: "POST",
    ...options,
    body: isForm ? body : JSON.stringify(body),
    headers: { ...(isForm ? {} : { "Content-Type": "application/json" }), ...options.headers },
  });
}

/** The page itself leads to signing in, and back to where one was. */
function signIn() {
  location.reload();
}

/** @param {Response} answer */
async function reason(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  const text = await answer.text().catch(() => "");
  if (kind.startsWith("application/json")) return JSON.parse(text).error ?? sentence(answer.status);
  return kind.startsWith("text/plain") && text ? text : sentence(answer.status);
}

/** @param {number} status */
function sentence(status) {
  if (status === 403) return "You may not do that.";
  if (status === 404) return "This is not here any more.";
  if (status === 413) return "That is too large.";
  if (status === 429) return "That was too fast. Wait a moment.";
  return "That did not work. Try again.";
}

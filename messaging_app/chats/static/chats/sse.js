/** Server-sent events, read from a stream of text. */

/** @typedef {{event: string, data: string, id: string | null}} Sent */

export class Parser {
  #rest = "";
  #sent = blank();

  /**
   * @param {string} text the next piece, cut anywhere
   * @returns {Sent[]} the events that are whole now; a comment yields none
   */
  read(text) {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    return lines.flatMap((line) => this.#take(line.replace(/\r$/, "")));
  }

  #take(line) {
    if (line === "") return this.#finish();
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#sent.event = value;
    if (name === "id") this.#sent.id = value;
    if (name === "data") this.#sent.lines.push(value);
    return [];
  }

  #finish() {
    const { event, id, lines } = this.#sent;
    this.#sent = blank();
    return lines.length ? [{ event, id, data: lines.join("\n") }] : [];
  }
}

function blank() {
  return { event: "message", id: null, lines: [] };
}

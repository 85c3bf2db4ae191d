/** The addresses that scripts ask for. */

export const list = "/chats/";
export const search = "/search/";
export const receipts = "/receipts/";
export const presence = "/presence/";
export const uploads = "/attachments/";

/** @param {string} id */
export function conversation(id) {
  const page = `/chats/${id}/`;
  return {
    page,
    row: `${page}row/`,
    messages: `${page}messages/`,
    draft: `${page}draft/`,
    typing: `${page}typing/`,
    unread: `${page}unread/`,
    participants: `${page}participants/`,
    /** @param {string} message */
    message: (message) => `${page}messages/${message}/`,
    /** @param {string} message */
    revisions: (message) => `${page}messages/${message}/revisions/`,
    /** @param {string} message */
    reactions: (message) => `${page}messages/${message}/reactions/`,
  };
}

/** Files on their way to the server, each of them once. */

import { uploads as address } from "chats/addresses.js";
import { ask, Refusal, token, Unreachable } from "ui/requests.js";

/** @typedef {{key: string, name: string, blob: Blob, id: string | null}} Upload */
/** @typedef {{id: string, name: string, kind: string, preview: string}} Uploaded */

/** @type {Map<string, Promise<Uploaded>>} */
const running = new Map();

/**
 * Uploads a file, or waits for the upload that runs already.
 * @param {Upload} file
 * @param {(part: number) => void} [progress] from 0 to 1
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uploaded>}
 */
export function upload(file, progress = () => {}, signal = undefined) {
  if (!running.has(file.key)) {
    const uploaded = begin(file, progress, signal);
    running.set(file.key, uploaded);
    uploaded.catch(() => running.delete(file.key));
  }
  return running.get(file.key);
}

/** `fetch` cannot tell how much it has sent. */
function begin(file, progress, signal) {
  const request = new XMLHttpRequest();
  const form = new FormData();
  form.set("file", file.blob, file.name);
  request.open("POST", address);
  request.responseType = "text";
  request.setRequestHeader("X-CSRFToken", token());
  request.setRequestHeader("HX-Request", "true");
  signal?.addEventListener("abort", () => request.abort());
  request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
  return new Promise((resolve, reject) => {
    request.onload = () => answered(request, resolve, reject);
    request.onerror = request.onabort = () => reject(new Unreachable("upload"));
    request.send(form);
  });
}

function answered(request, resolve, reject) {
  if (request.status < 300) return resolve(JSON.parse(request.responseText));
  return reject(new Refusal(request.status, reasonIn(request.responseText)));
}

function reasonIn(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return "This file could not be uploaded.";
  }
}

/** The person thought better of it. @param {Upload} file */
export function withdraw({ id }) {
  if (id) ask(`${address}${id}/`, { method: "DELETE" }).catch(() => {}); // else a job clears it
}

/** What is kept in this browser for one person: messages to send. */

const VERSION = 1;
const PREFIX = "rapport-";
const OUTBOX = "outbox";

export class Store {
  #user;
  #opened = null;
  #memory = new Map();
  #isLeft = false;

  /** @param {string} user */
  constructor(user) {
    this.#user = user;
  }

  /** @returns {Promise<any[]>} in the order of their keys */
  async all() {
    return this.#do("readonly", (kept) => kept.getAll(), () => [...this.#memory.values()]);
  }

  /** @param {{key: string}} value */
  async put(value) {
    const instead = () => this.#memory.set(value.key, value);
    return this.#do("readwrite", (kept) => kept.put(value), instead);
  }

  /** @param {string} key */
  async remove(key) {
    return this.#do("readwrite", (kept) => kept.delete(key), () => this.#memory.delete(key));
  }

  /** Forget everything, for nobody else to find on this machine. */
  async destroy() {
    const database = await this.#open();
    this.#leave(database);
    if (database) await settled(indexedDB.deleteDatabase(PREFIX + this.#user));
  }

  async #do(mode, act, instead) {
    const database = await this.#open();
    if (!database || this.#isLeft) return instead();
    const transaction = database.transaction(OUTBOX, mode);
    const result = await settled(act(transaction.objectStore(OUTBOX)));
    if (mode === "readwrite") await committed(transaction);
    return result;
  }

  /** Another tab signs out, or this one: nothing is written down from now on. */
  #leave(database) {
    this.#isLeft = true;
    this.#memory.clear();
    database?.close();
  }

  /** @returns {Promise<IDBDatabase | null>} null where the browser keeps nothing, as in private */
  #open() {
    this.#opened ??= opened(PREFIX + this.#user).then(
      (database) => {
        database.onversionchange = () => this.#leave(database);
        database.onclose = () => (this.#opened = null);
        return database;
      },
      () => null,
    );
    return this.#opened;
  }
}

function opened(name) {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => request.result.createObjectStore(OUTBOX, { keyPath: "key" });
  return settled(request);
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Only what is committed is kept when the page dies in the next moment. */
function committed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
}

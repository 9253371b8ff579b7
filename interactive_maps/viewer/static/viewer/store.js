// The state of the page. Parts of the page subscribe to it instead of calling each other.

/** @import { PageState } from "../../types" */

/** @typedef {(state: Readonly<PageState>, old: Readonly<PageState>) => void} Listener */

export class Store {
  /** @type {Readonly<PageState>} */
  #state;
  /** @type {Set<{keys: (keyof PageState)[], listener: Listener}>} */
  #subscriptions = new Set();

  /** @param {PageState} state */
  constructor(state) {
    this.#state = Object.freeze({ ...state });
  }

  get state() {
    return this.#state;
  }

  /**
   * Replace some values. Each listener to a value that differs is called once, with the new and the old state.
   * @param {Partial<PageState>} changes
   */
  set(changes) {
    const old = this.#state;
    const keys = /** @type {(keyof PageState)[]} */ (Object.keys(changes));
    const changed = new Set(keys.filter((key) => !isEqual(old[key], changes[key])));
    if (changed.size === 0) return;
    this.#state = Object.freeze({ ...old, ...changes });
    for (const subscription of [...this.#subscriptions]) {
      if (subscription.keys.some((key) => changed.has(key))) subscription.listener(this.#state, old);
    }
  }

  /**
   * Call `listener(state, old)` whenever one of `keys` changes.
   * @param {(keyof PageState)[]} keys
   * @param {Listener} listener
   */
  subscribe(keys, listener) {
    this.#subscriptions.add({ keys, listener });
  }
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function isEqual(a, b) {
  return Object.is(a, b) || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

// What the page shows, in one place: parts of the page watch it, and nobody talks to another part directly.

export class Store {
  #state;
  #watchers = new Set();

  constructor(state) {
    this.#state = Object.freeze({ ...state });
  }

  get state() {
    return this.#state;
  }

  /** Replace some values; those who watch any that differ are told once, with the new and the old state. */
  set(changes) {
    const old = this.#state;
    const changed = new Set(Object.keys(changes).filter((key) => !isSame(old[key], changes[key])));
    if (changed.size === 0) return;
    this.#state = Object.freeze({ ...old, ...changes });
    for (const { keys, tell } of [...this.#watchers]) {
      if (keys.some((key) => changed.has(key))) tell(this.#state, old);
    }
  }

  /** Call `tell(state, old)` whenever one of `keys` changes. */
  watch(keys, tell) {
    this.#watchers.add({ keys, tell });
  }
}

function isSame(a, b) {
  return Object.is(a, b) || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
}

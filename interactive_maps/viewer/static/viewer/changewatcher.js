// A watcher that polls the map's version while the page is visible.

import { pause } from "./stream.js";

/** @import { IndoorMap } from "./client.js" */

const INTERVAL = 30_000; // milliseconds

export class ChangeWatcher {
  #client;
  #layers;
  #onChange;
  /** @type {Map<string, string>} the last known version of each layer */
  #versions = new Map();
  #wake = new AbortController();

  /**
   * Call `onChange()` whenever one of `layers` has changed, from when `begin` is resolved.
   * @param {IndoorMap} client
   * @param {string[]} layers
   * @param {() => Promise<void>} onChange
   * @param {Promise<unknown>} begin
   */
  constructor(client, layers, onChange, begin) {
    this.#client = client;
    this.#layers = layers;
    this.#onChange = onChange;
    addEventListener("online", () => this.checkNow());
    document.addEventListener("visibilitychange", () => this.checkNow());
    begin.then(() => this.#poll());
  }

  /** Check for changes without waiting for the next interval. */
  checkNow() {
    this.#wake.abort();
  }

  async #poll() {
    for (;;) {
      if (!document.hidden && (await this.#hasChanged())) await this.#onChange();
      this.#wake = new AbortController();
      await pause(INTERVAL, this.#wake.signal).catch(() => {});
    }
  }

  async #hasChanged() {
    let isChanged = false;
    for (const layer of this.#layers) {
      const version = await this.#client.readVersion(layer).catch(() => null); // offline: the next poll finds out
      if (!version) continue;
      isChanged ||= this.#versions.has(layer) && this.#versions.get(layer) !== version;
      this.#versions.set(layer, version);
    }
    return isChanged;
  }
}

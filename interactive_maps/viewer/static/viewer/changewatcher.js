// Looks whether the map has changed since it was read.

import { pause } from "./stream.js";

const EVERY = 30_000; // milliseconds

export class Changes {
  #client;
  #layers;
  #tell;
  #seen = new Map(); // layer -> its version
  #wake = new AbortController();

  /** Call `tell()` whenever one of `layers` has changed. */
  constructor(client, layers, tell) {
    this.#client = client;
    this.#layers = layers;
    this.#tell = tell;
    addEventListener("online", () => this.look());
    document.addEventListener("visibilitychange", () => this.look());
    this.#watch();
  }

  /** Look at once. */
  look() {
    this.#wake.abort();
  }

  async #watch() {
    for (;;) {
      if (!document.hidden && (await this.#compare())) await this.#tell();
      this.#wake = new AbortController();
      await pause(EVERY, this.#wake.signal).catch(() => {});
    }
  }

  async #compare() {
    let isChanged = false;
    for (const layer of this.#layers) {
      const version = await this.#client.readVersion(layer).catch(() => null); // away for a moment: the next look tells
      if (!version) continue;
      isChanged ||= this.#seen.has(layer) && this.#seen.get(layer) !== version;
      this.#seen.set(layer, version);
    }
    return isChanged;
  }
}

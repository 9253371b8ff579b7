// Work in short tasks: in between, the page responds to input.

import { pause } from "./stream.js";

const LONGEST_TASK = 12; // milliseconds of work before the page may respond to input

export class Pace {
  #rested = performance.now();

  /** Whether it is time to rest. */
  get isTired() {
    return performance.now() - this.#rested > LONGEST_TASK;
  }

  /**
   * Let the page respond to input, and go on.
   * @param {AbortSignal} [signal]
   */
  async rest(signal) {
    await pause(0, signal);
    this.#rested = performance.now();
  }
}

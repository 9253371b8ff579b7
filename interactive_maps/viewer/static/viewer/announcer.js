// What screen readers are told without being asked.

import { make } from "./dom.js";

export class Announcer {
  element = make("div", { className: "unseen", attributes: { role: "status" }, aria: { live: "polite" } });
  #timer = 0;

  /** Say a sentence; of several at once, the last. */
  say = (text) => {
    clearTimeout(this.#timer);
    // Emptied first: the same sentence twice would not be read again.
    this.element.textContent = "";
    this.#timer = setTimeout(() => { this.element.textContent = text; }, 60);
  };
}

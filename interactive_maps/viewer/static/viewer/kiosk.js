// A screen that many people use after each other: whoever leaves it leaves nothing behind.

import { make } from "./dom.js";

const WARNING = 10; // seconds

/** Call `reset()` after `idle` seconds without a touch or a key; before, a bar counts down and can be answered. */
export function watchIdleness({ idle, getWords, reset, announce }) {
  const text = make("span");
  const stay = make("button", { type: "button", className: "primary" });
  const bar = make("div", { className: "idle-bar", hidden: true, attributes: { role: "alertdialog" } }, text, stay);
  document.body.append(bar);
  let last = performance.now();
  let isFresh = true; // nobody has touched it since the last reset
  const wake = (event) => {
    // A touch on the bar is its button's: were the bar gone before the click, the map below would be clicked.
    if (bar.contains(event.target) && event.type !== "click") return;
    last = performance.now();
    isFresh = false;
    bar.hidden = true;
  };
  for (const kind of ["click", "pointerdown", "keydown", "wheel"]) addEventListener(kind, wake, { capture: true, passive: true });
  setInterval(() => {
    if (isFresh) return;
    const left = Math.ceil(idle - (performance.now() - last) / 1000);
    const words = getWords();
    if (left <= 0) {
      bar.hidden = true;
      isFresh = true;
      reset();
    } else if (left <= Math.min(WARNING, idle / 2)) {
      if (bar.hidden) announce(words.say("idle", { n: left }));
      bar.hidden = false;
      text.textContent = words.say("idle", { n: words.number(left) });
      bar.setAttribute("aria-label", words.say("idle", { n: left }));
      stay.textContent = words.say("stay");
    }
  }, 250);
}

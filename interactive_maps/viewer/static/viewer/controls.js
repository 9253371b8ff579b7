// What stands at the map's edge: the level switcher and the buttons.

import { drawIcon, make } from "./dom.js";

/** The level switcher: a group of radio buttons, so that arrow keys and screen readers know it; it scrolls when tall. */
export class LevelSwitcher {
  #group = make("fieldset", { className: "levels", hidden: true });
  #store;
  #words;

  constructor(store, words) {
    this.#store = store;
    this.#words = words;
    store.watch(["levels"], () => this.#fill());
    store.watch(["level", "route"], () => this.#mark());
    this.element = this.#group;
    this.#fill();
  }

  setWords(words) {
    this.#words = words;
    this.#fill();
  }

  #fill() {
    const { levels } = this.#store.state;
    this.#group.hidden = levels.length < 2;
    this.#group.replaceChildren(
      make("legend", { className: "unseen", textContent: this.#words.say("levels") }),
      make("div", { className: "levels-list" }, ...levels.map((level) => this.#makeChoice(level))));
    this.#mark();
  }

  #makeChoice(level) {
    const input = make("input", { type: "radio", name: "level", value: level.level, className: "unseen", aria: { label: this.#words.sayLevel(level) } });
    input.addEventListener("change", () => this.#store.set({ level: level.level }));
    return make("label", { className: "level", title: this.#words.sayLevel(level) }, input,
      make("span", { textContent: level.short ?? this.#words.number(level.level), aria: { hidden: "true" } }));
  }

  #mark() {
    const { level, route } = this.#store.state;
    const onRoute = new Set((route?.legs ?? []).map((leg) => leg.level));
    for (const input of this.#group.querySelectorAll("input")) {
      const isShown = Number(input.value) === level;
      input.checked = isShown;
      input.parentElement.classList.toggle("on-route", onRoute.has(Number(input.value)));
      if (isShown) keepInView(input.parentElement);
    }
  }
}

// By hand: scrollIntoView would scroll the page too.
function keepInView(label) {
  const list = label.parentElement;
  const middle = label.offsetTop - (list.clientHeight - label.offsetHeight) / 2;
  list.scrollTo({ top: middle });
}

const ICONS = {
  zoomIn: "M12 5v14M5 12h14", zoomOut: "M5 12h14", wholeMap: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  locate: "M12 8a4 4 0 1 0 .01 0M12 2v3M12 19v3M2 12h3M19 12h3", share: "M12 15V4M8 8l4-4 4 4M5 12v8h14v-8",
};

/** Return the buttons; `actions` has a function for each of zoomIn, zoomOut, wholeMap, locate, share that is wanted. */
export function makeControls(words, actions) {
  return make("div", { className: "controls", attributes: { role: "group" }, aria: { label: words.say("map") } },
    ...Object.keys(ICONS).filter((name) => actions[name]).map((name) =>
      make("button", { type: "button", className: `round control-${name}`, title: words.say(name), aria: { label: words.say(name) }, on: { click: actions[name] } }, drawIcon(ICONS[name]))));
}

// The controls at the edge of the map: the level switcher and the buttons.

import { make, makeIconButton } from "./dom.js";
import { listLevels, nameLevels } from "./levels.js";

/** @import { Map as MapLibreMap } from "maplibre-gl" */
/** @import { I18n } from "./i18n.js" */
/** @import { Store } from "./store.js" */

const LONGEST_LARGE = 5; // letters of a level's name in the size of a number

/** The level switcher: a scrollable group of radio buttons, for arrow keys and screen readers. */
export class LevelSwitcher {
  #store;
  #i18n;
  #nameBuilding;

  /**
   * @param {Store} store
   * @param {I18n} i18n
   * @param {(id: number) => string} nameBuilding
   */
  constructor(store, i18n, nameBuilding) {
    this.#store = store;
    this.#i18n = i18n;
    this.#nameBuilding = nameBuilding;
    this.element = make("fieldset", { className: "levels", hidden: true });
    store.subscribe(["levels", "building"], () => this.#fill());
    store.subscribe(["level", "route"], () => this.#update());
    this.#fill();
  }

  /** @param {I18n} i18n */
  setLanguage(i18n) {
    this.#i18n = i18n;
    this.#fill();
  }

  #fill() {
    const { levels, building } = this.#store.state;
    const shown = listLevels(levels, building);
    const names = nameLevels(levels, building, this.#i18n);
    const name = building === null ? "" : this.#nameBuilding(building);
    this.element.hidden = levels.length < 2;
    this.element.replaceChildren(
      make("legend", { className: "unseen", textContent: [this.#i18n.t("levels"), name].filter(Boolean).join(": ") }),
      make("div", {
        className: "levels-building",
        textContent: name,
        title: name,
        hidden: !name,
        dir: "auto",
        aria: { hidden: "true" }, // the legend says it
      }),
      make("div", { className: "levels-list" }, ...shown.map(({ level }) => this.#makeOption(level, names.get(level)))),
    );
    this.#update();
  }

  /**
   * @param {number} level
   * @param {{name: string, short: string} | undefined} names
   */
  #makeOption(level, { name, short } = { name: "", short: "" }) {
    const change = () => this.#store.set({ level });
    const value = String(level);
    const input = make("input", { type: "radio", name: "level", value, className: "unseen", on: { change } });
    input.setAttribute("aria-label", name);
    const className = short.length > LONGEST_LARGE ? "long" : "";
    const text = make("span", { className, textContent: short, aria: { hidden: "true" } });
    return make("label", { className: "level", title: name }, input, text);
  }

  #update() {
    const { level, route } = this.#store.state;
    const routeLevels = new Set((route?.legs ?? []).map((leg) => leg.level));
    for (const input of this.element.querySelectorAll("input")) {
      const label = /** @type {HTMLElement} */ (input.parentElement);
      input.checked = Number(input.value) === level;
      label.classList.toggle("on-route", routeLevels.has(Number(input.value)));
      if (input.checked) scrollIntoList(label);
    }
  }
}

/**
 * Center a label in its list. `scrollIntoView` would scroll the page, too.
 * @param {HTMLElement} label
 */
function scrollIntoList(label) {
  const list = /** @type {HTMLElement} */ (label.parentElement);
  list.scrollTo({ top: label.offsetTop - (list.clientHeight - label.offsetHeight) / 2 });
}

const LEAST_TURN = 0.05; // degrees, as in the address
const ICONS = {
  compass: "M12 2l4.5 10h-9zM7.5 12 12 22l4.5-10M12 5v7M10 9v3M14 9v3", // the half to the north is hatched
  // The letters 3D.
  tilt:
    "M4.5 8C5 7 6 6.5 7.2 6.5a2.6 2.6 0 0 1 0 5.2H6.5H7.2a2.9 2.9 0 0 1 0 5.8C5.9 17.5 4.9 16.9 4.3 15.8" +
    "M13.5 6.5v11h1.7c3.2 0 5-2.2 5-5.5s-1.8-5.5-5-5.5z",
  walls: "M4 20V9l8-5 8 5v11M4 9l8 5 8-5M12 14v6", // a corner of a room
  zoomIn: "M12 5v14M5 12h14",
  zoomOut: "M5 12h14",
  wholeMap: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  locate: "M12 8a4 4 0 1 0 .01 0M12 2v3M12 19v3M2 12h3M19 12h3",
  share: "M12 15V4M8 8l4-4 4 4M5 12v8h14v-8",
};

/**
 * Return the buttons. `actions` holds a function for each button to show.
 * @param {I18n} i18n
 * @param {{[Name in keyof typeof ICONS]?: (() => unknown) | null}} actions
 */
export function makeControls(i18n, actions) {
  const group = make("div", {
    className: "controls",
    attributes: { role: "group" },
    aria: { label: i18n.t("controls") },
  });
  for (const [name, icon] of Object.entries(ICONS)) {
    const action = actions[/** @type {keyof typeof ICONS} */ (name)];
    if (!action) continue;
    const button = makeIconButton(i18n.t(name), icon, action, `round control-${name}`);
    button.title = i18n.t(name);
    group.append(button);
  }
  return group;
}

/**
 * Turn the compass with the map; a map that is neither turned nor tilted has none, and one that is tilted has no button
 * to tilt it.
 * @param {HTMLElement} controls
 * @param {MapLibreMap} map
 */
export function turnCompass(controls, map) {
  const button = controls.querySelector(".control-compass");
  const icon = button?.querySelector("svg");
  if (!(button instanceof HTMLElement) || !icon) return;
  const [bearing, pitch] = [map.getBearing(), map.getPitch()];
  icon.style.transform = `rotateX(${pitch.toFixed(1)}deg) rotateZ(${(-bearing).toFixed(1)}deg)`;
  const isNeeded = Math.abs(bearing) > LEAST_TURN || pitch > LEAST_TURN;
  if (!isNeeded && document.activeElement === button) map.getCanvas().focus({ preventScroll: true });
  button.hidden = !isNeeded;
  const tilt = /** @type {HTMLElement | null} */ (controls.querySelector(".control-tilt"));
  if (!tilt) return;
  const isTilted = pitch > LEAST_TURN;
  if (isTilted && document.activeElement === tilt) button.focus(); // the way back
  tilt.hidden = isTilted;
}

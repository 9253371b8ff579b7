// The switch for walls that stand up: shown while the map is tilted, remembered by this browser alone.

import { setAria } from "./dom.js";

/** @import { PageContext } from "../../types" */

const KEPT = "indoor-map-walls";
const LEAST_TILT = 0.05; // degrees, as in the address

/** Return whether this browser's visitor wants walls to stand. */
export function wantsWalls() {
  try {
    return localStorage.getItem(KEPT) === "1";
  } catch {
    return false; // no storage
  }
}

/** @param {boolean} isWanted */
function keep(isWanted) {
  try {
    if (isWanted) localStorage.setItem(KEPT, "1");
    else localStorage.removeItem(KEPT);
  } catch {
    // Without storage the next visit begins without walls.
  }
}

export class WallSwitch {
  #page;
  /** @type {Promise<import("./ondemand/walls.js").Walls> | null} once a tilted map shall have walls */
  #walls = null;

  /** @param {PageContext} page */
  constructor(page) {
    this.#page = page;
    page.mapView.map.on("pitch", () => this.#update());
    page.store.subscribe(["walls", "lang"], ({ walls }, old) => {
      if (walls !== old.walls) keep(walls);
      this.#update();
    });
    this.#update();
  }

  /** Show what is the case: on the button, and on a tilted map. */
  async #update() {
    const { mapView, store } = this.#page;
    const isTilted = mapView.map.getPitch() > LEAST_TILT;
    const button = document.querySelector(".control-walls");
    if (button instanceof HTMLElement) {
      if (!isTilted && document.activeElement === button) mapView.map.getCanvas().focus({ preventScroll: true });
      button.hidden = !isTilted;
      setAria(button, "pressed", store.state.walls);
    }
    if (store.state.walls && isTilted) {
      this.#walls ??= import("./ondemand/walls.js").then(({ Walls }) => new Walls(this.#page));
    }
    const walls = await this.#walls?.catch(() => (this.#walls = null)); // without its file: the next try may succeed
    await walls?.set(store.state.walls);
  }
}

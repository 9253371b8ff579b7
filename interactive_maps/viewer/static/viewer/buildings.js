// The buildings: their outlines from afar, and their names.

import { breakWords, tidyName } from "./dom.js";
import { isEmpty, makeBounds, makeFeature, measureBounds, uniteBounds } from "./geometry.js";
import { findNearestLevel, measureBuildings } from "./levels.js";

/** @import { IndoorMap } from "./client.js" */
/** @import { MapView } from "./mapview.js" */
/** @import { Store } from "./store.js" */
/** @import { Bounds, Item, MapFeature, Place, Position } from "../../types" */

export class Buildings {
  #client;
  #mapView;
  #store;
  /** @type {Map<number, string | null | undefined>} */
  #names = new Map();
  /** @type {Map<number, Bounds>} */
  #bounds = new Map();
  /** @type {Set<number>} buildings with levels: the others are outlines */
  #mapped = new Set();

  /**
   * @param {IndoorMap} client
   * @param {MapView} mapView
   * @param {Store} store it learns which building is in view
   */
  constructor(client, mapView, store) {
    this.#client = client;
    this.#mapView = mapView;
    this.#store = store;
    mapView.map.on("moveend", () => this.#lookAround());
    store.subscribe(["levels", "level"], ({ building }) => {
      if (building !== null && !this.#findShown()[building]) this.#lookAround();
    });
  }

  /**
   * Read the buildings and show them once the map is ready.
   * @param {Promise<Item[]>} levels they tell where buildings are that nobody drew as a whole
   * @param {() => void} onNames called when their names and bounds are known
   */
  async load(levels, onNames) {
    /** @type {[Item[], Item[]]} */
    const [items, levelItems] = await Promise.all([
      this.#client.list("buildings").catch(() => []),
      levels.catch(() => []),
    ]);
    this.#names = new Map(items.map(({ id, name }) => [id, name]));
    const levelBounds = measureBuildings(levelItems);
    this.#mapped = new Set(levelBounds.keys());
    this.#bounds = new Map(
      items.flatMap(({ id, geometry }) => {
        const bounds = measureBounds(geometry);
        uniteBounds(bounds, levelBounds.get(id) ?? makeBounds());
        return isEmpty(bounds) ? [] : [[id, bounds]];
      }),
    );
    this.#lookAround();
    onNames();
    await this.#mapView.ready;
    this.#mapView.show(
      "buildings",
      items.flatMap((item) => makeFeatures(item, this.#bounds.get(item.id), this.#mapped.has(item.id))),
    );
  }

  /**
   * Return the name of a place's building, empty if there is only one.
   * @param {Pick<Place, "building" | "building_id">} place
   */
  nameOf = ({ building, building_id: id }) =>
    tidyName(building ?? (this.#names.size > 1 ? this.#names.get(id ?? NaN) : ""));

  /** Whether anything of a building is on the screen, be it one without levels. */
  get areInView() {
    return [...this.#bounds.values()].some((bounds) => this.#mapView.sees(bounds));
  }

  /**
   * Show a building, and its level nearest to the current one; return false if nobody drew it.
   * @param {number} id
   * @param {{animate?: boolean}} options
   */
  goTo(id, { animate = true } = {}) {
    const bounds = this.#bounds.get(id);
    if (!bounds) return false;
    this.#store.set({ level: this.#chooseLevel(id) });
    this.#mapView.fit(bounds, { always: true, animate });
    return true;
  }

  /**
   * Show a building that is seen from afar, or without a level; return false if it is neither.
   * @param {number} id
   */
  approach(id) {
    const bounds = this.#bounds.get(id);
    const isMissed = bounds && (this.#mapView.isAfar(bounds) || this.#chooseLevel(id) !== this.#store.state.level);
    return isMissed ? this.goTo(id) : false;
  }

  /**
   * Show what there is where somebody is: in a building without the level on display, its nearest one.
   * @param {Position} location
   */
  enter(location) {
    const id = this.#findInView(location, [...location, ...location]);
    if (id !== null) this.#store.set({ level: this.#chooseLevel(id) });
  }

  /** @param {number} id */
  #chooseLevel(id) {
    const { levels, level } = this.#store.state;
    return findNearestLevel(levels, id, level);
  }

  #lookAround() {
    this.#store.set({ building: this.#findInView(this.#mapView.getView().center, this.#mapView.bounds) });
  }

  /** Return the buildings that have the level on display, by their ids. */
  #findShown() {
    const { levels, level } = this.#store.state;
    return levels.find((one) => one.level === level)?.byBuilding ?? {};
  }

  /**
   * Return the id of the building with this name or id; null if there is none.
   * @param {string} text
   */
  findByName(text) {
    const wanted = text.trim().toLowerCase();
    const found = [...this.#names].find(([id, name]) => String(id) === wanted || name?.trim().toLowerCase() === wanted);
    return found?.[0] ?? null;
  }

  /**
   * Return the building in view: of those with levels that can be seen the one in which the center is, or else the
   * nearest one that has the level on display. A map of one building, or of none, has none in view.
   * @param {Position} center
   * @param {Bounds} view
   */
  #findInView(center, view) {
    if (this.#names.size < 2) return null;
    const shown = this.#findShown();
    let nearest = null;
    let least = Infinity;
    for (const [id, bounds] of this.#bounds) {
      if (!this.#mapped.has(id) || !isOverlap(bounds, view)) continue;
      const apart = measureDistance(center, bounds);
      const distance = apart > 0 && !shown[id] ? apart + 360 : apart; // behind all others
      if (distance < least) [nearest, least] = [id, distance];
    }
    return nearest;
  }
}

/**
 * @param {Bounds} a
 * @param {Bounds} b
 */
function isOverlap(a, b) {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/**
 * Return how far a position is from a building, in degrees of latitude; inside, how far from its center, negative: of
 * buildings whose bounds overlap, the one whose center is nearer is meant.
 * @param {Position} position
 * @param {Bounds} bounds
 */
function measureDistance([longitude, latitude], [west, south, east, north]) {
  const shrink = Math.cos((latitude * Math.PI) / 180);
  const dx = Math.max(west - longitude, 0, longitude - east) * shrink;
  const dy = Math.max(south - latitude, 0, latitude - north);
  if (dx || dy) return Math.hypot(dx, dy);
  return Math.hypot((longitude - (west + east) / 2) * shrink, latitude - (south + north) / 2) - 180;
}

/**
 * Return an outline, and a point of its own for the name: from afar, outlines are too small to be labelled.
 * @param {Item} item
 * @param {Bounds | undefined} bounds
 * @param {boolean} isMapped whether it has levels
 * @returns {MapFeature[]}
 */
function makeFeatures({ id, name, geometry }, bounds, isMapped) {
  if (!bounds) return [];
  const [west, south, east, north] = bounds;
  const properties = { name: breakWords(tidyName(name)), building: id, isMapped };
  const label = makeFeature("Point", [(west + east) / 2, (south + north) / 2], properties);
  return geometry ? [{ type: "Feature", geometry, properties: { building: id } }, label] : [label];
}

// The map's GeoJSON sources: what each shows, kept for the next theme, which recreates all of them.

import { countPositions } from "./geometry.js";
import { pause } from "./stream.js";

/** @import { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl" */
/** @import { MapFeature } from "../../types" */

const MOST_AT_ONCE = 400; // features in one task: while they are copied to the map library, the page stands still
const MOST_POSITIONS = 3_000; // in one task: an outline may have as many as a hundred rooms
const LONGEST_COPY = 1_000; // milliseconds until more is copied, even if the library is still busy

/** @typedef {Map<string | number, MapFeature>} Features features by their ids */
/**
 * @typedef {object} Update what is to be copied to a source
 * @property {boolean} isWhole whether it replaces all that the source has
 * @property {Set<string | number>} removed
 * @property {Features} added features that are new or differ
 */

/**
 * Show features in a source. Layers without features are hidden: the library would cut them to tiles all the same.
 * @param {MapLibreMap} map
 * @param {string} source
 * @param {MapFeature[]} features
 */
export function setFeatures(map, source, features) {
  setVisible(map, source, features.length > 0);
  return findSource(map, source)?.setData({ type: "FeatureCollection", features }, true);
}

/**
 * @param {MapLibreMap} map
 * @param {string} source
 * @param {boolean} isVisible
 */
function setVisible(map, source, isVisible) {
  for (const id of map.getLayersOrder()) {
    const layer = map.getLayer(id);
    if (!layer || !("source" in layer) || layer.source !== source) continue;
    map.setLayoutProperty(id, "visibility", isVisible ? "visible" : "none");
  }
}

/**
 * @param {MapLibreMap} map
 * @param {string} source
 */
function findSource(map, source) {
  return /** @type {GeoJSONSource | undefined} */ (map.getSource(source));
}

export class MapSources {
  #map;
  /** @type {Map<string, Features>} */
  #shown = new Map();
  /** @type {Map<string, Update>} */
  #queue = new Map();
  #isFlushing = false;

  /** @param {MapLibreMap} map */
  constructor(map) {
    this.#map = map;
  }

  /**
   * Replace what a source shows. Several calls in one task cost as much as the last one, and features that the source
   * has already (the same objects, with ids of their own) cost nothing: a floor of any size can be shown as it grows.
   * @param {string} source
   * @param {MapFeature[]} features
   */
  show(source, features) {
    const before = this.#shown.get(source) ?? new Map();
    if (features.length === 0 && before.size === 0 && !this.#queue.has(source)) return;
    const shown = indexFeatures(features);
    this.#shown.set(source, shown);
    this.#enqueue(source, before, shown);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => this.#flush());
  }

  /** Wait until the map library has everything. */
  async settle() {
    while (this.#queue.size) await pause(0);
  }

  /**
   * @param {string} source
   * @param {Features} before
   * @param {Features} shown
   */
  #enqueue(source, before, shown) {
    if (!haveCommon(before, shown)) {
      this.#queue.set(source, { isWhole: true, removed: new Set(), added: new Map(shown) });
      return;
    }
    const update = this.#queue.get(source) ?? { isWhole: false, removed: new Set(), added: new Map() };
    for (const id of before.keys()) {
      if (shown.has(id)) continue;
      update.removed.add(id);
      update.added.delete(id);
    }
    for (const [id, feature] of shown) if (before.get(id) !== feature) update.added.set(id, feature);
    if (update.removed.size || update.added.size) this.#queue.set(source, update);
  }

  /** Copy what is waiting, in parts: each once the library is done with the one before, or it would join them again. */
  async #flush() {
    while (this.#queue.size) {
      await Promise.race([Promise.all(this.#copyPart()), pause(LONGEST_COPY)]);
    }
    this.#isFlushing = false;
  }

  /** Copy a part of what is waiting, and return when the library is done with it. */
  #copyPart() {
    const copies = [];
    const free = { features: MOST_AT_ONCE, positions: MOST_POSITIONS };
    for (const [source, update] of this.#queue) {
      const features = takeSome(update.added, free);
      if (update.isWhole) copies.push(setFeatures(this.#map, source, features));
      else copies.push(this.#change(source, [...update.removed], features));
      update.isWhole = false;
      update.removed.clear();
      if (update.added.size === 0) this.#queue.delete(source);
      if (free.features <= 0 || free.positions <= 0) break;
    }
    return copies;
  }

  /**
   * @param {string} source
   * @param {(string | number)[]} remove
   * @param {MapFeature[]} add
   */
  #change(source, remove, add) {
    if (add.length) setVisible(this.#map, source, true);
    return findSource(this.#map, source)?.updateData({ remove, add }, true);
  }

  /** Show everything again, after the style was replaced. */
  restore() {
    for (const [source, features] of [...this.#shown]) {
      this.#shown.delete(source);
      this.show(source, [...features.values()]);
    }
  }
}

/**
 * Return features by their ids; those without one are numbered.
 * @param {MapFeature[]} features
 */
function indexFeatures(features) {
  /** @type {Features} */
  const byId = new Map();
  features.forEach((feature, index) => {
    if (feature.id === undefined) byId.set(index, { ...feature, id: index });
    else byId.set(feature.id, feature);
  });
  return byId;
}

/**
 * Take as many features as are free, and count them as no longer free.
 * @param {Features} added
 * @param {{features: number, positions: number}} free
 */
function takeSome(added, free) {
  /** @type {MapFeature[]} */
  const taken = [];
  for (const [id, feature] of added) {
    if (free.features <= 0 || free.positions <= 0) break;
    taken.push(feature);
    added.delete(id);
    free.features -= 1;
    free.positions -= countPositions(feature.geometry);
  }
  return taken;
}

/**
 * Return whether a feature is in both.
 * @param {Features} before
 * @param {Features} shown
 */
function haveCommon(before, shown) {
  for (const [id, feature] of shown) if (before.get(id) === feature) return true;
  return false;
}

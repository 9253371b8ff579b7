// Layers that the page around an embedded map adds: in the map library's own words, with data that it sends along.

import { FONT } from "../../labelstyle.js";

/** @import { LayerSpecification, Map as MapLibreMap } from "maplibre-gl" */
/** @import { HostLayer } from "../../../../types" */

const ABOVE = "selected-edge"; // above the floor and its drawing, below routes and names
const TYPES = ["fill", "line", "circle", "symbol", "heatmap", "fill-extrusion"];
const PREFIX = "host-";
const NAME = /^[\w-]{1,60}$/;
const MOST_LAYERS = 50;
const MOST_POSITIONS = 200_000; // in all layers

/** @typedef {HostLayer & {data: GeoJSON.FeatureCollection, level: number | null, positions: number}} DrawnLayer */

export class HostLayers {
  #map;
  #getLevel;
  /** @type {Map<string, DrawnLayer>} */
  #layers = new Map();

  /**
   * @param {MapLibreMap} map
   * @param {() => number | null} getLevel
   */
  constructor(map, getLevel) {
    this.#map = map;
    this.#getLevel = getLevel;
    // Other colours are another style, which has only its own layers.
    map.on("style.load", () => this.#layers.forEach((layer, id) => this.#draw(id, layer)));
  }

  /**
   * Add a layer, or replace the one with the same id; without data, remove it.
   * @param {HostLayer} wanted
   */
  set({ data, level = null, ...layer }) {
    const { id, type } = layer;
    if (!NAME.test(id)) throw new Error("A layer's id has at most 60 letters, digits, hyphens and underscores.");
    if (data === null || data === undefined) return this.#remove(id);
    if (!TYPES.includes(type)) throw new Error(`A layer's type is one of ${TYPES.join(", ")}.`);
    const positions = countPositions(data);
    const before = this.#layers.get(id);
    const others = [...this.#layers.values()].filter((one) => one !== before);
    if (others.length >= MOST_LAYERS) throw new Error(`There are ${MOST_LAYERS} layers, which is the most.`);
    if (others.reduce((sum, one) => sum + one.positions, positions) > MOST_POSITIONS) {
      throw new Error(`All layers together may have ${MOST_POSITIONS} positions.`);
    }
    const added = { ...layer, data, level, positions };
    this.#erase(id);
    const problem = this.#draw(id, added);
    if (!problem) return void this.#layers.set(id, added);
    this.#erase(id);
    if (before) this.#draw(id, before);
    throw new Error(problem);
  }

  /** Show the layers of the level on display. */
  showLevel() {
    for (const [id, { level }] of this.#layers) {
      if (!this.#map.getLayer(PREFIX + id)) continue; // the style is being replaced: they will be drawn again
      this.#map.setLayoutProperty(PREFIX + id, "visibility", this.#isShown(level) ? "visible" : "none");
    }
  }

  /**
   * Return what a tap hits: the uppermost feature of these layers, or null.
   * @param {[number, number]} location
   */
  find(location) {
    const layers = [...this.#layers.keys()].map((id) => PREFIX + id).filter((id) => this.#map.getLayer(id));
    if (!layers.length) return null;
    const [hit] = this.#map.queryRenderedFeatures(this.#map.project(location), { layers });
    return hit ? { layer: hit.layer.id.slice(PREFIX.length), properties: hit.properties, location } : null;
  }

  /** @param {number | null} level */
  #isShown(level) {
    return level === null || level === this.#getLevel();
  }

  /** @param {string} id */
  #remove(id) {
    this.#erase(id);
    this.#layers.delete(id);
  }

  /** @param {string} id */
  #erase(id) {
    if (this.#map.getLayer(PREFIX + id)) this.#map.removeLayer(PREFIX + id);
    if (this.#map.getSource(PREFIX + id)) this.#map.removeSource(PREFIX + id);
  }

  /**
   * Draw a layer, and return what the map library has against it.
   * @param {string} id
   * @param {DrawnLayer} layer
   */
  #draw(id, { data, level, type, paint = {}, layout = {}, filter, minzoom, maxzoom }) {
    /** @type {string[]} */
    const problems = [];
    const listen = (/** @type {{error: Error}} */ { error }) => problems.push(error.message);
    const font = type === "symbol" && Object.hasOwn(layout, "text-field") ? { "text-font": FONT } : {};
    const visibility = this.#isShown(level) ? "visible" : "none";
    const limits = Object.entries({ filter, minzoom, maxzoom }).filter(([, value]) => value !== undefined);
    const layer = { id: PREFIX + id, source: PREFIX + id, type, paint, layout: { ...font, ...layout, visibility } };
    this.#map.on("error", listen);
    try {
      this.#map.addSource(PREFIX + id, { type: "geojson", data });
      this.#map.addLayer(/** @type {LayerSpecification} */ ({ ...layer, ...Object.fromEntries(limits) }), ABOVE);
    } catch (error) {
      problems.push(/** @type {Error} */ (error).message);
    }
    this.#map.off("error", listen);
    return problems.join(" ").replaceAll(`layers.${PREFIX}${id}.`, "");
  }
}

/**
 * Return how many positions there are in GeoJSON.
 * @param {unknown} data
 * @returns {number}
 */
function countPositions(data) {
  const { type, features } = /** @type {{type?: string, features?: {geometry: any}[]}} */ (data);
  if (type !== "FeatureCollection" || !Array.isArray(features)) {
    throw new Error("A layer's data is a GeoJSON FeatureCollection.");
  }
  return features.reduce((sum, feature) => sum + countNumbers(feature?.geometry?.coordinates) / 2, 0);
}

/**
 * @param {unknown} value
 * @returns {number}
 */
function countNumbers(value) {
  return Array.isArray(value) ? value.reduce((sum, part) => sum + countNumbers(part), 0) : 1;
}

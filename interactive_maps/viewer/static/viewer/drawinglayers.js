// The layers of the drawing: parts that are added while it arrives, or tiles from the server.

import { classifyTiles } from "./drawing.js";
import { setFeatures } from "./mapsources.js";
import { metresWide } from "./style.js";

/** @import { ExpressionSpecification, LineLayerSpecification, Map as MapLibreMap } from "maplibre-gl" */
/** @import { MapFeature, Palette } from "../../types" */

const TILES = "drawing-tiles";

export class DrawingLayers {
  #map;
  #palette;
  /** @type {Map<string, MapFeature[]>} features of each part, by the name of its source */
  #parts = new Map();
  /** @type {string | null} URL of the tiles while they are shown */
  #tilesUrl = null;

  /**
   * @param {MapLibreMap} map
   * @param {Palette} palette
   */
  constructor(map, palette) {
    this.#map = map;
    this.#palette = palette;
  }

  /**
   * @param {number} index
   * @param {MapFeature[]} features
   */
  showPart(index, features) {
    const name = `drawing-${index}`;
    const isNew = !this.#parts.has(name);
    this.#parts.set(name, features);
    if (isNew) this.#addPart(name, features);
    else setFeatures(this.#map, name, features);
  }

  /**
   * @param {string} name
   * @param {MapFeature[]} features
   */
  #addPart(name, features) {
    const data = /** @type {const} */ ({ type: "FeatureCollection", features });
    this.#map.addSource(name, { type: "geojson", data, tolerance: 0.3, buffer: 16, maxzoom: 20 });
    this.#addLayers(makeLayers(name, this.#palette));
  }

  /**
   * Show tiles instead of the parts, which are removed once the tiles are loaded.
   * @param {string} url
   */
  async showTiles(url) {
    this.#addTiles(url);
    // A base map may be on its way for long: the map is idle only when that is there, too.
    do await Promise.race([this.#map.once("render"), this.#map.once("idle")]);
    while (this.#tilesUrl === url && !this.#map.isSourceLoaded(TILES));
    if (this.#tilesUrl === url) this.#removeParts();
  }

  /** @param {string} url */
  #addTiles(url) {
    this.#tilesUrl = url;
    this.#map.addSource(TILES, { type: "vector", tiles: [url], minzoom: 14, maxzoom: 18 });
    this.#addLayers(makeTileLayers(this.#palette));
  }

  /**
   * Add the two layers of a source, the structure below the doors: a line across a door would close it.
   * @param {LineLayerSpecification[]} layers
   */
  #addLayers([near, far]) {
    this.#map.addLayer(far, "doors-gap");
    this.#map.addLayer(near, "drawing");
  }

  /** Show nothing. The first source stays, because another floor follows. */
  clear() {
    this.#removeParts();
    if (!this.#tilesUrl) return;
    this.#tilesUrl = null;
    for (const { id } of makeTileLayers(this.#palette)) this.#map.removeLayer(id);
    this.#map.removeSource(TILES);
  }

  #removeParts() {
    const [first, ...others] = this.#parts.keys();
    if (first && this.#parts.get(first)?.length) this.showPart(0, []);
    for (const name of others) {
      for (const { id } of makeLayers(name, this.#palette)) this.#map.removeLayer(id);
      this.#map.removeSource(name);
      this.#parts.delete(name);
    }
  }

  /**
   * Show everything again in other colours, after the style was replaced.
   * @param {Palette} palette
   */
  restore(palette) {
    this.#palette = palette;
    for (const [name, features] of this.#parts) this.#addPart(name, features);
    if (this.#tilesUrl) this.#addTiles(this.#tilesUrl);
  }
}

/**
 * Return two layers of a source: details that are only visible at close range, and the structure.
 * @param {string} source
 * @param {Palette} palette
 * @param {ExpressionSpecification} kind the class of a line
 * @returns {LineLayerSpecification[]}
 */
function makeLayers(source, palette, kind = ["get", "kind"]) {
  const { wall, door, window, step, detail, line } = palette;
  /** @type {unknown[]} */
  const cases = ["match", kind, ...Object.entries({ wall, door, window, step, detail }).flat(), line];
  const colour = /** @type {ExpressionSpecification} */ (cases);
  /** @type {(...kinds: string[]) => ExpressionSpecification} */
  const isOneOf = (...kinds) => ["in", kind, ["literal", kinds]];
  const layout = /** @type {const} */ ({ "line-cap": "round", "line-join": "round" });
  return [
    {
      id: `${source}-near`,
      type: "line",
      source,
      minzoom: 18.5,
      filter: isOneOf("detail", "door", "step"),
      layout,
      paint: {
        "line-color": colour,
        "line-width": metresWide(0.03, 0.8),
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 18.5, 0, 19.2, 1],
      },
    },
    {
      id: `${source}-far`,
      type: "line",
      source,
      filter: isOneOf("wall", "window", "line"),
      layout,
      paint: { "line-color": colour, "line-width": metresWide(0.12, 1) },
    },
  ];
}

/**
 * Return the same layers for tiles. Without rounded corners, large floors need a third of the triangles.
 * @param {Palette} palette
 * @returns {LineLayerSpecification[]}
 */
function makeTileLayers(palette) {
  const layers = makeLayers(TILES, palette, classifyTiles());
  return layers.map((layer) => ({ ...layer, layout: {}, "source-layer": "base-floor" }));
}

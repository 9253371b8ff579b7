// The map's GeoJSON sources: what each shows, kept for the next theme, which recreates all of them.

/** @import { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl" */
/** @import { MapFeature } from "../../types" */

/**
 * Show features in a source. Layers without features are hidden: the library would cut them to tiles all the same.
 * @param {MapLibreMap} map
 * @param {string} source
 * @param {MapFeature[]} features
 */
export function setFeatures(map, source, features) {
  const visibility = features.length ? "visible" : "none";
  for (const id of map.getLayersOrder()) {
    const layer = map.getLayer(id);
    if (layer && "source" in layer && layer.source === source) map.setLayoutProperty(id, "visibility", visibility);
  }
  const geojson = /** @type {GeoJSONSource | undefined} */ (map.getSource(source));
  geojson?.setData({ type: "FeatureCollection", features });
}

export class MapSources {
  #map;
  /** @type {Map<string, MapFeature[]>} */
  #features = new Map();
  /** @type {Map<string, MapFeature[]>} */
  #queue = new Map();

  /** @param {MapLibreMap} map */
  constructor(map) {
    this.#map = map;
  }

  /**
   * Replace what a source shows. Several calls in one task cost as much as the last one.
   * @param {string} source
   * @param {MapFeature[]} features
   */
  show(source, features) {
    const staysEmpty = features.length === 0 && !this.#features.get(source)?.length;
    this.#features.set(source, features);
    if (staysEmpty && !this.#queue.has(source)) return; // each update makes the library's worker cut new tiles
    if (!this.#queue.size) queueMicrotask(() => this.#flush());
    this.#queue.set(source, features);
  }

  #flush() {
    for (const [source, features] of this.#queue) setFeatures(this.#map, source, features);
    this.#queue.clear();
  }

  /** Show everything again, after the style was replaced. */
  restore() {
    for (const [source, features] of this.#features) this.show(source, features);
  }
}

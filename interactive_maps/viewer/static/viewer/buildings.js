// The buildings: their outlines from afar, and their names.

import { tidyName } from "./dom.js";
import { findCenter, makeFeature } from "./geometry.js";

/** @import { IndoorMap } from "./client.js" */
/** @import { MapView } from "./mapview.js" */
/** @import { Item, MapFeature, Place } from "../../types" */

export class Buildings {
  #client;
  #mapView;
  /** @type {Map<number, string | null | undefined>} */
  #names = new Map();

  /**
   * @param {IndoorMap} client
   * @param {MapView} mapView
   */
  constructor(client, mapView) {
    this.#client = client;
    this.#mapView = mapView;
  }

  /**
   * Read the buildings and show them once the map is ready.
   * @param {() => void} onNames called when their names are known
   */
  async load(onNames) {
    /** @type {Item[]} */
    const items = await this.#client.list("buildings").catch(() => []);
    this.#names = new Map(items.map(({ id, name }) => [id, name]));
    onNames();
    await this.#mapView.ready;
    this.#mapView.show("buildings", items.flatMap(makeFeatures));
  }

  /**
   * Return the name of a place's building, empty if there is only one.
   * @param {Place} place
   */
  nameOf = ({ building, building_id: id }) =>
    tidyName(building ?? (this.#names.size > 1 ? this.#names.get(id ?? NaN) : ""));
}

/**
 * Return an outline, and a point of its own for the name: from afar, outlines are too small to be labelled.
 * @param {Item} item
 * @returns {MapFeature[]}
 */
function makeFeatures({ name, geometry }) {
  if (!geometry) return [];
  const label = makeFeature("Point", findCenter(geometry), { name: tidyName(name) });
  return [{ type: "Feature", geometry, properties: {} }, label];
}

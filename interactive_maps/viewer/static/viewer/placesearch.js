// The search for places: on the server, or without a network over what is kept.

import { Refused } from "./client.js";
import { measureMetres } from "./geometry.js";
import { composeName } from "./places.js";

/** @import { PageContext, Place, SearchPlaces } from "../../types" */

const MAX_QUERY_LENGTH = 200; // characters that the server accepts

/**
 * Return a function that searches near where one is, or else near the center of the view, and prefers the floor on
 * display; without a network, over what is kept. Distances are told from where one is.
 * @param {PageContext} page
 * @returns {SearchPlaces}
 */
export function makeSearch(page) {
  const { client, mapView, store } = page;
  return async (text, signal) => {
    const { here, level } = store.state;
    const [longitude, latitude] = here?.location ?? mapView.getView().center;
    const near = `${longitude.toFixed(6)},${latitude.toFixed(6)}`;
    const complete = (/** @type {Place} */ place) => {
      if (!here?.location || !place.location) return place;
      return { ...place, distance_meters: measureMetres(here.location, place.location) };
    };
    try {
      const { results } = await client.search(text.slice(0, MAX_QUERY_LENGTH), { signal, near, level });
      return results.map((result) => complete({ ...result, name: composeName(result) }));
    } catch (error) {
      if (error instanceof Refused || signal.aborted || !globalThis.caches) throw error;
      const { searchKept } = await import("./ondemand/offlinesearch.js");
      const places = await searchKept(text, page);
      if (!places) throw error;
      return places.map(complete);
    }
  };
}

// The search for places: on the server, or without a network over what is kept.

import { Refused } from "./client.js";
import { composeName } from "./places.js";

/** @import { PageContext, SearchPlaces } from "../../types" */

const MAX_QUERY_LENGTH = 200; // characters that the server accepts

/**
 * Return a function that searches near the center of the view; without a network, over what is kept.
 * @param {PageContext} page
 * @returns {SearchPlaces}
 */
export function makeSearch(page) {
  const { client, mapView } = page;
  return async (text, signal) => {
    const near = mapView
      .getView()
      .center.map((degrees) => degrees.toFixed(6))
      .join(",");
    try {
      const { results } = await client.search(text.slice(0, MAX_QUERY_LENGTH), { signal, near });
      return results.map((result) => ({ ...result, name: composeName(result) }));
    } catch (error) {
      if (error instanceof Refused || signal.aborted || !globalThis.caches) throw error;
      const { searchKept } = await import("./ondemand/offlinesearch.js");
      const places = await searchKept(text, page);
      if (!places) throw error;
      return places;
    }
  };
}

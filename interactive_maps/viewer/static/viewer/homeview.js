// The home view: what the owner of the map has a page show first, by the setting HOME_VIEW.

import { parsePlace } from "./places.js";

/** @import { HomeView } from "../../types" */

/**
 * Return what a text says: "longitude,latitude,zoom", "west,south,east,north", "building:NAME", or a place as
 * "space:12"; null if it says nothing.
 * @param {string} text
 * @returns {HomeView | null}
 */
export function parseHomeView(text) {
  const numbers = text.split(",").map(Number);
  if (text && numbers.every(Number.isFinite)) {
    const [west, south, east, north] = numbers;
    if (numbers.length === 3) return { kind: "view", view: { center: [west, south], zoom: east, bearing: 0 } };
    if (numbers.length === 4) return { kind: "bounds", bounds: [west, south, east, north] };
  }
  const building = /^building:(.+)$/.exec(text)?.[1];
  if (building) return { kind: "building", building };
  const place = parsePlace(text);
  return place && { kind: "place", place };
}

// The home view: what the owner of the map has a page show first, by the setting HOME_VIEW.

import { parseNumbers, parsePlace } from "./places.js";

/** @import { Buildings } from "./buildings.js" */
/** @import { MapView } from "./mapview.js" */
/** @import { Selection } from "./selection.js" */
/** @import { Bounds, HomeView } from "../../types" */

/**
 * Return what a text says: "longitude,latitude,zoom", "west,south,east,north", "building:NAME", or a place as
 * "space:12"; null if it says nothing.
 * @param {string} text
 * @returns {HomeView | null}
 */
export function parseHomeView(text) {
  const numbers = parseNumbers(text);
  const [west, south, east, north] = numbers;
  const straight = { bearing: 0, pitch: 0 };
  if (numbers.length === 3) return { kind: "view", view: { center: [west, south], zoom: east, ...straight } };
  if (numbers.length === 4) return { kind: "bounds", bounds: [west, south, east, north] };
  const building = /^building:(.+)$/.exec(text)?.[1];
  if (building) return { kind: "building", building };
  const place = parsePlace(text);
  return place && { kind: "place", place };
}

/**
 * Show the home view; without one, or if what it names is not on the map, the whole floor.
 * @param {HomeView | null} home
 * @param {Bounds} floorBounds
 * @param {{buildings: Buildings, mapView: MapView, selection: Selection}} parts
 */
export async function showHome(home, floorBounds, { buildings, mapView, selection }) {
  const building = home?.kind === "building" ? buildings.findByName(home.building) : null;
  if (building !== null && buildings.goTo(building, { animate: false })) return;
  if (home?.kind === "view") mapView.map.jumpTo(home.view);
  else if (home?.kind === "place") await selection.goTo(home.place);
  else if (home?.kind === "bounds") mapView.fit(home.bounds, { always: true });
  else mapView.fit(floorBounds, { always: true });
}

// The route on the map: lines and marks, the current step, and closures.

import { tidyName } from "./dom.js";
import { extendBounds, makeBounds, makeFeature } from "./geometry.js";

/** @import { Closure, Leg, PageContext, PageState, Route, Step } from "../../types" */

export class RouteView {
  #page;

  /** @param {PageContext} page */
  constructor(page) {
    this.#page = page;
    const { store } = page;
    store.subscribe(["route", "level", "step", "lang"], () => this.#showRoute());
    store.subscribe(["route"], (state) => this.#startRoute(state));
    store.subscribe(["step"], () => this.#showStep());
    store.subscribe(["closures", "level"], () => this.#showClosures());
  }

  #showRoute() {
    const { store, mapView, i18n, levelName } = this.#page;
    const { route, level, step } = store.state;
    const nameLevelChange = (/** @type {number} */ other) => i18n.t("goTo", { level: levelName(other) });
    const { lines, stops } = makeRouteFeatures(route, level, step, nameLevelChange);
    mapView.show("route", lines);
    mapView.show("stops", stops);
  }

  /**
   * Announce a new route, and bring its part on the current step's level into view.
   * @param {PageState} state
   */
  #startRoute({ route, step }) {
    if (!route) return;
    const { store, mapView, i18n, announce } = this.#page;
    const distance = i18n.distance(route.distance_meters);
    announce(i18n.t("summary", { distance, duration: i18n.duration(route.duration_seconds ?? 0) }));
    const level = route.steps?.[step]?.level ?? route.legs?.[0]?.level ?? null;
    if (store.state.levels.some((known) => known.level === level)) store.set({ level });
    const leg = route.legs?.find((candidate) => candidate.level === level);
    const bounds = makeBounds();
    for (const position of (leg?.geometry ?? route.route)?.coordinates ?? []) extendBounds(bounds, position);
    // In the next frame the panel has its new size.
    requestAnimationFrame(() => mapView.fit(bounds, { always: true, animate: true }));
  }

  #showStep() {
    const { store, mapView, i18n, announce } = this.#page;
    const { route, step, level } = store.state;
    const current = route?.steps?.[step];
    if (!current) return;
    if ((current.level ?? level) !== level) store.set({ level: current.level });
    if (current.location) mapView.flyTo(current.location);
    const position = i18n.t("stepOf", { n: step + 1, total: route.steps?.length ?? 0 });
    announce(`${position}: ${tidyName(current.text)}`);
  }

  #showClosures() {
    const { closures, level } = this.#page.store.state;
    const isHere = (/** @type {Closure} */ closure) => closure.level === level || closure.level === null;
    const features = closures.filter((closure) => closure.location && isHere(closure));
    const points = features.map(({ location }) => makeFeature("Point", location));
    this.#page.mapView.show("closures", points);
  }
}

/**
 * Return the features of a route as seen from a level.
 * @param {Route | null} route
 * @param {number | null} level
 * @param {number} step
 * @param {(level: number) => string} nameLevelChange the label of a change to another level
 */
export function makeRouteFeatures(route, level, step, nameLevelChange) {
  if (!route) return { lines: [], stops: [] };
  const legs = route.legs?.length ? route.legs : [{ level, geometry: route.route }];
  const isHere = (/** @type {Leg | undefined} */ leg) => leg && (leg.level === level || leg.level === null);
  const lines = legs
    .filter((leg) => leg.geometry)
    .map((leg) => makeFeature("LineString", leg.geometry?.coordinates, { here: isHere(leg) }));
  const stops = (route.steps ?? []).flatMap((change) => makeLevelChange(change, level, nameLevelChange));
  const [first, last] = [legs[0], legs.at(-1)];
  const start = first?.geometry?.coordinates[0];
  const end = last?.geometry?.coordinates.at(-1);
  if (start && isHere(first)) stops.push(makeMark(start, "pin-start", "bottom"));
  if (end && isHere(last)) stops.push(makeMark(end, "pin-end", "bottom"));
  const current = route.steps?.[step];
  if (current?.location && current.level === level) stops.push(makeMark(current.location, "step"));
  return { lines, stops };
}

/**
 * Return the mark of a level change that starts or ends on `level`; a tap on it leads to the other level.
 * @param {Step} step
 * @param {number | null} level
 * @param {(level: number) => string} nameLevelChange
 */
function makeLevelChange({ level: fromLevel, to_level: toLevel, location }, level, nameLevelChange) {
  if ((toLevel ?? null) === null || !location || (fromLevel !== level && toLevel !== level)) return [];
  const other = Number(fromLevel === level ? toLevel : fromLevel);
  const icon = other > Number(level) ? "mark-up" : "mark-down";
  const properties = { icon, anchor: "center", size: 1.15, text: nameLevelChange(other), to_level: other };
  return [makeFeature("Point", location, properties)];
}

/**
 * @param {number[]} location
 * @param {string} icon
 */
function makeMark(location, icon, anchor = "center") {
  return makeFeature("Point", location, { icon, anchor, size: 1, text: "" });
}

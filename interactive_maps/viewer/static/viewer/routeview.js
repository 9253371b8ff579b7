// The route on the map: lines and marks, the current step, and closures.

import { tidySentence } from "./dom.js";
import { extendBounds, makeBounds, makeFeature } from "./geometry.js";

/** @import { Closure, Leg, MapFeature, PageContext, PageState, Place, Position, Route, Step } from "../../types" */
/** @import { Point } from "../../types" */

const TEXT_ROOM = 145; // pixels from the middle of a mark to the end of its text, which is at most 10 em wide

/** @typedef {(level: number, name: string | null | undefined) => string} NameLevelChange */

export class RouteView {
  #page;
  /** @type {MapFeature[]} */
  #stops = [];
  /** @type {MapFeature[] | null} the marks on the map, and on which sides their texts are */
  #shown = null;
  #sides = "";

  /** @param {PageContext} page */
  constructor(page) {
    this.#page = page;
    const { store, mapView } = page;
    mapView.map.on("moveend", () => this.#showStops());
    store.subscribe(["route", "level", "step", "via", "lang"], () => this.#showRoute());
    store.subscribe(["route"], (state) => this.#startRoute(state));
    store.subscribe(["step"], () => this.#showStep());
    store.subscribe(["closures", "level"], () => this.#showClosures());
  }

  #showRoute() {
    const { store, mapView, i18n } = this.#page;
    const { route, level, step, via } = store.state;
    /** @type {NameLevelChange} */
    const nameLevelChange = (other, name) => i18n.t("goTo", { level: i18n.routeLevel(other, name) });
    const { lines, stops } = makeRouteFeatures(route, level, step, nameLevelChange, via);
    mapView.show("route", lines);
    this.#stops = stops;
    this.#showStops();
  }

  /** Show the marks of the route, each with its text where no panel covers it. */
  #showStops() {
    const { mapView } = this.#page;
    const sides = this.#stops.map(({ geometry, properties: { text } }) => {
      const [x, y] = /** @type {Point} */ (geometry).coordinates;
      return text ? mapView.findSide([x, y], TEXT_ROOM) : "";
    });
    if (this.#shown === this.#stops && sides.join() === this.#sides) return;
    this.#shown = this.#stops;
    this.#sides = sides.join();
    const place = (/** @type {MapFeature} */ stop, /** @type {number} */ index) =>
      sides[index] ? { ...stop, properties: { ...stop.properties, side: sides[index] } } : stop;
    mapView.show("stops", this.#stops.map(place));
  }

  /**
   * Announce a new route, and bring its part on the current step's level into view. One that a link or Back shows
   * again is shown as it was left.
   * @param {PageState} state
   */
  #startRoute({ route, step, keepsView }) {
    if (!route) return undefined;
    const { store, mapView, i18n, announce } = this.#page;
    const distance = i18n.distance(route.distance_meters);
    announce(i18n.t("summary", { distance, duration: i18n.duration(route.duration_seconds ?? 0) }));
    if (keepsView) return store.set({ keepsView: false });
    const level = route.steps?.[step]?.level ?? route.legs?.[0]?.level ?? null;
    if (store.state.levels.some((known) => known.level === level)) store.set({ level });
    if (step > 0) return requestAnimationFrame(() => this.#showStep()); // a link leads to this step
    const leg = route.legs?.find((candidate) => candidate.level === level);
    const bounds = makeBounds();
    for (const position of (leg?.geometry ?? route.route)?.coordinates ?? []) extendBounds(bounds, position);
    // In the next frame the panel has its new size.
    requestAnimationFrame(() => mapView.fit(bounds, { always: true, animate: true, hasPins: true }));
    return undefined;
  }

  #showStep() {
    const { store, mapView, i18n, announce } = this.#page;
    const { route, step, level } = store.state;
    const current = route?.steps?.[step];
    if (!current) return;
    if ((current.level ?? level) !== level) store.set({ level: current.level });
    const stretch = findStretch(route, step);
    if (current.location) mapView.flyTo(current.location, 20, stretch && measureBearing(stretch));
    const position = i18n.t("stepOf", { n: step + 1, total: route.steps?.length ?? 0 });
    announce(`${position}: ${tidySentence(current.text)}`);
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
 * @param {NameLevelChange} nameLevelChange the label of a change to another level
 * @param {(Place | null)[]} via
 */
export function makeRouteFeatures(route, level, step, nameLevelChange, via = []) {
  if (!route) return { lines: [], stops: [] };
  const legs = route.legs?.length ? route.legs : [{ level, geometry: route.route }];
  const isHere = (/** @type {Leg | undefined} */ leg) => leg && (leg.level === level || leg.level === null);
  const current = route.steps?.[step];
  const stretch = step > 0 && current?.level === level ? findStretch(route, step) : null;
  const lines = legs
    .filter((leg) => leg.geometry)
    .map((leg) => makeFeature("LineString", leg.geometry?.coordinates, { here: isHere(leg), dim: stretch !== null }));
  if (stretch) lines.push(makeFeature("LineString", stretch, { here: true, dim: false }));
  const stops = (route.steps ?? []).flatMap((change) => makeLevelChange(change, level, nameLevelChange));
  stops.push(...makeEnds(legs.map((leg) => (isHere(leg) ? leg : null))), ...makeStops(via, level));
  if (current?.location && current.level === level) stops.push(makeMark(current.location, "step"));
  return { lines, stops };
}

/**
 * Return the marks of a route's start and end.
 * @param {(Leg | null)[]} legs null for those on other levels
 */
function makeEnds(legs) {
  const start = legs[0]?.geometry?.coordinates[0];
  const end = legs.at(-1)?.geometry?.coordinates.at(-1);
  return [start && makeMark(start, "pin-start", "bottom"), end && makeMark(end, "pin-end", "bottom")].filter(
    (mark) => mark !== undefined,
  );
}

/**
 * Return the numbered marks of the stops on a level.
 * @param {(Place | null)[]} via
 * @param {number | null} level
 */
function makeStops(via, level) {
  return via.flatMap((stop, index) => {
    const isHere = stop?.location && (stop.level ?? level) === level;
    return isHere ? [makeMark(stop.location ?? [], `stop-${index + 1}`)] : [];
  });
}

/**
 * Return the mark of a level change that starts or ends on `level`; a tap on it leads to the other level.
 * @param {Step} change
 * @param {number | null} level
 * @param {NameLevelChange} nameLevelChange
 */
function makeLevelChange(change, level, nameLevelChange) {
  const { level: fromLevel, to_level: toLevel, location } = change;
  if ((toLevel ?? null) === null || !location || (fromLevel !== level && toLevel !== level)) return [];
  const other = Number(fromLevel === level ? toLevel : fromLevel);
  const icon = other > Number(level) ? "mark-up" : "mark-down";
  const text = nameLevelChange(other, fromLevel === level ? change.to_level_name : change.level_name);
  const properties = { icon, anchor: "center", size: 1.15, text, to_level: other };
  return [makeFeature("Point", location, properties)];
}

/**
 * @param {number[]} location
 * @param {string} icon
 */
function makeMark(location, icon, anchor = "center") {
  return makeFeature("Point", location, { icon, anchor, size: 1, text: "" });
}

/**
 * Return the part of a route that leads from a step to the next one, on the floor of the step; null if there is none.
 * @param {Route} route
 * @param {number} step
 */
function findStretch({ legs = [], steps = [] }, step) {
  const [current, next] = [steps[step], steps[step + 1]];
  const { location } = current ?? {};
  if (!location || !next?.location) return null;
  const lines = legs.flatMap(({ level, geometry }) =>
    geometry && level === current.level ? [geometry.coordinates] : [],
  );
  const [nearest] = lines
    .map((line) => ({ line, start: locateAlong(line, location, 0) }))
    .sort((a, b) => a.start.off - b.start.off);
  if (!nearest) return null;
  const { line, start } = nearest;
  const end = (next.level ?? NaN) === current.level ? locateAlong(line, next.location, start.along).along : line.length;
  const between = line.filter((_, index) => index > start.along && index < end);
  const stretch = [location, ...between, ...(end < line.length ? [next.location] : [])];
  return stretch.length > 1 ? stretch : null;
}

/**
 * Return where on a line the point nearest to a position is (1.5: in the middle of its second piece), and how far off
 * that is. Only what comes after `from` counts: a route may pass a place twice.
 * @param {number[][]} line
 * @param {Position} position
 * @param {number} from
 */
function locateAlong(line, [x, y], from) {
  let best = { along: from, off: Infinity };
  for (let index = Math.floor(from); index + 1 < line.length; index += 1) {
    const [[ax, ay], [bx, by]] = [line[index], line[index + 1]];
    const [dx, dy] = [bx - ax, by - ay];
    const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    const off = Math.hypot(x - ax - share * dx, y - ay - share * dy);
    if (off < best.off && index + share >= from) best = { along: index + share, off };
  }
  return best;
}

/**
 * Return the direction in which a line begins, in degrees clockwise from north.
 * @param {number[][]} line
 */
function measureBearing([[x, y], [toX, toY]]) {
  return (Math.atan2((toX - x) * Math.cos((y * Math.PI) / 180), toY - y) * 180) / Math.PI;
}

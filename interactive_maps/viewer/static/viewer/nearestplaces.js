// The nearest places of a kind: by the network, on all floors, and marked on the one on display.

import { listCategories, listKinds } from "./categorykinds.js";
import { isInside, makeFeature, measureMetres } from "./geometry.js";
import { composeName, formatPlace, isSamePlace, listPlaces, makePlace } from "./places.js";

/** @import { Item, NearestAnswer, PageContext, PageState, Place, Position } from "../../types" */

const MOST = 50; // places that the server is asked for
const FEW_STEPS = 10; // metres within which a list of places stays as it is

export class NearestPlaces {
  #page;
  #abort = new AbortController();
  /** @type {Place | null} where the visitor was when the server was asked */
  #askedFrom = null;
  /** @type {string | null} the kind of which a place has been brought into view */
  #revealed = null;

  /** @param {PageContext} page */
  constructor(page) {
    this.#page = page;
    page.store.subscribe(["category", "here", "profile", "lang"], (state, old) => {
      const isSame = /** @type {const} */ (["category", "profile", "lang"]).every((key) => state[key] === old[key]);
      if (!isSame || isElsewhere(state.here, this.#askedFrom)) this.#ask();
    });
    page.store.subscribe(["category", "nearest", "level", "floorVersion"], () => this.#mark());
  }

  /** Ask the server for the nearest places, from where one is or from the middle of what is seen of the map. */
  async #ask() {
    const { store, client, mapView } = this.#page;
    const { category, here, level, profile } = store.state;
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#askedFrom = here;
    if (!category) {
      this.#revealed = null;
      return store.set({ nearest: null });
    }
    const middle = mapView.getMiddle();
    /** @type {({at: Position, from: number[] | string, isHere: boolean} | null | undefined)[]} */
    const starts = [
      here?.location && { at: here.location, from: [...here.location, here.level ?? level ?? 0], isHere: true },
      { at: middle, from: this.#findMiddle(middle), isHere: false },
    ];
    for (const start of starts) {
      if (!start) continue;
      const asked = { category: listCategories(category).join(), limit: MOST, profile, signal };
      const results = await client.nearest(start.from, asked).catch(() => null);
      if (signal.aborted) return undefined;
      const places = results?.map((result) => ({ ...result, name: composeName(result) }));
      const { at, isHere } = start;
      if (places?.length) return this.#take({ category, places, at, isFromHere: isHere, isStraight: false });
    }
    // No path leads from there to any of them, or there is no connection.
    const at = here?.location ?? middle;
    const places = await this.#search(category, at, signal);
    if (signal.aborted) return undefined;
    return this.#take({ category, places, at, isFromHere: Boolean(here?.location), isStraight: true });
  }

  /**
   * Show what is nearest. If none of it on the floor on display is in sight, the map moves once, to the nearest.
   * @param {NearestAnswer} nearest
   */
  #take(nearest) {
    const { store, mapView } = this.#page;
    store.set({ nearest });
    if (nearest.category === this.#revealed) return;
    this.#revealed = nearest.category;
    const locations = this.#listShown().map(({ location }) => /** @type {Position} */ (location));
    if (locations.length && !locations.some((location) => mapView.isInSight(location))) mapView.reveal(locations[0]);
  }

  /**
   * Return the places of a kind on all floors as the search finds them; without a connection, those that are kept.
   * @param {string} category
   * @param {Position} near
   * @param {AbortSignal} signal
   */
  async #search(category, near, signal) {
    const { client, i18n } = this.#page;
    const asked = { near: near.join(), limit: MOST, signal };
    const answer = await client.search(i18n.category(category), asked).catch(() => null);
    const results = answer?.results ?? (await this.#listKept());
    const isOurs = (/** @type {Place} */ place) => listKinds(place).includes(category);
    const places = results.filter((place) => place.location && isOurs(place)); // without one: the category itself
    return answer ? places.map((place) => ({ ...place, name: composeName(place) })) : places;
  }

  /** Return all places that this device has kept; none without https. */
  async #listKept() {
    if (!globalThis.caches) return [];
    const { listKept } = await import("./ondemand/offlinesearch.js");
    return listKept(this.#page);
  }

  /** @param {Position} middle */
  #findMiddle(middle) {
    const { store, floorReader } = this.#page;
    const { level } = store.state;
    return chooseMiddle(middle, level ?? 0, [...(floorReader.get(level)?.spaces.values() ?? [])]);
  }

  /** Return the places of the chosen kind, the nearest first. */
  list = () => {
    const { store, mapView, floorReader } = this.#page;
    if (!store.state.category) return []; // most of the time: a floor may have thousands of places
    return listNearest(store.state, listPlaces(floorReader.get(store.state.level)), mapView.getMiddle());
  };

  /** Return the listed places on the floor on display. */
  #listShown() {
    const { level } = this.#page.store.state;
    return this.list().filter((place) => place.location && (place.level ?? level) === level);
  }

  #mark() {
    const mark = (/** @type {Place} */ place) => makeFeature("Point", place.location, { place: formatPlace(place) });
    this.#page.mapView.show("found", this.#listShown().map(mark));
  }
}

/**
 * Return whether the visitor has gone far enough for other distances, or to another floor.
 * @param {Place | null} here
 * @param {Place | null} before
 */
function isElsewhere(here, before) {
  if (!here?.location || !before?.location || here.level !== before.level) return here !== before;
  return measureMetres(here.location, before.location) > FEW_STEPS;
}

/**
 * Return the places of the chosen kind: those that the server knows a way to, the nearest first, then the
 * others of the floor on display by distance as the crow flies. If it knows a way to none, all are measured like that.
 * @param {PageState} state
 * @param {Place[]} local places of the floor on display
 * @param {Position} middle of the map
 */
export function listNearest({ category, nearest, here, level }, local, middle) {
  if (!category) return [];
  const found = nearest?.category === category ? nearest : null;
  const from = found?.at ?? ((here?.level === level && here?.location) || middle);
  const apart = (/** @type {Place} */ { location }) => (location ? measureMetres(from, location) : Infinity);
  const known = found?.places ?? [];
  const others = local.filter((place) => listKinds(place).includes(category));
  const isSame = (/** @type {Place} */ a, /** @type {Place} */ b) =>
    isSamePlace(a, b) || (a.kind === "space" && a.id === b.space_id);
  const rest = others.filter((place) => !known.some((near) => isSame(near, place)));
  // What the floor knows of a place is more than the server tells here.
  const near = known.map((place) => ({ ...others.find((other) => isSame(place, other)), ...place }));
  const byDistance = (/** @type {Place} */ a, /** @type {Place} */ b) => apart(a) - apart(b);
  if (!found?.isStraight) return [...near, ...rest.sort(byDistance)];
  const all = [...near, ...rest].sort(byDistance);
  return all.map((place) => (place.location ? { ...place, distance_meters: apart(place) } : place));
}

/**
 * Return from where the server measures: from the center of the map or, where that is in no space of the floor (a
 * courtyard, the air above a hall), from the nearest space, because no network begins there.
 * @param {Position} center
 * @param {number} level
 * @param {Item[]} spaces of that level
 * @returns {number[] | string}
 */
export function chooseMiddle(center, level, spaces) {
  if (spaces.some(({ geometry }) => isInside(center, geometry))) return [...center, level];
  const places = spaces.map((space) => makePlace("space", space));
  const apart = (/** @type {Place} */ { location }) => (location ? measureMetres(center, location) : Infinity);
  const nearest = places.reduce((best, place) => (apart(place) < apart(best) ? place : best), places[0]);
  return nearest?.location ? formatPlace(nearest) : [...center, level];
}

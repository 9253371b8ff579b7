// Places: anything that can be found, selected, shared and routed to. `{kind, id, name, level, location, ...}`.

import { findCategoryGroup } from "./categorygroups.js";
import { tidyName } from "./dom.js";
import { findCenter } from "./geometry.js";

/** @import { Floor } from "./floor.js" */
/** @import { I18n } from "./i18n.js" */
/** @import { Item, Place, PlaceKind, Position, Waypoint } from "../../types" */

const RECENT = "indoor-map-recent";
const MOST_RECENT = 6;

/**
 * Return a place as the page's URL writes it: "room:12", or "lon,lat,level".
 * @param {Place} place
 */
export function formatPlace(place) {
  if (place.kind === "position") {
    return [...(place.location ?? []).map((degrees) => degrees.toFixed(7)), place.level ?? 0].join(",");
  }
  return place.kind === "category" ? `category:${place.category}` : `${place.kind}:${place.id}`;
}

/**
 * Return the place that a text refers to, without what only the server knows; null if it refers to none.
 * @param {string | null} text
 * @returns {Place | null}
 */
export function parsePlace(text) {
  const unknown = { name: null, level: null, location: null };
  const byId = /^(room|space|point|occupant|building):(\d{1,18})$/.exec(text ?? "");
  if (byId) return { ...unknown, kind: /** @type {PlaceKind} */ (byId[1]), id: Number(byId[2]) };
  const category = /^category:([\w.-]{1,80})$/.exec(text ?? "")?.[1];
  if (category) return { ...unknown, kind: "category", id: null, category };
  const numbers = parseNumbers(text ?? "");
  if (numbers.length < 2 || numbers.length > 3) return null;
  const [longitude, latitude, level = 0] = numbers;
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return null;
  return makePosition([longitude, latitude], level);
}

/**
 * Return the numbers between the commas of a text; none if any of them is missing, or no number.
 * @param {string} text
 */
export function parseNumbers(text) {
  const numbers = text.split(",").map((part) => (part.trim() ? Number(part) : NaN));
  return numbers.every(Number.isFinite) ? numbers : [];
}

/**
 * Return a place that is only a position.
 * @param {Position | null} location
 * @param {number | null} level
 * @returns {Place}
 */
export function makePosition(location, level) {
  return { kind: "position", id: null, name: null, level, location };
}

/**
 * Return a place as a waypoint of the routing API.
 * @param {Place} place
 * @returns {Waypoint}
 */
export function makeWaypoint({ kind, id, category, location, level }) {
  if (kind === "category") return { category: category ?? "" };
  if (kind !== "position") return /** @type {Waypoint} */ ({ [kind]: id });
  const [lon, lat] = location ?? [0, 0];
  return { lon, lat, level: level ?? 0 };
}

/**
 * Return what a place is called: by its number and its name, unless the name already says the number.
 * @param {Pick<Item, "name" | "ref">} item
 */
export function composeName({ name, ref }) {
  if (!name || !ref) return name || ref || null;
  return name.toLowerCase().split(/\s+/).includes(ref.toLowerCase()) ? name : `${ref} ${name}`;
}

/**
 * Return an item of a layer as a place.
 * @param {PlaceKind} kind
 * @param {Item} item
 * @returns {Place}
 */
export function makePlace(kind, { geometry, ...item }) {
  const middle = kind === "building" && geometry ? findCenter(geometry) : null;
  const coordinates = (item.location ?? item.display_point)?.coordinates ?? middle;
  const location = /** @type {Position | null} */ (coordinates);
  return { ...item, name: composeName(item), level: item.level ?? null, kind, location };
}

/**
 * @param {Place | null} a
 * @param {Place | null} b
 */
export function isSamePlace(a, b) {
  return Boolean(a && b) && formatPlace(/** @type {Place} */ (a)) === formatPlace(/** @type {Place} */ (b));
}

/**
 * Return what a place's building calls its level, of a lift or stairs the lowest and the highest; search results have a
 * short name for it, too.
 * @param {Place} place
 * @param {(level: number | null | undefined, building?: number | null) => string} levelName
 */
export function nameLevel({ level, level_name: short, levels, building_id: building }, levelName) {
  const [first, last] = [levels?.[0], levels?.at(-1)];
  if (first !== last) return `${levelName(first, building)} – ${levelName(last, building)}`;
  const isKnown = building !== null && building !== undefined;
  const known = tidyName(short);
  return (isKnown ? "" : known) || levelName(level, building) || known;
}

/**
 * Return how far a place is, empty if that is not known.
 * @param {Place} place
 * @param {I18n} i18n
 */
export function writeDistance({ distance_meters: metres }, i18n) {
  return metres === null || metres === undefined ? "" : i18n.distance(metres);
}

/**
 * Return whether two places are at the same point, to about a metre.
 * @param {Place | null} a
 * @param {Place | null} b
 */
export function isAt(a, b) {
  if (!a?.location || !b?.location || a.level !== b.level) return false;
  return Math.hypot(a.location[0] - b.location[0], a.location[1] - b.location[1]) < 1e-5;
}

/**
 * Return everything on a floor that has a name or a purpose, as places.
 * @param {Floor | null} floor
 * @returns {Place[]}
 */
export function listPlaces(floor) {
  if (!floor) return [];
  const tenants = floor.listTenants();
  const spaces = [...floor.spaces.values()].filter(
    ({ id, name, ref, category }) => !tenants.has(id) && (name || ref || findCategoryGroup(category)),
  );
  const rooms = [...floor.rooms.values()].filter((room) => !floor.spaces.has(room.space_id ?? NaN));
  const markers = [...floor.markers.values()].filter((marker) => marker.kind !== "opening");
  return [
    ...spaces.map((space) => makePlace("space", space)),
    ...[...floor.occupants.values()].map((occupant) => makePlace("occupant", occupant)),
    ...rooms.map((room) => makePlace("room", room)),
    ...markers.map((marker) => /** @type {Place} */ (marker)),
  ];
}

/**
 * Return the places that were chosen last. Only this browser keeps them.
 * @returns {Place[]}
 */
export function listRecentPlaces() {
  try {
    const places = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(places) ? places.filter((place) => place?.kind && place?.name).slice(0, MOST_RECENT) : [];
  } catch {
    return []; // no storage, or not written by this page
  }
}

/** @param {Place} place */
export function rememberPlace({ kind, id, name, level, location, category = null }) {
  if (!name || kind === "position") return;
  const others = listRecentPlaces().filter((place) => place.kind !== kind || place.id !== id);
  const places = [{ kind, id, name, level, location, category }, ...others].slice(0, MOST_RECENT);
  try {
    localStorage.setItem(RECENT, JSON.stringify(places));
  } catch {
    // Without storage there are no recent places.
  }
}

// Labels of rooms: their text, and from which zoom it fits into the room.

import { findCategoryGroup } from "./categorygroups.js";
import { tidyName } from "./dom.js";
import { listPolygons } from "./geometry.js";
import { findZoom, measureAround } from "./labelfit.js";
import { composeName } from "./places.js";

/** @import { Floor } from "./floor.js" */
/** @import { Pace } from "./pace.js" */
/** @import { Geometry, Item, MapFeature, PlaceKind, Point } from "../../types" */

const UNKNOWN_SIZE_ZOOM = 19; // rooms of unknown size have their whole name from this zoom
// Groups whose icon is worth seeing from afar: they win where labels collide.
const PROMINENT = new Set(["restroom", "lift", "stairs", "escalator", "food", "shop", "information", "entrance"]);

/** @typedef {{tenant: Item | undefined, space: Item | undefined, label: MapFeature}} Made */
/** @type {WeakMap<Item, Made>} labels that were made: the map library need not copy them a second time */
const known = new WeakMap();

/**
 * Return the labels of a floor. Those that did not change are the same objects.
 * @param {Floor} floor
 * @param {Pace} pace
 */
export async function makeLabels(floor, pace) {
  /** @type {MapFeature[]} */
  const labels = [];
  for (const label of listLabels(floor)) {
    labels.push(label);
    if (pace.isTired) await pace.rest();
  }
  return labels;
}

/**
 * Yield the labels: of spaces or their tenants first, then of occupants and rooms of spaces that have none yet.
 * @param {Floor} floor
 */
function* listLabels(floor) {
  const labelled = new Set();
  const tenants = floor.listTenants();
  for (const space of floor.spaces.values()) {
    const tenant = tenants.get(space.id);
    const isNamed = tenant || space.name || space.ref || findCategoryGroup(space.category);
    if (!space.display_point || !isNamed) continue;
    labelled.add(space.id);
    yield keepLabel(tenant ? "occupant" : "space", space, { tenant, space, point: space.display_point });
  }
  for (const occupant of floor.occupants.values()) {
    const space = floor.spaces.get(occupant.space_id ?? NaN);
    const point = space?.display_point ?? occupant.location;
    if (!point || labelled.has(occupant.space_id)) continue;
    labelled.add(occupant.space_id ?? occupant);
    yield keepLabel("occupant", occupant, { space, point });
  }
  for (const room of floor.rooms.values()) {
    if (!room.location || labelled.has(room.space_id)) continue;
    const space = floor.spaces.get(room.space_id ?? NaN);
    yield keepLabel("room", room, { space, point: room.location });
  }
}

/**
 * Return the label of an item, made once for as long as its tenant and space are the same.
 * @param {"space" | "occupant" | "room"} kind
 * @param {Item} item
 * @param {{tenant?: Item, space?: Item, point: Point}} place
 */
function keepLabel(kind, item, { tenant, space, point }) {
  const made = known.get(item);
  if (made && made.tenant === tenant && made.space === space) return made.label;
  const label = makeLabel(kind, tenant ?? item, point, space?.geometry);
  // A space and its tenant have one label: the one replaces the other.
  label.id = `${tenant ? "space" : kind}:${item.id}`;
  // What is in a building is not marked from afar: the building is.
  label.properties.isAlone = (item.building_id ?? space?.building_id ?? null) === null;
  known.set(item, { tenant, space, label });
  return label;
}

/**
 * @param {PlaceKind} kind
 * @param {Item} item
 * @param {Point} geometry
 * @param {Geometry | null} [area] the space around the label
 * @returns {MapFeature}
 */
export function makeLabel(kind, item, geometry, area = null) {
  const name = tidyName(composeName(item));
  const group = findCategoryGroup(item.category);
  const number = tidyName(item.ref) || (/^\S*\d\S*/.exec(name)?.[0] ?? name);
  const hasIcon = group !== null && PROMINENT.has(group);
  const long = name.startsWith(`${number} `) ? `${number}\n${name.slice(number.length + 1)}` : name;
  const free = area && measureAround(geometry.coordinates, listPolygons(area));
  const [, latitude] = geometry.coordinates;
  return {
    type: "Feature",
    geometry,
    properties: {
      nameFrom: free ? findZoom(long, free, latitude, hasIcon) : UNKNOWN_SIZE_ZOOM,
      shortFrom: free ? findZoom(number, free, latitude, hasIcon) : 0,
      place: `${kind}:${item.id}`,
      group: group ?? "",
      hasIcon,
      rank: hasIcon ? 1 : 2,
      short: number,
      name: long,
    },
  };
}

// Labels of rooms: their text, and from which zoom it fits into the room.

import { findCategoryGroup } from "./categorygroups.js";
import { tidyName } from "./dom.js";
import { listPolygons } from "./geometry.js";
import { findZoom, measureAround } from "./labelfit.js";
import { composeName } from "./places.js";

/** @import { Floor } from "./floor.js" */
/** @import { Geometry, Item, MapFeature, PlaceKind, Point } from "../../types" */

const UNKNOWN_SIZE_ZOOM = 19; // rooms of unknown size have their whole name from this zoom
// Groups whose icon is worth seeing from afar: they win where labels collide.
const PROMINENT = new Set(["restroom", "lift", "stairs", "escalator", "food", "shop", "information", "entrance"]);

/**
 * Return the labels of a floor: spaces first, then occupants and rooms of spaces that have none yet.
 * @param {Floor} floor
 */
export function makeLabels(floor) {
  const labelled = new Set();
  const tenants = floor.listTenants();
  /** @type {MapFeature[]} */
  const labels = [];
  for (const space of floor.spaces.values()) {
    if (tenants.has(space.id)) continue;
    const isNamed = space.name || space.ref || findCategoryGroup(space.category);
    if (!space.display_point || !isNamed) continue;
    labelled.add(space.id);
    labels.push(makeLabel("space", space, space.display_point, space.geometry));
  }
  for (const occupant of floor.occupants.values()) {
    const space = floor.spaces.get(occupant.space_id ?? NaN);
    const point = space?.display_point ?? occupant.location;
    if (!point || labelled.has(occupant.space_id)) continue;
    labelled.add(occupant.space_id ?? occupant);
    labels.push(makeLabel("occupant", occupant, point, space?.geometry));
  }
  const areas = new Map(floor.roomAreas.map(({ properties, geometry }) => [properties.place, geometry]));
  for (const room of floor.rooms.values()) {
    if (!room.location || labelled.has(room.space_id)) continue;
    const area = areas.get(`room:${room.id}`) ?? floor.spaces.get(room.space_id ?? NaN)?.geometry;
    labels.push(makeLabel("room", room, room.location, area));
  }
  return labels;
}

/**
 * @param {PlaceKind} kind
 * @param {Item} item
 * @param {Point} geometry
 * @param {Geometry | null} [area] the room around the label
 * @returns {MapFeature}
 */
export function makeLabel(kind, item, geometry, area = null) {
  const name = tidyName(composeName(item));
  const group = findCategoryGroup(item.category, name);
  const number = tidyName(item.ref) || (/^\S*\d\S*/.exec(name)?.[0] ?? name);
  const hasIcon = group !== null && PROMINENT.has(group);
  const long = name.startsWith(`${number} `) ? `${number}\n${name.slice(number.length + 1)}` : name;
  const free = area && measureAround(geometry.coordinates, listPolygons(area));
  const [, latitude] = geometry.coordinates;
  const above = hasIcon ? "\n\n" : ""; // the icon takes as much space as two lines
  return {
    type: "Feature",
    geometry,
    properties: {
      nameFrom: free ? findZoom(above + long, free, latitude) : UNKNOWN_SIZE_ZOOM,
      shortFrom: free ? findZoom(above + number, free, latitude) : 0,
      place: `${kind}:${item.id}`,
      group: group ?? "",
      hasIcon,
      rank: hasIcon ? 1 : 2,
      short: number,
      name: long,
    },
  };
}

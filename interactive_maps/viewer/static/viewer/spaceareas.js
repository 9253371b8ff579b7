// The areas of a floor: its spaces as polygons, tinted by what they are for.

import { findCategoryGroup } from "./categorygroups.js";

/** @import { Floor } from "./floor.js" */
/** @import { Pace } from "./pace.js" */
/** @import { Item, MapFeature } from "../../types" */

// What one walks through, in the words of IMDF: it has the colour of the floor.
const WAYS = new Set(["walkway", "hallway", "corridor", "movingwalkway", "opentobelow"]);

/** @typedef {{tenant: Item | undefined, area: MapFeature}} Made */
/** @type {WeakMap<Item, Made>} areas that were made: the map library need not copy them a second time */
const known = new WeakMap();

/**
 * Return the areas of a floor, those that did not change as the same objects.
 * @param {Floor} floor
 * @param {Pace} pace
 */
export async function makeAreas(floor, pace) {
  const tenants = floor.listTenants();
  /** @type {MapFeature[]} */
  const areas = [];
  for (const space of floor.spaces.values()) {
    if (!space.geometry) continue;
    const tenant = tenants.get(space.id);
    let made = known.get(space);
    if (!made || made.tenant !== tenant) {
      made = { tenant, area: makeArea(space, tenant, floor.isWalled(space)) };
      known.set(space, made);
    }
    areas.push(made.area);
    if (pace.isTired) await pace.rest();
  }
  return areas;
}

/**
 * @param {Item} space
 * @param {Item | undefined} tenant who is in it: a tap selects the tenant
 * @param {boolean} isWalled whether the outline of its level is known: around it is wall
 * @returns {MapFeature}
 */
function makeArea({ id, category, geometry }, tenant, isWalled) {
  const place = tenant ? `occupant:${tenant.id}` : `space:${id}`;
  const own = WAYS.has(category ?? "") ? "hall" : findCategoryGroup(category);
  const group = (tenant && findCategoryGroup(tenant.category)) ?? own;
  return /** @type {MapFeature} */ ({ type: "Feature", id, geometry, properties: { place, group, isWalled } });
}

// Levels: one for each ordinal, with what each building calls it.

import { tidyName } from "./dom.js";
import { makeBounds, measureBounds, uniteBounds } from "./geometry.js";

/** @import { I18n } from "./i18n.js" */
/** @import { Bounds, Item, Level } from "../../types" */

/**
 * Return one level for each ordinal, highest first. Buildings that do not agree on its name leave it without one.
 * @param {Item[]} items
 * @returns {Level[]}
 */
export function mergeLevels(items) {
  /** @type {Map<number, Level>} */
  const byOrdinal = new Map();
  for (const item of items) {
    const { level } = item;
    if (level === null || level === undefined) continue;
    const names = { name: tidyName(item.name) || null, short: tidyName(item.short_name) || null };
    const known = byOrdinal.get(level);
    const merged = known ?? { level, ...names, byBuilding: {} };
    if (known && known.name !== names.name) merged.name = null;
    if (known && known.short !== names.short) merged.short = null;
    for (const building of item.building_ids ?? []) merged.byBuilding[building] ??= names;
    byOrdinal.set(level, merged);
  }
  return [...byOrdinal.values()].sort((a, b) => b.level - a.level);
}

/**
 * Return the first of the wanted ordinals that there is; else the lowest floor above ground, or what there is.
 * @param {Level[]} levels highest first
 * @param {(number | null | undefined)[]} wanted
 */
export function chooseLevel(levels, wanted) {
  const known = levels.map(({ level }) => level);
  const lowest = [...known].reverse().find((level) => level >= 0);
  return [...wanted, 0].find((level) => known.includes(level ?? NaN)) ?? lowest ?? known[0] ?? null;
}

/**
 * Return the ordinal of a building's level that is nearest to another; that one, if the building has no levels.
 * @param {Level[]} levels
 * @param {number} building
 * @param {number | null} level
 */
export function findNearestLevel(levels, building, level) {
  const own = levels.flatMap(({ level: ordinal, byBuilding }) => (byBuilding[building] ? [ordinal] : []));
  const [nearest] = own.sort((a, b) => Math.abs(a - (level ?? 0)) - Math.abs(b - (level ?? 0)) || a - b);
  return nearest ?? level;
}

/**
 * Return the levels of a building; all of them if it has none, or if no building is known.
 * @param {Level[]} levels
 * @param {number | null} building
 */
export function listLevels(levels, building) {
  const own = building === null ? [] : levels.filter(({ byBuilding }) => byBuilding[building]);
  return own.length ? own : levels;
}

/**
 * Return what levels are called, by ordinal: what the building calls its own; else what all buildings do, unless two
 * levels would then be called the same (the ground floor of one building is the first floor of another): in that case,
 * their ordinals.
 * @param {Level[]} levels
 * @param {number | null | undefined} building
 * @param {I18n} i18n
 */
export function nameLevels(levels, building, i18n) {
  const nameOf = (/** @type {Pick<Level, "level" | "name">} */ level) => i18n.levelName(level);
  const shortOf = (/** @type {Pick<Level, "level" | "short">} */ { level, short }) => short ?? i18n.number(level);
  const hasNames = new Set(levels.map(nameOf)).size === levels.length;
  const hasShorts = new Set(levels.map(shortOf)).size === levels.length;
  return new Map(
    levels.map(({ level, byBuilding, ...common }) => {
      const own = byBuilding[building ?? NaN];
      const { name, short } = own ?? { name: hasNames ? common.name : null, short: hasShorts ? common.short : null };
      return [level, { name: nameOf({ level, name }), short: shortOf({ level, short }) }];
    }),
  );
}

/**
 * Return the bounds of all buildings with levels; empty if there is only one, or none.
 * @param {Item[]} items
 */
export function measureCampus(items) {
  const campus = makeBounds();
  const buildings = measureBuildings(items);
  if (buildings.size > 1) for (const bounds of buildings.values()) uniteBounds(campus, bounds);
  return campus;
}

/**
 * Return the bounds of each building's levels.
 * @param {Item[]} items
 */
export function measureBuildings(items) {
  /** @type {Map<number, Bounds>} */
  const extents = new Map();
  for (const { building_ids: buildings, geometry } of items) {
    const bounds = measureBounds(geometry);
    for (const building of buildings ?? []) {
      const extent = extents.get(building) ?? makeBounds();
      uniteBounds(extent, bounds);
      extents.set(building, extent);
    }
  }
  return extents;
}

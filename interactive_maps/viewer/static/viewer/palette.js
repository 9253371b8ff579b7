// The palette: colours that the style sheet defines for the current theme, and map expressions that choose among them.

import { categoryGroups } from "./categorygroups.js";

/** @import { ExpressionSpecification } from "maplibre-gl" */
/** @import { Palette } from "../../types" */

/**
 * Return the colours: `{outside, floor, room, ..., ink: {group: colour}}`, undefined for those not defined.
 * @returns {Palette}
 */
export function getPalette() {
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ prefix, /** @type {Record<string, unknown>} */ more) =>
    new Proxy(more, {
      get: (_, name) =>
        more[String(name)] ?? (style.getPropertyValue(`--${prefix}-${String(name)}`).trim() || undefined),
    });
  return /** @type {Palette} */ (read("map", { ink: read("ink", {}) }));
}

/**
 * Return an expression for the tint of a room by its category group.
 * @param {Palette} palette
 */
export function tintByGroup(palette) {
  // The colour called "door" is that of a line.
  return matchGroup(palette, ["door", palette.room, "hall", palette.floor], palette.room);
}

/**
 * Return an expression for the colour of a label by its category group.
 * @param {Palette} palette
 */
export function inkByGroup({ ink, label }) {
  return matchGroup(ink, [], label);
}

/**
 * @param {Record<string, string>} colours
 * @param {string[]} first
 * @param {string} fallback
 */
function matchGroup(colours, first, fallback) {
  const cases = categoryGroups
    .filter((group) => colours[group] && !first.includes(group))
    .flatMap((group) => [group, colours[group]]);
  /** @type {unknown[]} */
  const expression = ["match", ["get", "group"], ...first, ...cases, fallback];
  return /** @type {ExpressionSpecification} */ (expression);
}

// What is in the way of a travel profile, in words: stairs by their name, and the levels between which they lead.

import { tidyName } from "./dom.js";

/** @import { I18n } from "./i18n.js" */
/** @import { Closure, Violation } from "../../types" */

const MOST = 4;
const OPENING_HOURS = "opening_hours"; // the reason of a closure that nobody wrote
/** @type {Record<string, string>} texts of reasons that are no kinds of edges */
const TEXTS = { narrow: "tooNarrow", step: "raisedStep", steep: "tooSteep" };

/**
 * Return what is in the way, each connector once, with the levels between which the route would use it.
 * @param {Violation[]} violations
 * @param {I18n} i18n
 */
export function describeObstacles(violations, i18n) {
  /** @type {Map<string, Violation>} */
  const obstacles = new Map();
  for (const violation of violations) {
    const { reason, connector_id: connector, name } = violation;
    const key = [reason, connector ?? name].join(" ");
    const known = obstacles.get(key);
    obstacles.set(key, known ? unite(known, violation) : violation);
  }
  const all = [...obstacles.values()].map((obstacle) => describe(obstacle, i18n));
  return [...new Set(all)].slice(0, MOST);
}

/**
 * Return what is closed: why, as the owner of the map says it, or else which level.
 * @param {Closure[]} closures
 * @param {I18n} i18n
 */
export function describeClosures(closures, i18n) {
  const all = closures.map(({ reason, level }) =>
    reason && reason !== OPENING_HOURS ? tidyName(reason) : i18n.routeLevel(level, null),
  );
  return [...new Set(all.filter(Boolean))].slice(0, MOST);
}

/**
 * Return a violation between all levels of two; `level` is the lower one of each.
 * @param {Violation} a
 * @param {Violation} b
 * @returns {Violation}
 */
function unite(a, b) {
  const isLower = (b.level ?? Infinity) < (a.level ?? Infinity);
  const isHigher = (b.to_level ?? -Infinity) > (a.to_level ?? -Infinity);
  const { level, level_name } = isLower ? b : a;
  const { to_level, to_level_name } = isHigher ? b : a;
  return { ...a, level, level_name, to_level, to_level_name };
}

/**
 * @param {Violation} obstacle
 * @param {I18n} i18n
 */
function describe({ reason, name, level, level_name: lower, to_level: toLevel, to_level_name: upper }, i18n) {
  const kind = TEXTS[reason] ? i18n.t(TEXTS[reason]) : i18n.edgeKind(tidyName(reason));
  const levels = [i18n.routeLevel(level, lower), toLevel === level ? "" : i18n.routeLevel(toLevel, upper)];
  const where = levels.filter(Boolean).join(" – ");
  const what = name ? `${kind} “${tidyName(name)}”` : kind;
  return where ? `${what} (${where})` : what;
}

// A router without a server: the shortest route for a travel profile, and why there is none.

import { cutLine, describeCourse } from "./course.js";
import { Network } from "./network.js";
import { findPath } from "./search.js";
import { keepNearest, listLinks, Waypoints } from "./waypoints.js";

/** @import { Course, KeptClosure, KeptNetwork, NetworkProfile, Position, RouteRequest } from "../../../../types" */
/** @import { Segment } from "./course.js" */
/** @import { AccessLink, Path } from "./search.js" */
/** @import { Snapped } from "./waypoints.js" */

export class Router {
  #network;
  #waypoints;

  /** @param {KeptNetwork} columns */
  constructor(columns) {
    this.#network = new Network(columns);
    this.#waypoints = new Waypoints(this.#network, columns);
  }

  /**
   * Return the route over all waypoints, or the reason why there is none.
   * @param {RouteRequest} request
   * @param {KeptClosure[]} closures
   * @returns {Course | {reason: string, stop?: number}}
   */
  find({ from, to, via = [], profile: name, allowViolations = false }, closures) {
    const network = this.#network;
    if (!network.edgeCount) return { reason: "no_network" };
    const places = [from, ...via, to].map((waypoint) => this.#waypoints.find(waypoint));
    const stop = places.findIndex((found) => !found.length);
    if (stop >= 0) return { reason: "off_network", stop };
    const profile = network.findProfile(name);
    let near = places.map(keepNearest);
    const search = (/** @type {Parameters<Network["weigh"]>[1]} */ rules) =>
      this.#search(near, profile, network.weigh(profile, rules));
    const rules = { closures, isRelaxed: allowViolations };
    const isConnected = () => search({ isRelaxed: true, isTwoWay: true }) !== null;
    let found = search(rules);
    if (!found && !isConnected()) {
      near = places; // as if the nearest edges were not there
      found = search(rules);
    }
    if (!found) {
      if (search({ isRelaxed: allowViolations })) return { reason: "closed" };
      if (search({ isRelaxed: true })) return { reason: "profile" };
      return { reason: isConnected() ? "one_way" : "island" };
    }
    const { segments, stops, first } = found;
    const start = locateLink(network, first);
    const course = describeCourse(network, network.measureTimes(profile), segments, { stops, start });
    return { ...course, violations: allowViolations ? this.#listViolations(profile, segments) : [] };
  }

  /**
   * Return what is walked from place to place, and the segments at which the stops between are; null without a path.
   * @param {Snapped[][]} places
   * @param {NetworkProfile} profile
   * @param {Float64Array} weights
   */
  #search([first, ...others], { speed }, weights) {
    /** @type {Segment[]} */
    const segments = [];
    const stops = [];
    /** @type {AccessLink | null} */
    let begin = null;
    let start = first;
    for (const place of others) {
      const starts = listLinks(this.#network, weights, start, { speed, isStart: true });
      const ends = listLinks(this.#network, weights, place, { speed, isStart: false });
      const path = findPath(this.#network, weights, starts, ends);
      const direct = findDirectPath(weights, starts, ends);
      const best = direct && !(path && path.cost < direct.cost) ? direct : path;
      if (!best) return null;
      segments.push(
        ...(best === direct
          ? [{ arc: best.start.arc, start: best.start.fraction, end: best.end.fraction }]
          : listSegments(/** @type {Path} */ (best))),
      );
      begin ??= best.start;
      stops.push(segments.length);
      start = stayAt(best.end);
    }
    return begin && { segments, stops: stops.slice(0, -1), first: begin };
  }

  /**
   * @param {NetworkProfile} profile
   * @param {Segment[]} segments
   */
  #listViolations(profile, segments) {
    const edges = [...new Set(segments.map(({ arc }) => arc >> 1))];
    const reasons = edges.map((edge) => this.#network.explain(profile, edge));
    return reasons.flatMap((reason) => (reason ? [{ reason }] : []));
  }
}

/**
 * @param {Path} path
 * @returns {Segment[]}
 */
function listSegments({ arcs, start, end }) {
  const segments = arcs.map((arc) => ({ arc, start: 0, end: 1 }));
  if (start.arc >= 0 && start.fraction < 1) segments.unshift({ arc: start.arc, start: start.fraction, end: 1 });
  if (end.arc >= 0 && end.fraction > 0) segments.push({ arc: end.arc, start: 0, end: end.fraction });
  return segments;
}

/**
 * Return the path between two places beside one edge, along that edge; null if there is none.
 * @param {Float64Array} weights
 * @param {AccessLink[]} starts
 * @param {AccessLink[]} ends
 */
function findDirectPath(weights, starts, ends) {
  /** @type {{cost: number, start: AccessLink, end: AccessLink} | null} */
  let best = null;
  for (const start of starts) {
    for (const end of ends) {
      if (start.arc < 0 || start.arc !== end.arc || start.fraction > end.fraction) continue;
      const cost = start.off + end.off + Math.round((end.fraction - start.fraction) * weights[start.arc]);
      if (!best || cost < best.cost) best = { cost, start, end };
    }
  }
  return best;
}

/**
 * @param {Network} network
 * @param {AccessLink} link
 * @returns {Position}
 */
function locateLink(network, { node, arc, fraction }) {
  if (arc < 0) return [network.longitude[node], network.latitude[node]];
  return cutLine(network.line(arc), { start: fraction, end: fraction })[0];
}

/**
 * Return the place of an arrival as the next start, so that the route stays on the network.
 * @param {AccessLink} link
 * @returns {Snapped[]}
 */
function stayAt({ node, arc, fraction }) {
  if (arc < 0) return [{ node, snaps: [] }];
  return [{ node: -1, snaps: [{ edge: arc >> 1, fraction: arc % 2 ? 1 - fraction : fraction, metres: 0 }] }];
}

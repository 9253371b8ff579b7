// The course of a route: what is walked of each edge, as lines by level, and as the changes that directions tell.

/** @import { Course, CourseLeg, CourseStep, Position } from "../../../../types" */
/** @import { Network } from "./network.js" */

/** The walked part of an arc, from `start` to `end` (0 to 1 along it). */
/** @typedef {{arc: number, start: number, end: number}} Segment */

/** A step of a route that is `at` metres from its start. */
/** @typedef {Omit<CourseStep, "distance_meters"> & {at: number}} Change */

/** @type {Record<string, string>} the kinds of edges that change the level, and what directions call the change */
const CHANGES = {
  stairs: "stairs",
  lift: "lift",
  boarding: "lift",
  escalator: "escalator",
  ramp: "ramp",
  walkway: "walkway",
};
const ADJOINING = 5; // metres between two buildings without an outside to speak of

/**
 * Return a route along some segments, with the stops at which it rests in between.
 * @param {Network} network
 * @param {Float64Array} times milliseconds of each arc
 * @param {Segment[]} segments
 * @param {{stops: number[], start: Position}} at indices of segments that begin at a stop, and where the route starts
 * @returns {Course}
 */
export function describeCourse(network, times, segments, { stops, start }) {
  const legs = listLegs(network, times, segments);
  const [metres, seconds] = [measure(network, segments), timeAll(times, segments)];
  const line = legs.flatMap(({ geometry }) => /** @type {Position[]} */ (geometry.coordinates));
  return {
    distance_meters: metres,
    duration_seconds: seconds,
    route: { type: "LineString", coordinates: dropRepeats(line.length ? line : [start]) },
    legs,
    steps: segments.length ? listSteps(network, segments, stops) : [],
  };
}

/**
 * @param {Network} network
 * @param {Segment[]} segments
 */
function measure(network, segments) {
  return segments.reduce((sum, { arc, start, end }) => sum + network.length[arc >> 1] * (end - start), 0);
}

/**
 * @param {Float64Array} times
 * @param {Segment[]} segments
 */
function timeAll(times, segments) {
  return segments.reduce((sum, { arc, start, end }) => sum + Math.round(times[arc] * (end - start)), 0) / 1000;
}

/**
 * Return the legs of a route; each new level begins one.
 * @param {Network} network
 * @param {Float64Array} times
 * @param {Segment[]} segments
 * @returns {CourseLeg[]}
 */
function listLegs(network, times, segments) {
  /** @type {Segment[][]} */
  const groups = [];
  const levelOf = (/** @type {Segment} */ { arc }) => network.level[network.tailOf(arc)];
  for (const segment of segments) {
    const last = groups.at(-1);
    if (last && levelOf(last[0]) === levelOf(segment)) last.push(segment);
    else groups.push([segment]);
  }
  return groups.map((group) => ({
    level: levelOf(group[0]),
    building: group.map(({ arc }) => network.building[arc >> 1]).find((building) => building !== null) ?? null,
    geometry: {
      type: "LineString",
      coordinates: dropRepeats(group.flatMap((one) => cutLine(network.line(one.arc), one))),
    },
    distance_meters: measure(network, group),
    duration_seconds: timeAll(times, group),
  }));
}

/**
 * Return the steps of a route; their distances add up to its length.
 * @param {Network} network
 * @param {Segment[]} segments
 * @param {number[]} stops
 */
function listSteps(network, segments, stops) {
  const reached = [0]; // metres at which each segment begins
  for (const segment of segments) reached.push((reached.at(-1) ?? 0) + measure(network, [segment]));
  const bounds = [0, ...stops, segments.length];
  /** @type {Change[]} */
  const steps = [];
  for (let index = 0; index + 1 < bounds.length; index += 1) {
    const [first, last] = [bounds[index], bounds[index + 1]];
    if (first === last) continue;
    const from = locate(network, segments, first);
    steps.push({ ...from, kind: "start", stop: index, at: reached[first] });
    steps.push(...listChanges(network, segments, { first, last }, reached));
    const end = locate(network, segments, last - 1, true);
    steps.push({ ...end, kind: "arrive", stop: index + 1, at: reached[last] });
  }
  return steps.map(({ at, ...step }, index) => ({
    ...step,
    distance_meters: (steps[index + 1]?.at ?? reached[segments.length]) - at,
  }));
}

/**
 * Return the level changes of a part of a route, and where it leaves and enters buildings.
 * @param {Network} network
 * @param {Segment[]} segments
 * @param {{first: number, last: number}} part
 * @param {number[]} reached
 */
function listChanges(network, segments, { first, last }, reached) {
  /** @type {Change[]} */
  const changes = [];
  /** @type {{index: number, building: number} | null} the last segment in a building */
  let inside = null;
  for (let index = first; index < last; index += 1) {
    const edge = segments[index].arc >> 1;
    const building = network.building[edge];
    if (building !== null) {
      if (inside && inside.building !== building) {
        const left = reached[inside.index + 1];
        const place = locate(network, segments, inside.index, true);
        const isApart = reached[index] - left > ADJOINING;
        if (isApart) changes.push({ ...place, kind: "leave", building: inside.building, at: left });
        changes.push({ ...locate(network, segments, index), kind: "enter", at: reached[index] });
      }
      inside = { index, building };
    }
    const kind = CHANGES[network.kinds[edge]];
    if (!kind) continue;
    const ride = index;
    while (index + 1 < last && isSameRide(network, segments[ride], segments[index + 1])) index += 1;
    const end = network.level[network.headOf(segments[index].arc)];
    const begin = locate(network, segments, ride);
    const toLevel = end === begin.level ? null : end;
    changes.push({
      ...begin,
      building: inside?.building ?? begin.building,
      kind,
      to_level: toLevel,
      at: reached[ride],
    });
  }
  return changes.sort((a, b) => a.at - b.at);
}

/**
 * Return whether a segment goes on with the ride that another began: of one kind, and on one connector.
 * @param {Network} network
 * @param {Segment} a
 * @param {Segment} b
 */
function isSameRide(network, a, b) {
  const [one, other] = [a.arc >> 1, b.arc >> 1];
  if (CHANGES[network.kinds[one]] !== CHANGES[network.kinds[other]]) return false;
  const [id, otherId] = [network.connector[one], network.connector[other]];
  return id === otherId || Number.isNaN(id) || Number.isNaN(otherId);
}

/**
 * Return where a segment begins (`isEnd`: ends), as a step tells it.
 * @param {Network} network
 * @param {Segment[]} segments
 * @param {number} index
 */
function locate(network, segments, index, isEnd = false) {
  const { arc, start, end } = segments[index];
  const line = cutLine(network.line(arc), { start, end });
  const node = isEnd ? network.headOf(arc) : network.tailOf(arc);
  return {
    level: network.level[node],
    to_level: null,
    location: isEnd ? line[line.length - 1] : line[0],
    building: network.building[arc >> 1],
  };
}

/**
 * Return the part of a line between two fractions of its length.
 * @param {Position[]} line
 * @param {{start: number, end: number}} part
 * @returns {Position[]}
 */
export function cutLine(line, { start, end }) {
  if (start === 0 && end === 1) return line;
  const scale = Math.cos((line[0][1] * Math.PI) / 180);
  const reached = [0];
  line.slice(1).forEach(([x, y], index) => {
    reached.push(reached[index] + Math.hypot((x - line[index][0]) * scale, y - line[index][1]));
  });
  const whole = reached[reached.length - 1];
  const inside = line.filter((_, index) => reached[index] > start * whole && reached[index] < end * whole);
  return [placeAt(line, reached, start * whole), ...inside, placeAt(line, reached, end * whole)];
}

/**
 * @param {Position[]} line
 * @param {number[]} reached
 * @param {number} at
 * @returns {Position}
 */
function placeAt(line, reached, at) {
  const found = reached.findIndex((length, place) => place > 0 && length >= at);
  const index = found > 0 ? found : line.length - 1;
  const [[ax, ay], [bx, by]] = [line[index - 1], line[index]];
  const share = (at - reached[index - 1]) / (reached[index] - reached[index - 1] || 1);
  return [ax + (bx - ax) * share, ay + (by - ay) * share];
}

/**
 * Return a line without repeated positions, with at least two.
 * @param {Position[]} line
 */
function dropRepeats(line) {
  const isNew = (/** @type {Position} */ [x, y], /** @type {number} */ index) =>
    index === 0 || Math.abs(x - line[index - 1][0]) > 1e-9 || Math.abs(y - line[index - 1][1]) > 1e-9;
  const kept = line.filter(isNew);
  return kept.length === 1 ? [kept[0], kept[0]] : kept;
}

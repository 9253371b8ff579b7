// Waypoints on the network: the node of a feature, or the edges beside it or beside a position.

import { METRES_PER_DEGREE } from "../../geometry.js";
import { sum } from "./network.js";

/** @import { KeptNetwork, Position, Waypoint } from "../../../../types" */
/** @import { Network } from "./network.js" */
/** @import { AccessLink } from "./search.js" */

const MOST_METRES = 20;
const MOST_SNAPS = 8;
const SLACK = 0.5; // metres: edges within this margin count as near as the nearest
const RIDDEN = new Set(["lift", "escalator", "boarding"]); // nobody starts on these

/** A place on the network: a node, or edges nearby with the fraction along them and the metres to them. */
/** @typedef {{node: number, snaps: {edge: number, fraction: number, metres: number}[]}} Snapped */

export class Waypoints {
  #network;
  #categories;
  /** @type {Map<string, Snapped>} */
  #places = new Map();

  /**
   * @param {Network} network
   * @param {Pick<KeptNetwork, "places" | "categories">} columns
   */
  constructor(network, { places, categories }) {
    this.#network = network;
    this.#categories = categories;
    for (const [kind, { ids, nodes, beside }] of Object.entries(places)) {
      sum(ids).forEach((id, index) => this.#places.set(`${kind}:${id}`, { node: nodes[index], snaps: [] }));
      for (const [id, ...near] of beside) {
        const snaps = near.map(([edge, fraction, metres]) => ({ edge, fraction, metres }));
        this.#places.set(`${kind}:${id}`, { node: -1, snaps });
      }
    }
  }

  /**
   * Return where a waypoint is on the network: any of these places, none if the network is out of its reach.
   * @param {Waypoint} waypoint
   * @returns {Snapped[]}
   */
  find(waypoint) {
    if ("lon" in waypoint) return this.#snap([waypoint.lon, waypoint.lat], waypoint.level ?? null);
    const listed = "category" in waypoint ? this.#categories[waypoint.category] : waypoint;
    return Object.entries(listed ?? {}).flatMap(([kind, ids]) =>
      sum([ids].flat()).flatMap((id) => this.#places.get(`${kind}:${id}`) ?? []),
    );
  }

  /**
   * @param {Position} position
   * @param {number | null} level
   * @returns {Snapped[]}
   */
  #snap(position, level) {
    const network = this.#network;
    const found = [];
    for (let edge = 0; edge < network.edgeCount; edge += 1) {
      const [own, other] = [network.tail[edge], network.head[edge]].map((node) => network.level[node]);
      const isLevel = own === null || other === null || own === other;
      if (RIDDEN.has(network.kinds[edge]) || !isLevel) continue;
      if (level !== null && own !== null && own !== level) continue;
      const near = locateAlong(network.line(2 * edge), position);
      if (near.metres <= MOST_METRES) found.push({ edge, ...near });
    }
    const snaps = found.sort((a, b) => a.metres - b.metres).slice(0, MOST_SNAPS);
    return snaps.length ? [{ node: -1, snaps }] : [];
  }
}

/**
 * Return places without the edges that are clearly further away than the nearest of each.
 * @param {Snapped[]} places
 */
export function keepNearest(places) {
  return places.map(({ node, snaps }) => {
    const least = Math.min(...snaps.map(({ metres }) => metres));
    return { node, snaps: snaps.filter(({ metres }) => metres <= least + SLACK) };
  });
}

/**
 * Return the links of places to the nodes around them, as a start (`isStart`) or an end.
 * @param {Network} network
 * @param {Float64Array} weights
 * @param {Snapped[]} places
 * @param {{speed: number, isStart: boolean}} options
 * @returns {AccessLink[]}
 */
export function listLinks(network, weights, places, { speed, isStart }) {
  const nodes = places.filter(({ node }) => node >= 0);
  const beside = places.flatMap(({ snaps }) => snaps);
  return [
    ...nodes.map(({ node }) => ({ node, time: 0, off: 0, arc: -1, fraction: 0 })),
    ...beside.flatMap(({ edge, fraction: along, metres }) => {
      const off = Math.round((metres / speed) * 1000);
      return [2 * edge, 2 * edge + 1].flatMap((arc) => {
        if (weights[arc] === Infinity) return [];
        const fraction = arc % 2 ? 1 - along : along;
        const share = isStart ? 1 - fraction : fraction;
        const at = isStart ? network.headOf(arc) : network.tailOf(arc);
        return [{ node: at, time: off + Math.round(share * weights[arc]), off, arc, fraction }];
      });
    }),
  ];
}

/**
 * Return how far along a line the point nearest to a position is (0 to 1), and how many metres away.
 * @param {Position[]} line
 * @param {Position} position
 */
function locateAlong(line, [x, y]) {
  const scale = Math.cos((y * Math.PI) / 180) * METRES_PER_DEGREE;
  const flat = line.map(([longitude, latitude]) => [(longitude - x) * scale, (latitude - y) * METRES_PER_DEGREE]);
  let [best, at, length] = [Infinity, 0, 0];
  for (let index = 0; index + 1 < flat.length; index += 1) {
    const [[ax, ay], [bx, by]] = [flat[index], flat[index + 1]];
    const [dx, dy] = [bx - ax, by - ay];
    const share = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
    const metres = Math.hypot(ax + share * dx, ay + share * dy);
    const piece = Math.hypot(dx, dy);
    if (metres < best) [best, at] = [metres, length + share * piece];
    length += piece;
  }
  return { fraction: length ? at / length : 0, metres: best };
}

// The shortest path on the network (Dijkstra): from any of some starts to any of some ends.

/** @import { Network } from "./network.js" */

/**
 * Where a place meets the network: `time` milliseconds from or to `node`, over a part of `arc` (-1: none), which is
 * walked from or to `fraction`; `off` is the part of the time beside the network.
 * @typedef {{node: number, time: number, off: number, arc: number, fraction: number}} AccessLink
 */
/** @typedef {{cost: number, arcs: number[], start: AccessLink, end: AccessLink}} Path */

/**
 * Return the shortest path; null if there is none.
 * @param {Network} network
 * @param {Float64Array} weights milliseconds of each arc
 * @param {AccessLink[]} starts
 * @param {AccessLink[]} ends
 * @returns {Path | null}
 */
export function findPath(network, weights, starts, ends) {
  const costs = new Float64Array(network.longitude.length).fill(Infinity);
  const before = new Int32Array(costs.length).fill(-1); // the arc by which each node is reached
  const targets = nearestByNode(ends);
  const sources = nearestByNode(starts);
  const queue = new Queue();
  for (const { node, time } of sources.values()) {
    costs[node] = time;
    queue.push(time, node);
  }
  let best = Infinity;
  /** @type {AccessLink | null} */
  let end = null;
  for (let cost = queue.leastCost; cost < best; cost = queue.leastCost) {
    const node = queue.pop();
    if (cost > costs[node]) continue; // reached on a shorter way meanwhile
    const target = targets.get(node);
    if (target && cost + target.time < best) [best, end] = [cost + target.time, target];
    const { starts: first, list } = network.arcs;
    for (let index = first[node]; index < first[node + 1]; index += 1) {
      const arc = list[index];
      const head = network.headOf(arc);
      if (!(cost + weights[arc] < costs[head])) continue;
      costs[head] = cost + weights[arc];
      before[head] = arc;
      queue.push(costs[head], head);
    }
  }
  if (!end) return null;
  const arcs = [];
  let { node } = end;
  for (; before[node] >= 0; node = network.tailOf(before[node])) arcs.push(before[node]);
  const start = /** @type {AccessLink} */ (sources.get(node));
  return { cost: best, arcs: arcs.reverse(), start, end };
}

/** @param {AccessLink[]} links */
function nearestByNode(links) {
  /** @type {Map<number, AccessLink>} */
  const nearest = new Map();
  for (const link of links) {
    if (link.time < (nearest.get(link.node)?.time ?? Infinity)) nearest.set(link.node, link);
  }
  return nearest;
}

/** A binary heap of nodes by their costs. */
class Queue {
  /** @type {number[]} */
  #costs = [];
  /** @type {number[]} */
  #nodes = [];

  /** The least cost; infinite if the queue is empty. */
  get leastCost() {
    return this.#costs[0] ?? Infinity;
  }

  /**
   * @param {number} cost
   * @param {number} node
   */
  push(cost, node) {
    const [costs, nodes] = [this.#costs, this.#nodes];
    let index = costs.length;
    while (index) {
      const above = (index - 1) >> 1;
      if (costs[above] <= cost) break;
      costs[index] = costs[above];
      nodes[index] = nodes[above];
      index = above;
    }
    costs[index] = cost;
    nodes[index] = node;
  }

  /** Remove the node with the least cost, and return it. */
  pop() {
    const [costs, nodes] = [this.#costs, this.#nodes];
    const [least] = nodes;
    const cost = /** @type {number} */ (costs.pop());
    const node = /** @type {number} */ (nodes.pop());
    if (!costs.length) return least;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below + 1 < costs.length && costs[below + 1] < costs[below]) below += 1;
      if (below >= costs.length || costs[below] >= cost) break;
      costs[index] = costs[below];
      nodes[index] = nodes[below];
      index = below;
    }
    costs[index] = cost;
    nodes[index] = node;
    return least;
  }
}

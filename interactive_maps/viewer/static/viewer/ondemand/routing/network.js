// The network of the map in memory, as the API sends it: nodes, edges, and what profiles and closures make of them.
// Edge e has two arcs: 2e along its line and 2e + 1 against it.

/** @import { KeptClosure, KeptNetwork, NetworkProfile, Position } from "../../../../types" */

const UNITS = 1e7; // of a degree
const PENALTY = 1_000_000; // milliseconds for an edge that the profile does not use, if it is used all the same

export class Network {
  #columns;
  #bends;
  /** @type {Map<string, Set<number>>} by profile, the edges that it does not use */
  #forbidden = new Map();

  /** @param {KeptNetwork} columns */
  constructor(columns) {
    const { nodes, edges, kinds } = columns;
    this.#columns = columns;
    this.kinds = edges.kind.map((kind) => kinds[kind]);
    this.longitude = sum(nodes.longitude).map((units) => units / UNITS);
    this.latitude = sum(nodes.latitude).map((units) => units / UNITS);
    this.level = nodes.level;
    this.number = sum(nodes.number);
    this.tail = sum(edges.tail);
    this.head = edges.head.map((step, edge) => step + this.tail[edge]);
    this.ids = { edge: sum(edges.id), space: sum(edges.space), opening: sum(edges.opening) };
    this.connector = sum(edges.connector);
    this.building = edges.building;
    this.length = edges.centimetres.map((length) => length / 100);
    this.oneWay = new Set(edges.one_way);
    this.#bends = new Map(edges.bends.map(([edge, ...steps]) => [edge, steps]));
    this.arcs = this.#listArcs();
  }

  get edgeCount() {
    return this.tail.length;
  }

  /** @param {number} arc */
  tailOf(arc) {
    return (arc % 2 ? this.head : this.tail)[arc >> 1];
  }

  /** @param {number} arc */
  headOf(arc) {
    return (arc % 2 ? this.tail : this.head)[arc >> 1];
  }

  /**
   * Return the positions along an arc, at least two.
   * @param {number} arc
   * @returns {Position[]}
   */
  line(arc) {
    const edge = arc >> 1;
    const [tail, head] = [this.tail[edge], this.head[edge]];
    /** @type {Position[]} */
    const line = [[this.longitude[tail], this.latitude[tail]]];
    const steps = this.#bends.get(edge) ?? [];
    for (let index = 0; index < steps.length; index += 2) {
      const [longitude, latitude] = line[line.length - 1];
      line.push([longitude + steps[index] / UNITS, latitude + steps[index + 1] / UNITS]);
    }
    line.push([this.longitude[head], this.latitude[head]]);
    return arc % 2 ? line.reverse() : line;
  }

  /**
   * Return the profile of this name, by default the first.
   * @param {string | null} name
   */
  findProfile(name) {
    const { profiles } = this.#columns;
    return profiles.find((profile) => profile.name === name) ?? profiles[0];
  }

  /**
   * Return the milliseconds of each arc at the speed of a profile, whatever it forbids.
   * @param {NetworkProfile} profile
   */
  measureTimes({ speed, arcs, milliseconds }) {
    const times = new Float64Array(2 * this.edgeCount);
    this.length.forEach((metres, edge) => times.fill(roundTime(metres, speed), 2 * edge, 2 * edge + 2));
    sum(arcs).forEach((arc, index) => (times[arc] = milliseconds[index]));
    return times;
  }

  /**
   * Return what each arc costs: its time, and infinitely much where nobody may go.
   * @param {NetworkProfile} profile
   * @param {{closures?: KeptClosure[], isRelaxed?: boolean, isTwoWay?: boolean}} rules
   */
  weigh(profile, { closures = [], isRelaxed = false, isTwoWay = false }) {
    const weights = this.measureTimes(profile);
    const add = (/** @type {number} */ edge, /** @type {number} */ cost) => {
      weights[2 * edge] += cost;
      weights[2 * edge + 1] += cost;
    };
    for (const edge of this.#listForbidden(profile)) add(edge, isRelaxed ? PENALTY : Infinity);
    for (const edge of this.#listClosed(closures, profile.name)) add(edge, Infinity);
    if (!isTwoWay) for (const arc of this.oneWay) weights[arc] = Infinity;
    return weights;
  }

  /**
   * Return why a profile does not use an edge; null if it does.
   * @param {NetworkProfile} profile
   * @param {number} edge
   */
  explain({ forbidden }, edge) {
    return Object.entries(forbidden).find(([, edges]) => sum(edges).includes(edge))?.[0] ?? null;
  }

  /** @param {NetworkProfile} profile */
  #listForbidden({ name, forbidden }) {
    const known = this.#forbidden.get(name) ?? new Set(Object.values(forbidden).flatMap((edges) => sum(edges)));
    this.#forbidden.set(name, known);
    return known;
  }

  /**
   * Return the edges that closures close now for a profile. A closed level is still passed by its lifts.
   * @param {KeptClosure[]} closures
   * @param {string} profile
   */
  #listClosed(closures, profile) {
    const now = Date.now();
    /** @type {Record<string, Set<number>>} */
    const targets = {};
    for (const { kind, target_id: id, level, from, until, profiles } of closures) {
      const isOn = !(from && Date.parse(from) > now) && !(until && Date.parse(until) <= now);
      const target = (kind === "level" ? level : id) ?? null;
      if (!isOn || target === null || (profiles.length && !profiles.includes(profile))) continue;
      (targets[kind] ??= new Set()).add(target);
    }
    const { node = new Set(), level = new Set() } = targets;
    const isClosed = (/** @type {number} */ edge) => {
      const ends = [this.tail[edge], this.head[edge]];
      if (level.size && !this.boarded.has(edge) && ends.some((end) => level.has(this.level[end] ?? NaN))) return true;
      if (node.size && ends.some((end) => node.has(this.number[end]))) return true;
      const named = { ...this.ids, connector: this.connector };
      return Object.entries(named).some(([kind, ids]) => targets[kind]?.has(ids[edge]));
    };
    if (!Object.keys(targets).length) return [];
    return this.tail.map((_, edge) => edge).filter(isClosed);
  }

  /** The edges that begin in a lift's cabin. */
  get boarded() {
    const cabins = new Set(this.head.filter((_, edge) => this.kinds[edge] === "boarding"));
    const boarded = new Set(this.tail.flatMap((tail, edge) => (cabins.has(tail) ? [edge] : [])));
    Object.defineProperty(this, "boarded", { value: boarded });
    return boarded;
  }

  /** Return the arcs that leave each node: those of node n are `list.subarray(starts[n], starts[n + 1])`. */
  #listArcs() {
    const starts = new Uint32Array(this.longitude.length + 1);
    for (const node of [...this.tail, ...this.head]) starts[node + 1] += 1;
    for (let node = 1; node < starts.length; node += 1) starts[node] += starts[node - 1];
    const next = starts.slice();
    const list = new Uint32Array(2 * this.edgeCount);
    for (let arc = 0; arc < list.length; arc += 1) list[next[this.tailOf(arc)]++] = arc;
    return { starts, list };
  }
}

/**
 * Return the values of a column of differences; NaN where there is none.
 * @param {(number | null)[]} differences
 */
export function sum(differences) {
  let value = 0;
  return differences.map((difference) => (difference === null ? NaN : (value += difference)));
}

/**
 * Return the milliseconds that a way takes on the level.
 * @param {number} metres
 * @param {number} speed
 */
export function roundTime(metres, speed) {
  return Math.max(1, Math.round((metres / speed) * 1000));
}

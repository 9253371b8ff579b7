// The route planner: it requests the route whenever its waypoints or options change, and after closures.

import { Refused } from "./client.js";
import { describeClosures, describeObstacles } from "./obstacles.js";
import { isSamePlace, makeWaypoint } from "./places.js";
import { pause } from "./stream.js";

/** @import { PageContext, PageState, Place, Route, RouteProblem } from "../../types" */

const REROUTED_NOTICE = 8000; // milliseconds
const POLL_INTERVAL = 5000; // milliseconds between two requests for closures while a route is shown
const IDLE_POLL_INTERVAL = 60000;
const SAME_LENGTH = 1; // metres

export class RoutePlanner {
  #page;
  #client;
  #store;
  /** @type {AbortController | null} */
  #abort = null;
  #knownClosures = "";
  #wake = new AbortController();

  /** @param {PageContext} page */
  constructor(page) {
    const { client, store } = page;
    this.#page = page;
    this.#client = client;
    this.#store = store;
    store.subscribe(["from", "to", "via", "profile", "mode", "lang"], () => {
      if (store.state.allowViolations) store.set({ allowViolations: false });
      this.update();
      this.#wake.abort();
    });
    store.subscribe(["from", "to", "via", "profile"], (state, old) => {
      if (!isSameRequest(state, old)) store.set({ step: 0, keepsView: false });
    });
    store.subscribe(["allowViolations"], (state) => {
      if (state.allowViolations) this.update();
    });
    store.subscribe(["mode"], () => this.#fetchProfiles());
    this.#fetchProfiles();
    this.#pollClosures();
  }

  /** Request the route that the address asks for, unless what completed its places has done so. */
  start() {
    if (!this.#abort) this.update();
  }

  /** Fetch the travel profiles when the directions are opened for the first time. */
  async #fetchProfiles() {
    const { mode, profiles: known } = this.#store.state;
    if (mode !== "directions" || known.length) return;
    const profiles = await this.#client.profiles().catch(() => []); // offline: the next opening tries again
    const { profile } = this.#store.state;
    const isKnown = !profiles.length || profiles.some(({ name }) => name === profile);
    this.#store.set({ profiles, profile: isKnown ? profile : null });
  }

  /**
   * Request the route, and return whether it leads elsewhere than the one before. With `isQuiet` that one stays on
   * display until the response arrives, and after it if nothing differs.
   */
  async update({ isQuiet = false } = {}) {
    this.#abort?.abort();
    const { from, to, via, profile, mode, allowViolations } = this.#store.state;
    if (mode !== "directions" || !from || !to) {
      this.#store.set({ route: null, routeProblem: null, isRouting: false });
      return false;
    }
    const { signal } = (this.#abort = new AbortController());
    if (!isQuiet) this.#store.set({ route: null, routeProblem: null, isRouting: true });
    const places = [from, ...via.filter((stop) => stop !== null), to];
    try {
      const route = await this.#find(places, { profile, allowViolations, signal });
      if (signal.aborted) return false;
      const { route: old, step: oldStep } = this.#store.state;
      if (old && isSameCourse(route, old)) return false;
      const step = findStep(route, old, oldStep);
      this.#store.set({ route, routeProblem: null, isRouting: false, step });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      const hadRoute = this.#store.state.route !== null;
      this.#store.set({ route: null, isRouting: false, routeProblem: this.#explain(error, places) });
      return hadRoute;
    }
  }

  /**
   * Return the route of the server or, without a connection, the one over what this device has kept.
   * @param {Place[]} places
   * @param {{profile: string | null, allowViolations: boolean, signal: AbortSignal}} options
   */
  async #find(places, { signal, ...options }) {
    const [from, ...others] = places.map(makeWaypoint);
    const request = { from, to: others[others.length - 1], via: others.slice(0, -1), ...options };
    /** @type {Route | null} the answer to the same question, from a time with a connection */
    let kept = null;
    try {
      const route = await this.#client.route({ ...request, signal });
      if (!route.isOffline) return route;
      kept = route;
    } catch (error) {
      if (error instanceof Refused || signal.aborted) throw error;
    }
    const { findKeptRoute } = await import("./ondemand/offlineroutes.js");
    const found = await findKeptRoute(request, places, this.#page).catch((error) => {
      if (kept && !(error instanceof Refused)) return kept;
      throw error;
    });
    // The server's directions say more, but only what was closed at their time.
    return kept && Math.abs(found.distance_meters - kept.distance_meters) < SAME_LENGTH ? kept : found;
  }

  /**
   * Return what a visitor is told. The server's own sentences are for developers, in English.
   * @param {unknown} error
   * @param {Place[]} places the waypoints
   * @returns {RouteProblem}
   */
  #explain(error, places) {
    const { i18n } = this.#page;
    const t = (/** @type {string} */ key) => i18n.t(key);
    if (!(error instanceof Refused)) return { text: t("routeOffline"), canRelax: false };
    if (error.code === "not_found") return { text: t("waypointGone"), canRelax: false };
    if (error.code !== "no_route") return { text: t("routeFailed"), canRelax: false };
    const stop = places[error.stop ?? 0];
    const place = i18n.placeName(stop);
    // Its middle is seldom on a path, and nobody is led to a middle.
    if (error.reason === "off_network" && stop.kind === "building") {
      return { text: i18n.t("chooseInBuilding", { place }), canRelax: false };
    }
    const canRelax = this.#store.state.profile !== null;
    const obstacles = [...describeObstacles(error.violations, i18n), ...describeClosures(error.closures, i18n)];
    const inTheWay = obstacles.length > 0 && i18n.t("inTheWay", { list: i18n.list(obstacles) });
    const parts = [t("noRoute"), i18n.t(`why_${error.reason}`, { place }), inTheWay];
    return { text: parts.filter(Boolean).join(" "), canRelax };
  }

  async #pollClosures() {
    for (;;) {
      await this.#checkClosures().catch(() => {}); // offline: the next poll finds out
      const { from, to, mode } = this.#store.state;
      const isRouteShown = mode === "directions" && from && to;
      this.#wake = new AbortController();
      await pause(isRouteShown ? POLL_INTERVAL : IDLE_POLL_INTERVAL, this.#wake.signal).catch(() => {});
    }
  }

  async #checkClosures() {
    const closures = await this.#client.closures();
    const text = JSON.stringify(closures);
    const isFirst = this.#knownClosures === "";
    if (text === this.#knownClosures) {
      if (this.#store.state.route?.isOffline) await this.update({ isQuiet: true }); // the server may be back
      return;
    }
    this.#knownClosures = text;
    this.#store.set({ closures });
    const { i18n, notify } = this.#page;
    const { route, routeProblem } = this.#store.state;
    if (isFirst || (!route && !routeProblem)) return;
    if (await this.update({ isQuiet: true })) notify(i18n.t("rerouted"), REROUTED_NOTICE);
  }
}

/**
 * Return whether two states ask for the same route: places may have been completed, and stops added that are empty.
 * @param {PageState} a
 * @param {PageState} b
 */
function isSameRequest(a, b) {
  const [ends, otherEnds] = [a, b].map(({ from, to, via }) => [from, ...via.filter(Boolean), to]);
  const isSame = (/** @type {Place | null} */ end, /** @type {number} */ index) =>
    end === otherEnds[index] || isSamePlace(end, otherEnds[index]);
  return a.profile === b.profile && ends.length === otherEnds.length && ends.every(isSame);
}

/**
 * Return the step of a route that starts nearest to where a step of the old route does, preferably on its level.
 * Without an old route the number of the step counts: a link names it.
 * @param {Route} route
 * @param {Route | null} old
 * @param {number} oldStep
 */
export function findStep({ steps = [] }, old, oldStep) {
  const { location, level } = old?.steps?.[oldStep] ?? {};
  const last = Math.max(0, steps.length - 1);
  if (!location || oldStep === 0) return Math.min(oldStep, last);
  const scale = Math.cos((location[1] * Math.PI) / 180);
  const ranks = steps.map((step, index) => {
    const [x, y] = step.location ?? [Infinity, Infinity];
    const distance = Math.hypot((x - location[0]) * scale, y - location[1]);
    return { index, isElsewhere: Number(step.level !== level), distance, moved: Math.abs(index - oldStep) };
  });
  ranks.sort((a, b) => a.isElsewhere - b.isElsewhere || a.distance - b.distance || a.moved - b.moved);
  return ranks[0]?.index ?? 0;
}

/**
 * Return whether two routes lead the same way, with the same instructions. Their versions may differ.
 * @param {Route} a
 * @param {Route} b
 */
function isSameCourse(a, b) {
  const [one, other] = [a, b].map(({ legs, steps, violations, isOffline }) =>
    JSON.stringify([legs, steps, violations, isOffline]),
  );
  return one === other;
}

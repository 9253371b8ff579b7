// Finds the way whenever what it depends on changes, and keeps it true while the page is open.

import { Refused } from "./client.js";
import { makeFeature } from "./drawing.js";
import { askPlace } from "./places.js";
import { pause } from "./stream.js";

const ASK_EVERY = 5000; // milliseconds between two looks at what is closed, while a way is shown
const ASK_SELDOM = 60000;

export class WayFinder {
  #client;
  #store;
  #abort = null;
  #seen = "";
  #wake = new AbortController();
  #hooks;

  /** `hooks`: say(key) gives words, announce(text) tells, changed() is called for a way that closures have changed. */
  constructor(client, store, hooks) {
    this.#client = client;
    this.#store = store;
    this.#hooks = hooks;
    store.watch(["from", "to", "via", "stepFree", "mode", "lang"], () => {
      if (store.state.allowViolations) store.set({ allowViolations: false });
      this.find();
      this.#wake.abort();
    });
    store.watch(["allowViolations"], (state) => { if (state.allowViolations) this.find(); });
    this.#watchClosures();
  }

  /** Ask for the way anew; `isQuiet` keeps the old one in sight until the answer comes. */
  async find({ isQuiet = false } = {}) {
    this.#abort?.abort();
    const { from, to, via, stepFree, mode, allowViolations } = this.#store.state;
    if (mode !== "directions" || !from || !to) {
      this.#store.set({ route: null, routeProblem: null, isFinding: false });
      return;
    }
    const { signal } = (this.#abort = new AbortController());
    if (!isQuiet) this.#store.set({ route: null, routeProblem: null, isFinding: true });
    try {
      const stops = via.filter(Boolean).map(askPlace);
      const route = await this.#client.route({ from: askPlace(from), to: askPlace(to), via: stops, stepFree, allowViolations, signal });
      const { step } = this.#store.state;
      this.#store.set({ route, routeProblem: null, isFinding: false, step: Math.min(step, Math.max(0, (route.steps?.length ?? 1) - 1)) });
    } catch (error) {
      if (!signal.aborted) this.#store.set({ route: null, isFinding: false, routeProblem: this.#explain(error) });
    }
  }

  #explain(error) {
    if (!(error instanceof Refused) || error.status >= 500) return { text: this.#hooks.say("routeFailed"), canRelax: false };
    const isNone = error.code === "no_route";
    return { text: isNone ? `${this.#hooks.say("noRoute")} ${this.#hooks.say(`why_${error.reason}`)}` : error.message, canRelax: isNone && this.#store.state.stepFree };
  }

  async #watchClosures() {
    for (;;) {
      await this.#lookAtClosures().catch(() => {}); // away for a moment: the next look will tell
      const isShown = Boolean(this.#store.state.from && this.#store.state.to && this.#store.state.mode === "directions");
      this.#wake = new AbortController();
      await pause(isShown ? ASK_EVERY : ASK_SELDOM, this.#wake.signal).catch(() => {});
    }
  }

  async #lookAtClosures() {
    const closures = await this.#client.closures();
    const seen = JSON.stringify(closures);
    const isFirst = this.#seen === "";
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#store.set({ closures });
    const { route, routeProblem } = this.#store.state;
    if (isFirst || (!route && !routeProblem)) return;
    await this.find({ isQuiet: true });
    this.#hooks.announce(this.#hooks.say("rerouted"));
    this.#hooks.changed();
  }
}

/** Return what the scene shows of a way: `{lines, stops}`, seen from `level`; `sayLevel` names others. */
export function drawWay(route, level, step, { from, to, sayGoTo }) {
  if (!route) return { lines: [], stops: [] };
  const legs = route.legs?.length ? route.legs : [{ level, geometry: route.route }];
  const lines = legs.filter((leg) => leg.geometry).map((leg) => ({
    type: "Feature", geometry: leg.geometry, properties: { here: leg.level === level || leg.level === null },
  }));
  const stops = (route.steps ?? []).filter((one) => (one.to_level ?? null) !== null && one.location).flatMap((one) => {
    if (one.level !== level && one.to_level !== level) return [];
    const other = one.level === level ? one.to_level : one.level;
    return [makeFeature("Point", one.location, { icon: other > level ? "mark-up" : "mark-down", anchor: "center", size: 1.15, text: sayGoTo(other), to_level: other })];
  });
  const ends = [[from, "pin-start", legs[0]?.geometry?.coordinates[0], legs[0]?.level], [to, "pin-end", legs.at(-1)?.geometry?.coordinates.at(-1), legs.at(-1)?.level]];
  for (const [, icon, location, at] of ends) {
    if (location && (at === level || at === null)) stops.push(makeFeature("Point", location, { icon, anchor: "bottom", size: 1, text: "" }));
  }
  const current = route.steps?.[step];
  if (current?.location && current.level === level) stops.push(makeFeature("Point", current.location, { icon: "step", anchor: "center", size: 1, text: "" }));
  return { lines, stops };
}

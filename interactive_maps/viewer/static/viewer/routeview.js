// The way on the map: its lines and marks, the current step, what is closed, and where one is.

import { locateDevice } from "./directionspanel.js";
import { tidyName } from "./dom.js";
import { extend, makeBounds, makeFeature } from "./drawing.js";
import { drawWay } from "./routeplanner.js";

export class WayView {
  #page;

  /** `page`: store, scene, asked, words, sayLevel, announce, notify. */
  constructor(page) {
    this.#page = page;
    const { store } = page;
    store.watch(["route", "level", "step", "lang"], () => this.#showWay());
    store.watch(["route"], (state) => this.#sayWay(state));
    store.watch(["step"], () => this.#showStep());
    store.watch(["closures", "level"], () => this.#showClosures());
    store.watch(["here", "level"], () => this.#showHereMark());
  }

  #showWay() {
    const { route, level, step, from, to } = this.#page.store.state;
    const { lines, stops } = drawWay(route, level, step, { from, to, sayGoTo: (other) => this.#page.words.say("goTo", { level: this.#page.sayLevel(other) }) });
    this.#page.scene.show("route", lines);
    this.#page.scene.show("stops", stops);
  }

  #sayWay({ route, step }) {
    if (!route) return;
    this.#page.announce(this.#page.words.say("summary", { distance: this.#page.words.metres(route.distance_meters), duration: this.#page.words.minutes(route.duration_seconds ?? 0) }));
    const level = route.steps?.[step]?.level ?? route.legs?.[0]?.level ?? null;
    if (level !== null && this.#page.store.state.levels.some((one) => one.level === level)) this.#page.store.set({ level });
    const leg = route.legs?.find((one) => one.level === level) ?? { geometry: route.route };
    const bounds = makeBounds();
    for (const position of leg.geometry?.coordinates ?? []) extend(bounds, position);
    // In the next frame the panel has its new size.
    requestAnimationFrame(() => this.#page.scene.fit(bounds, { always: true, animate: true }));
  }

  #showStep() {
    const { route, step, level } = this.#page.store.state;
    const current = route?.steps?.[step];
    if (!current) return;
    if ((current.level ?? level) !== level) this.#page.store.set({ level: current.level });
    if (current.location) this.#page.scene.flyTo(current.location);
    this.#page.announce(`${this.#page.words.say("stepOf", { n: step + 1, total: route.steps.length })}: ${tidyName(current.text)}`);
  }

  #showClosures() {
    const { closures, level } = this.#page.store.state;
    this.#page.scene.show("closures", closures.filter((closure) => closure.location && (closure.level === level || closure.level === null)).map((closure) => ({
      type: "Feature", properties: {}, geometry: closure.location.type ? closure.location : { type: "Point", coordinates: closure.location },
    })));
  }

  /** Return the place of the device (of a kiosk: its own), or null. */
  locate = async () => {
    const found = this.#page.asked.here ?? (await locateDevice(this.#page.store.state.level));
    const here = found && { ...found, isHere: true };
    if (here) this.#page.store.set({ here });
    else this.#page.notify(this.#page.words.say("noLocation"), 5000);
    return here;
  };

  /** Move the map to where the device is. */
  async showHere() {
    const here = await this.locate();
    if (here) this.#page.scene.flyTo(here.location);
  }

  #showHereMark() {
    const { here, level } = this.#page.store.state;
    const isShown = here && (here.level === level || here.isHere);
    this.#page.scene.show("here", isShown ? [makeFeature("Point", here.location)] : []);
  }
}

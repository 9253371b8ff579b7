// From, to and between; and the way as a list that can be read, step by step.

import { families, getStroke } from "./categorygroups.js";
import { drawIcon, make, setAria, tidyName } from "./dom.js";
import { makeSpot } from "./places.js";
import { SearchField } from "./searchfield.js";

const TURNS = {
  straight: "M12 20V5M6 11l6-6 6 6", left: "M19 19v-6a4 4 0 0 0-4-4H5M10 4 5 9l5 5", slight_left: "M17 20v-5L7 6M7 12V6h6",
  sharp_left: "M17 20V7a3 3 0 0 0-5-2l-6 9M5.5 8.5 6 14l5-1.5",
};
const START = "M12 8a4 4 0 1 0 .01 0";
const LOCATION = `${START}M12 2v3M12 19v3M2 12h3M19 12h3`;

export class DirectionsPanel {
  #context;

  /** `context`: store, words, ask, sayLevel, announce, locate() -> place or null, close(). */
  constructor(context) {
    this.#context = context;
    this.element = make("section", { className: "directions" });
    const { store } = context;
    store.watch(["from", "to", "via", "stepFree", "mode"], () => this.#fillForm());
    store.watch(["route", "routeProblem", "isFinding", "closures", "from", "to"], () => this.#fillWay());
    store.watch(["step"], () => this.#markStep({ isMoved: true }));
    this.fill();
  }

  setWords(words, ask) {
    Object.assign(this.#context, { words, ask });
    this.fill();
  }

  fill() {
    const { words } = this.#context;
    this.form = make("div", { className: "way-form" });
    this.way = make("div", { className: "way" });
    setAria(this.element, "label", words.say("directions"));
    this.element.replaceChildren(
      make("div", { className: "panel-head" }, make("h2", { id: "directions-title", tabIndex: -1, textContent: words.say("directions") }),
        make("button", { type: "button", className: "round", aria: { label: words.say("close") }, on: { click: this.#context.close } }, drawIcon("M6 6l12 12M18 6 6 18"))),
      this.form, this.way);
    this.#fillForm();
    this.#fillWay();
  }

  #fillForm() {
    const { store, words } = this.#context;
    const { from, to, via, stepFree, mode } = store.state;
    if (mode !== "directions") return;
    const focused = this.form.querySelector(":focus")?.dataset.end;
    const button = (label, icon, click) => make("button", { type: "button", className: "round", aria: { label }, on: { click } }, drawIcon(icon));
    const ends = [
      this.#makeEnd("from", words.say("from"), from, (place) => store.set({ from: place })),
      ...via.map((stop, index) => this.#makeEnd(`via-${index}`, words.say("stop", { n: index + 1 }), stop,
        (place) => store.set({ via: via.map((old, position) => (position === index ? place : old)) }),
        button(words.say("removeStop", { n: index + 1 }), "M6 12h12", () => store.set({ via: via.filter((_, position) => position !== index) })))),
      this.#makeEnd("to", words.say("to"), to, (place) => store.set({ to: place })),
    ];
    const toggle = make("input", { type: "checkbox", checked: stepFree, className: "switch", attributes: { role: "switch" }, on: { change: () => store.set({ stepFree: toggle.checked }) } });
    this.form.replaceChildren(
      make("div", { className: "ends" }, make("div", { className: "end-list" }, ...ends),
        make("div", { className: "end-buttons" },
          button(words.say("swap"), "M8 4v15M4.5 15.5 8 19l3.5-3.5M16 20V5M12.5 8.5 16 5l3.5 3.5", () => store.set({ from: to, to: from, via: [...via].reverse() })),
          via.length < 8 ? button(words.say("addStop"), "M12 5v14M5 12h14", () => store.set({ via: [...via, null] })) : null)),
      make("label", { className: "step-free" }, toggle, make("span", {}, words.say("stepFree"), make("small", { textContent: words.say("stepFreeHint") }))));
    if (focused) this.form.querySelector(`[data-end="${focused}"]`)?.focus();
  }

  #makeEnd(name, label, place, set, after = null) {
    const { words, ask, sayLevel, announce, store, locate } = this.#context;
    const field = new SearchField({
      words, label, ask, sayLevel, announce, pick: set, clear: () => set(null),
      extras: () => [
        { name: words.say("here"), icon: LOCATION, pick: async () => { const found = await locate(); if (found) set(found); } },
        { name: words.say("chooseOnMap"), icon: getStroke("place"), pick: () => store.set({ picking: name }) },
      ],
    });
    field.input.dataset.end = name;
    field.setText(place ? words.namePlace(place) : "");
    return make("div", { className: `end end-${name.split("-")[0]}` }, field.element, after);
  }

  #fillWay() {
    const { store, words } = this.#context;
    const { route, routeProblem, isFinding, closures, from, to } = store.state;
    const parts = [];
    if (isFinding) parts.push(make("p", { className: "quiet-text", textContent: words.say("finding") }));
    if (routeProblem) parts.push(...this.#explain(routeProblem));
    if (route) {
      parts.push(make("p", { className: "summary" }, make("strong", { textContent: words.minutes(route.duration_seconds ?? 0) }), make("span", { textContent: words.metres(route.distance_meters) })));
      if (route.violations?.length) {
        parts.push(make("div", { className: "warning", attributes: { role: "alert" } }, make("p", { textContent: words.say("violations") }),
          make("ul", {}, ...[...new Set(route.violations.map((violation) => violation.reason))].map((reason) => make("li", { textContent: tidyName(reason) })))));
      }
      parts.push(this.#makeSteps(route));
    }
    if (closures.length && (from || to)) {
      parts.push(make("details", { className: "closures" }, make("summary", { textContent: `${words.say("closedNow")} (${words.number(closures.length)})` }),
        make("ul", {}, ...closures.slice(0, 30).map((closure) => make("li", { textContent: tidyName(closure.reason) || tidyName(closure.kind) })))));
    }
    this.way.replaceChildren(...parts);
    this.#markStep();
  }

  #explain({ text, canRelax }) {
    const { store, words } = this.#context;
    return [make("p", { className: "warning", attributes: { role: "alert" }, textContent: text }),
      canRelax ? make("button", { type: "button", textContent: words.say("anyway"), on: { click: () => store.set({ allowViolations: true }) } }) : null].filter(Boolean);
  }

  #makeSteps(route) {
    const { store, words } = this.#context;
    const move = (by) => store.set({ step: Math.min(route.steps.length - 1, Math.max(0, store.state.step + by)) });
    this.position = make("span", { className: "position" });
    this.previous = make("button", { type: "button", textContent: words.say("previous"), on: { click: () => move(-1) } });
    this.next = make("button", { type: "button", className: "primary", textContent: words.say("next"), on: { click: () => move(1) } });
    return make("div", {},
      make("div", { className: "row stepper" }, this.previous, this.position, this.next),
      make("ol", { className: "steps", aria: { label: words.say("steps") } }, ...(route.steps ?? []).map((step, index) => this.#makeStep(step, index))));
  }

  #makeStep(step, index) {
    const { store, words, sayLevel } = this.#context;
    const details = [step.distance_meters >= 1 ? words.metres(step.distance_meters) : null, (step.to_level ?? null) === null ? null : sayLevel(step.to_level)];
    return make("li", {}, make("button", { type: "button", className: "step", data: { step: index }, on: { click: () => store.set({ step: index }) } },
      drawStep(step), make("span", { className: "option-text" }, make("span", { textContent: tidyName(step.text ?? step.kind), dir: "auto" }), make("small", { textContent: details.filter(Boolean).join(" · ") }))));
  }

  #markStep({ isMoved = false } = {}) {
    const { step, route } = this.#context.store.state;
    for (const button of this.way.querySelectorAll(".step")) {
      const isCurrent = Number(button.dataset.step) === step;
      setAria(button, "current", isCurrent ? "step" : null);
      if (isCurrent && isMoved && this.way.clientHeight) button.scrollIntoView({ block: "nearest" });
    }
    if (!this.position || !route?.steps) return;
    this.position.textContent = `${step + 1} / ${route.steps.length}`;
    // Not `disabled`: the focus would be lost at the last step.
    setAria(this.previous, "disabled", step === 0 ? "true" : null);
    setAria(this.next, "disabled", step >= route.steps.length - 1 ? "true" : null);
  }
}

function drawStep({ kind, angle }) {
  const isTurn = !["start", "arrive"].includes(kind) && !families.includes(kind);
  const isRight = isTurn && angle?.endsWith("right");
  const turn = TURNS[isRight ? angle.replace("right", "left") : angle] ?? TURNS.straight;
  return drawIcon(isTurn ? turn : kind === "start" ? START : getStroke(kind), isRight ? "icon mirrored" : "icon");
}

/** Return the place of the device, or null when it cannot or may not be known; `level` is the one that is shown. */
export function locateDevice(level) {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(makeSpot([coords.longitude, coords.latitude], level)),
      () => resolve(null), { enableHighAccuracy: true, timeout: 10000, maximumAge: 15000 });
  });
}

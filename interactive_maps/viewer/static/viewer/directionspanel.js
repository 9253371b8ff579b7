// The directions panel: the form, and the route as a list of steps to follow.

import { categoryGroups, getGroupIcon } from "./categorygroups.js";
import { DirectionsForm } from "./directionsform.js";
import { CLOSE, drawIcon, joinTexts, make, makeIconButton, setAria, tidyName, tidySentence } from "./dom.js";
import { describeObstacles } from "./obstacles.js";
import { formatUrlState } from "./urlstate.js";

/** @import { I18n } from "./i18n.js" */
/** @import { Closure, PanelContext, Route, RouteProblem, Step } from "../../types" */

/** @type {Record<string, string>} icons of maneuvers; those to the right are mirrored */
const MANEUVER_ICONS = {
  straight: "M12 20V5M6 11l6-6 6 6",
  left: "M19 19v-6a4 4 0 0 0-4-4H5M10 4 5 9l5 5",
  slight_left: "M17 20v-5L7 6M7 12V6h6",
  sharp_left: "M17 20V7a3 3 0 0 0-5-2l-6 9M5.5 8.5 6 14l5-1.5",
};
const START_ICON = "M12 8a4 4 0 1 0 .01 0";
const MOST_CLOSURES = 30;

export class DirectionsPanel {
  #context;
  #form;
  #close;
  #route = make("div", { className: "route" });
  #position = make("span", { className: "position" });
  #previous = make("button", { type: "button", on: { click: () => this.#moveBy(-1) } });
  #next = make("button", { type: "button", className: "primary", on: { click: () => this.#moveBy(1) } });

  /**
   * @param {PanelContext} context
   * @param {() => void} close
   */
  constructor(context, close) {
    this.#context = context;
    this.#close = close;
    this.#form = new DirectionsForm(context);
    this.element = make("section", { className: "directions" });
    const { store } = context;
    store.subscribe(["route", "routeProblem", "isRouting", "closures", "from", "to"], (state, old) =>
      this.#fillRoute({ isNew: state.route !== old.route && state.step > 0 }),
    );
    store.subscribe(["step"], () => this.#markStep({ isMoved: true }));
    this.#fill();
  }

  /** @param {I18n} i18n */
  setLanguage(i18n) {
    this.#context.i18n = i18n;
    this.#form.setLanguage(i18n);
    this.#fill();
  }

  #fill() {
    const { i18n } = this.#context;
    const title = i18n.t("directions");
    const heading = make("h2", { id: "directions-title", tabIndex: -1, textContent: title });
    const close = makeIconButton(i18n.t("close"), CLOSE, this.#close);
    setAria(this.element, "label", title);
    this.#previous.textContent = i18n.t("previous");
    this.#next.textContent = i18n.t("next");
    const head = make("div", { className: "panel-head" }, heading, close);
    this.element.replaceChildren(head, this.#form.element, this.#route);
    this.#fillRoute();
  }

  /** @param {{isNew?: boolean}} options of a route that begins at a later step, as in a link, that step is in sight */
  #fillRoute({ isNew = false } = {}) {
    const { store, i18n } = this.#context;
    const { route, routeProblem, isRouting, closures, from, to } = store.state;
    const parts = [];
    if (isRouting) parts.push(make("p", { className: "quiet-text", textContent: i18n.t("routing") }));
    if (routeProblem) parts.push(...this.#makeProblem(routeProblem));
    if (route?.steps && !route.steps.length) parts.push(this.#sayThere());
    else if (route) {
      parts.push(this.#makeSummary(route), ...this.#makeViolations(route), this.#makeSteps(route), this.#makeFoot());
    }
    if (closures.length && (from || to)) parts.push(this.#makeClosures(closures));
    this.#route.replaceChildren(...parts);
    this.#markStep({ isMoved: isNew });
  }

  /** Return what is said of a route without steps: its start is its destination. */
  #sayThere() {
    const textContent = this.#context.i18n.t("alreadyThere");
    return make("p", { className: "quiet-text", attributes: { role: "status" }, textContent });
  }

  /** @param {RouteProblem} problem */
  #makeProblem({ text, canRelax }) {
    const { store, i18n } = this.#context;
    const warning = make("p", { className: "warning", attributes: { role: "alert" }, textContent: text });
    if (!canRelax) return [warning];
    const click = () => store.set({ allowViolations: true });
    return [warning, make("button", { type: "button", textContent: i18n.t("anyway"), on: { click } })];
  }

  /** @param {Route} route */
  #makeSummary({ duration_seconds: seconds, distance_meters: metres, isOffline, isPlain }) {
    const { i18n } = this.#context;
    const textContent = i18n.t(isPlain ? "routeIsPlain" : "routeIsOffline");
    const note = isOffline && make("p", { className: "quiet-text", textContent });
    const summary = make(
      "p",
      { className: "summary" },
      make("strong", { textContent: i18n.duration(seconds ?? 0) }),
      make("span", { textContent: i18n.distance(metres) }),
    );
    return make("div", { attributes: { role: "status" } }, summary, note);
  }

  /** @param {Route} route */
  #makeViolations({ violations = [] }) {
    if (!violations.length) return [];
    const obstacles = describeObstacles(violations, this.#context.i18n);
    const warning = make(
      "div",
      { className: "warning", attributes: { role: "alert" } },
      make("p", { textContent: this.#context.i18n.t("violations") }),
      make("ul", {}, ...obstacles.map((textContent) => make("li", { textContent }))),
    );
    return [warning];
  }

  /** Return what one does with a route: at a kiosk, take it along on a phone; elsewhere, print it. */
  #makeFoot() {
    const { i18n, isKiosk, print } = this.#context;
    if (!isKiosk) return make("button", { type: "button", textContent: i18n.t("print"), on: { click: print } });
    const foot = make("figure", {}, make("figcaption", { textContent: i18n.t("takeAlong") }));
    this.#drawCode().then((code) => foot.append(code));
    return foot;
  }

  /** Draw the code with which a phone opens the route. */
  async #drawCode() {
    const { drawQrCode } = await import("./ondemand/sharedialog.js");
    const { store, i18n } = this.#context;
    const query = formatUrlState(store.state, null, `lang=${i18n.language}`);
    return drawQrCode(`${location.origin}/?${query}`, i18n.t("qr"));
  }

  /** @param {Closure[]} closures */
  #makeClosures(closures) {
    const { i18n } = this.#context;
    const items = closures.slice(0, MOST_CLOSURES).map(({ reason, kind }) => tidyName(reason) || tidyName(kind));
    const title = `${i18n.t("closedNow")} (${i18n.number(closures.length)})`;
    return make(
      "details",
      { className: "closures" },
      make("summary", { textContent: title }),
      make("ul", {}, ...items.map((textContent) => make("li", { textContent }))),
    );
  }

  /** @param {Route} route */
  #makeSteps({ steps = [] }) {
    const items = steps.map((step, index) => this.#makeStep(step, index));
    return make(
      "div",
      {},
      make("div", { className: "row stepper" }, this.#previous, this.#position, this.#next),
      make("ol", { className: "steps", aria: { label: this.#context.i18n.t("steps") } }, ...items),
    );
  }

  /**
   * @param {Step} step
   * @param {number} index
   */
  #makeStep(step, index) {
    const { store, i18n } = this.#context;
    const distance = step.distance_meters >= 1 ? i18n.distance(step.distance_meters) : null;
    const details = [distance, i18n.routeLevel(step.to_level, step.to_level_name)];
    const click = () => store.set({ step: index });
    const text = make(
      "span",
      { className: "option-text" },
      make("span", { textContent: tidySentence(step.text ?? step.kind), dir: "auto" }),
      make("small", {}, ...joinTexts(details)),
    );
    const data = { step: String(index) };
    return make(
      "li",
      {},
      make("button", { type: "button", className: "step", data, on: { click } }, drawStepIcon(step), text),
    );
  }

  /** @param {number} steps */
  #moveBy(steps) {
    const { store } = this.#context;
    const last = (store.state.route?.steps?.length ?? 1) - 1;
    store.set({ step: Math.min(last, Math.max(0, store.state.step + steps)) });
  }

  #markStep({ isMoved = false } = {}) {
    const { store, i18n } = this.#context;
    const { step, route } = store.state;
    for (const button of this.#route.querySelectorAll("button.step")) {
      const isCurrent = Number(/** @type {HTMLElement} */ (button).dataset.step) === step;
      setAria(button, "current", isCurrent ? "step" : null);
      if (isCurrent && isMoved && this.#route.clientHeight) button.scrollIntoView({ block: "nearest" });
    }
    if (!route?.steps?.length) return;
    const total = route.steps.length;
    this.#position.replaceChildren(
      make("span", { textContent: i18n.t("stepShort", { n: step + 1, total }), aria: { hidden: "true" } }),
      make("span", { className: "unseen", textContent: i18n.t("stepOf", { n: step + 1, total }) }),
    );
    // Not `disabled`: the button would lose the focus at the last step.
    setAria(this.#previous, "disabled", step === 0 ? "true" : null);
    setAria(this.#next, "disabled", step >= route.steps.length - 1 ? "true" : null);
  }
}

/** @param {Step} step */
function drawStepIcon({ kind, angle }) {
  if (kind === "start") return drawIcon(START_ICON);
  if (kind === "arrive" || categoryGroups.includes(kind)) return drawIcon(getGroupIcon(kind));
  const isRight = angle?.endsWith("right");
  const icon = MANEUVER_ICONS[angle?.replace("right", "left") ?? "straight"] ?? MANEUVER_ICONS.straight;
  return drawIcon(icon, isRight ? "icon mirrored" : "icon");
}

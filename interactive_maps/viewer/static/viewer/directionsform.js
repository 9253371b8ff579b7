// The form for directions: start, stops, destination and travel profile.

import { getCategoryIcon, getGroupIcon } from "./categorygroups.js";
import { ACCESSIBLE } from "./categorykinds.js";
import { drawIcon, make, makeIconButton, setAria } from "./dom.js";
import { rememberProfile } from "./profilememory.js";
import { SearchField } from "./searchfield.js";

/** @import { I18n } from "./i18n.js" */
/** @import { PageState, PanelContext, Place } from "../../types" */

const MOST_STOPS = 8;
const STEP_FREE = "step_free";
const LOCATION_ICON = "M12 8a4 4 0 1 0 .01 0M12 2v3M12 19v3M2 12h3M19 12h3";
const SWAP_ICON = "M8 4v15M4.5 15.5 8 19l3.5-3.5M16 20V5M12.5 8.5 16 5l3.5 3.5";
const ADD_ICON = "M12 5v14M5 12h14";
const REMOVE_ICON = "M6 12h12";
const ARROW_ICON = "M5 12h14M13 6l6 6-6 6";
const UNFOLD_ICON = "M6 9.5l6 6 6-6";

export class DirectionsForm {
  #context;
  #ends = make("div", { className: "ends" });
  #profile = make("div");
  #fields = make("div", { id: "route-fields" }, this.#ends, this.#profile);
  /**
   * On a phone, the ends in one line, in place of the fields once there is a route: its steps need the room. Beside it
   * remains the button for a step-free route.
   */
  #line = make("button", { type: "button", className: "ends-line", hidden: true, aria: { controls: "route-fields" } });

  /** @param {PanelContext} context */
  constructor(context) {
    this.#context = context;
    this.element = make("div", { className: "route-form" }, this.#line, this.#fields);
    this.#setFolded(false);
    this.#line.addEventListener("click", () => this.#setFolded(!this.element.classList.contains("folded")));
    context.store.subscribe(["route", "routeProblem", "from", "to", "via"], (state, old) => this.#fold(state, old));
    context.store.subscribe(["from", "to", "via", "mode"], () => this.#fillEnds());
    // On their own: the profiles arrive late, and must not replace a field that somebody types into.
    context.store.subscribe(["profiles", "profile"], () => this.#fillProfile());
    this.#fillEnds();
  }

  /** @param {I18n} i18n */
  setLanguage(i18n) {
    this.#context.i18n = i18n;
    this.#fillEnds();
    this.#fillProfile();
  }

  #fillEnds() {
    const { store, i18n } = this.#context;
    const { from, to, via, mode } = store.state;
    if (mode !== "directions") return;
    this.#fillLine();
    const focused = /** @type {HTMLElement | null} */ (this.#ends.querySelector(":focus"))?.dataset.end;
    const swap = () => store.set({ from: to, to: from, via: [...via].reverse() });
    const addStop = () => store.set({ via: [...via, null] });
    const buttons = [
      makeIconButton(i18n.t("swap"), SWAP_ICON, swap),
      via.length < MOST_STOPS && makeIconButton(i18n.t("addStop"), ADD_ICON, addStop),
    ];
    const ends = [
      this.#makeEnd("from", i18n.t("from"), from, (place) => store.set({ from: place })),
      ...via.map((stop, index) => this.#makeStop(stop, index)),
      this.#makeEnd("to", i18n.t("to"), to, (place) => store.set({ to: place })),
    ];
    this.#ends.replaceChildren(
      make("div", { className: "end-list" }, ...ends),
      make("div", { className: "end-buttons" }, ...buttons),
    );
    if (!focused) return;
    const field = /** @type {HTMLElement | null} */ (this.#ends.querySelector(`[data-end="${focused}"]`));
    field?.focus();
    field?.scrollTo({ left: 0 }); // a long name is read from its beginning
  }

  /** Write the ends and the stops into one line; screen readers hear which is which. */
  #fillLine() {
    const { store, i18n } = this.#context;
    const { from, to, via } = store.state;
    const labels = [i18n.t("from"), ...via.map((_, index) => i18n.t("stop", { n: index + 1 })), i18n.t("to")];
    const parts = [from, ...via, to].flatMap((place, index) => [
      index > 0 && drawIcon(ARROW_ICON, "icon arrow"),
      make("span", { className: "unseen", textContent: labels[index] }),
      make("bdi", { textContent: place ? i18n.placeName(place) : "" }),
    ]);
    this.#line.replaceChildren(...parts.filter((part) => part !== false), drawIcon(UNFOLD_ICON, "icon unfold"));
  }

  /**
   * Fold the form when the route arrives that it asks for; unfold it when something is to be entered.
   * @param {PageState} state
   * @param {PageState} old
   */
  #fold({ from, to, via, route, routeProblem }, old) {
    const isComplete = [from, ...via, to].every(Boolean) && !routeProblem;
    this.#line.hidden = !isComplete;
    if (!isComplete) this.#setFolded(false);
    else if (route && !old.route) this.#setFolded(true);
  }

  /** @param {boolean} isFolded */
  #setFolded(isFolded) {
    const hasFocus = this.#fields.contains(document.activeElement);
    this.element.classList.toggle("folded", isFolded);
    setAria(this.#line, "expanded", !isFolded);
    if (hasFocus && !document.activeElement?.getClientRects().length) this.#line.focus();
  }

  /**
   * @param {Place | null} stop
   * @param {number} index
   */
  #makeStop(stop, index) {
    const { store, i18n } = this.#context;
    const { via } = store.state;
    const set = (/** @type {Place | null} */ place) =>
      store.set({ via: via.map((old, position) => (position === index ? place : old)) });
    const remove = () => store.set({ via: via.filter((_, position) => position !== index) });
    const n = index + 1;
    const button = makeIconButton(i18n.t("removeStop", { n }), REMOVE_ICON, remove);
    return this.#makeEnd(`via-${index}`, i18n.t("stop", { n }), stop, set, button);
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {Place | null} place
   * @param {(place: Place | null) => void} set
   * @param {HTMLElement | null} button
   */
  #makeEnd(name, label, place, set, button = null) {
    const { i18n, search, levelName, announce, store, locate } = this.#context;
    const useLocation = async () => {
      const here = await locate();
      if (here) set(here);
    };
    const extras = () => [
      { name: i18n.t("here"), icon: LOCATION_ICON, run: useLocation },
      { name: i18n.t("chooseOnMap"), icon: getGroupIcon("place"), run: () => store.set({ picking: name }) },
    ];
    const clear = () => set(null);
    const field = new SearchField({ i18n, label, search, levelName, announce, select: set, clear, extras });
    field.input.dataset.end = name;
    // What an address names by its id alone has its name in a moment.
    const isKnown = place?.location || place?.name || place?.kind === "category";
    field.setText(place ? (isKnown ? i18n.placeName(place) : "…") : "");
    return make("div", { className: `end end-${name.split("-")[0]}` }, field.element, button);
  }

  /** Show a menu of the API's travel profiles, a button for the step-free one, and what the selected one avoids. */
  #fillProfile() {
    const { store, i18n } = this.#context;
    const { profiles, profile } = store.state;
    const selected = profiles.find(({ name }) => name === profile) ?? profiles[0];
    if (!selected) return;
    const focused = this.#profile.querySelector(":focus")?.localName;
    const options = profiles.map(({ name }) =>
      make("option", { value: name, textContent: i18n.profile(name), selected: name === selected.name }),
    );
    const select = make("select", {}, ...options);
    // The default profile is not named, neither in the URL nor to the server.
    const change = () => this.#chooseProfile(select.selectedIndex === 0 ? null : select.value);
    select.addEventListener("change", change);
    const label = make("span", { textContent: i18n.t("profile") });
    const kinds = i18n.list(selected.avoid.map((kind) => i18n.edgeKind(kind)));
    const hint = selected.avoid.length ? i18n.t("avoids", { kinds }) : "";
    this.#profile.replaceChildren(
      make(
        "div",
        { className: "row" },
        make("label", { className: "travel-profile" }, label, select),
        profiles.some(({ name }) => name === STEP_FREE) && this.#makeStepFreeButton(selected.name === STEP_FREE),
      ),
      make("small", { className: "avoided", textContent: hint, hidden: !hint }),
    );
    if (!focused) return;
    /** @type {HTMLElement | null} */ (this.#profile.querySelector(focused))?.focus();
  }

  /**
   * Those who cannot take stairs switch with one tap, and without reading a menu.
   * @param {boolean} isPressed
   */
  #makeStepFreeButton(isPressed) {
    const { i18n } = this.#context;
    const label = i18n.profile(STEP_FREE);
    const click = () => this.#chooseProfile(isPressed ? null : STEP_FREE);
    const aria = { pressed: isPressed, label };
    const options = { className: "step-free", title: label, aria, on: { click } };
    return make("button", { type: "button", ...options }, drawIcon(getCategoryIcon(ACCESSIBLE)));
  }

  /** @param {string | null} profile */
  #chooseProfile(profile) {
    const { store, isKiosk } = this.#context;
    if (!isKiosk) rememberProfile(profile);
    store.set({ profile });
  }
}

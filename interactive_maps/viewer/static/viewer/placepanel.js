// What is known of the selected place, in words.

import { findFamily, getStroke } from "./categorygroups.js";
import { drawIcon, make, tidyName } from "./dom.js";

/** Return the panel of a place. `actions`: goTo(), goFrom(), close(). */
export function makePlacePanel(place, words, { sayLevel, sayBuilding, closures, actions }) {
  const family = findFamily(place.category, place.name);
  const name = words.namePlace(place);
  const rows = [
    [words.say("category"), family ? words.sayFamily(family) : tidyName(place.category)],
    [words.say("building"), sayBuilding(place)],
    [words.say("hours"), tidyName(place.opening_hours)],
    [words.say("access"), tidyName(place.access)],
    [words.say("isStepFree"), place.step_free === true ? words.say("yes") : place.step_free === false ? words.say("no") : ""],
  ].filter(([, value]) => value);
  return make("section", { className: "place", aria: { labelledby: "place-name" } },
    make("div", { className: "place-head" },
      make("span", { className: `badge family-${family ?? "place"}` }, drawIcon(getStroke(family ?? "place"))),
      make("div", {}, make("h2", { id: "place-name", tabIndex: -1 }, make("bdi", { textContent: name })),
        make("p", { className: "quiet-text", textContent: place.level === null || place.level === undefined ? "" : sayLevel(place.level) })),
      make("button", { type: "button", className: "round", aria: { label: words.say("close") }, on: { click: actions.close } }, drawIcon("M6 6l12 12M18 6 6 18"))),
    ...closures.map((closure) => make("p", { className: "warning", textContent: words.say("closed", { reason: tidyName(closure.reason) }) })),
    rows.length ? make("dl", {}, ...rows.flatMap(([term, value]) => [make("dt", { textContent: term }), make("dd", {}, make("bdi", { textContent: value }))])) : null,
    make("div", { className: "row" },
      make("button", { type: "button", className: "primary", on: { click: actions.goTo } }, drawIcon("M4 12l16-8-6 17-2.5-7z"), words.say("directions")),
      make("button", { type: "button", on: { click: actions.goFrom }, textContent: words.say("from") })));
}

/** Return chips for families of places, the chosen one pressed. */
export function makeChips(families, chosen, words, choose) {
  return make("div", { className: "chips", attributes: { role: "group" }, aria: { label: words.say("near") } }, ...families.map((family) =>
    make("button", { type: "button", className: `chip family-${family}`, aria: { pressed: String(family === chosen) }, on: { click: () => choose(family === chosen ? null : family) } },
      drawIcon(getStroke(family)), words.sayFamily(family))));
}

/** Return a list of places to choose from. */
export function makePlaceList(title, places, words, pick) {
  return make("section", { className: "list", aria: { label: title } }, make("h2", { textContent: title }),
    make("p", { className: "quiet-text", textContent: words.count(places.length) }),
    make("ul", {}, ...places.slice(0, 200).map((place) => make("li", {}, make("button", { type: "button", className: "list-item", on: { click: () => pick(place) } },
      make("bdi", { textContent: words.namePlace(place) }))))));
}

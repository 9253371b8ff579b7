// The panel of the selected place, and lists of places.

import { findCategoryGroup, getCategoryIcon, getGroupIcon } from "./categorygroups.js";
import { listKinds } from "./categorykinds.js";
import { CLOSE, drawIcon, GO, joinTexts, make, makeIconButton, tidyName } from "./dom.js";
import { PLACE_FIELDS } from "./placefields.js";
import { nameLevel, writeDistance } from "./places.js";

/** @import { I18n } from "./i18n.js" */
/** @import { Closure, PanelContext, Place } from "../../types" */

/** @typedef {Pick<PanelContext, "i18n" | "levelName" | "buildingName">} Context */
/** @typedef {{close: () => void, routeTo: () => void, routeFrom: () => void}} Actions */

/**
 * Return the panel of a place.
 * @param {Place} place
 * @param {Context} context
 * @param {{closures: Closure[], actions: Actions}} options
 */
export function makePlacePanel(place, context, { closures, actions }) {
  const { i18n } = context;
  const reasons = closures.map(({ reason }) => i18n.t("closed", { reason: tidyName(reason) }));
  return make(
    "section",
    { className: "place", aria: { labelledby: "place-name" } },
    makeHead(place, context, actions.close),
    ...reasons.map((textContent) => make("p", { className: "warning", textContent })),
    makeDetails(place, context),
    make(
      "div",
      { className: "row" },
      make(
        "button",
        { type: "button", className: "primary", on: { click: actions.routeTo } },
        drawIcon(GO),
        i18n.t("directions"),
      ),
      make("button", { type: "button", on: { click: actions.routeFrom }, textContent: i18n.t("fromPlace") }),
    ),
  );
}

/**
 * @param {Place} place
 * @param {Context} context
 * @param {() => void} close
 */
function makeHead(place, { i18n, levelName }, close) {
  const level = nameLevel(place, levelName);
  const group = findCategoryGroup(place.category) ?? "place";
  const name = make("bdi", { textContent: i18n.placeName(place) });
  return make(
    "div",
    { className: "place-head" },
    make("span", { className: `badge group-${group}` }, drawIcon(getGroupIcon(group))),
    make(
      "div",
      {},
      make("h2", { id: "place-name", tabIndex: -1 }, name),
      make("p", { className: "quiet-text", textContent: level }),
    ),
    makeIconButton(i18n.t("close"), CLOSE, close),
  );
}

/**
 * Return the known properties of a place as a list, or null.
 * @param {Place} place
 * @param {Context} context
 */
function makeDetails(place, { i18n, buildingName }) {
  /** @type {[string, string | HTMLElement][]} */
  const all = [
    [i18n.t("category"), writeCategory(place, i18n)],
    [i18n.t("building"), buildingName(place)],
    ...listFields(place, i18n),
  ];
  const rows = all.filter(([, value]) => value);
  if (!rows.length) return null;
  const items = rows.flatMap(([label, value]) => [
    make("dt", { textContent: label }),
    make("dd", {}, typeof value === "string" ? make("bdi", { textContent: value }) : value),
  ]);
  return make("dl", {}, ...items);
}

/** Categories of IMDF that say no more than that there is a place. */
const VAGUE = ["room", "unspecified"];

/**
 * @param {Place} place
 * @param {I18n} i18n
 */
function writeCategory(place, i18n) {
  const { category } = place;
  const [kind] = listKinds(place); // the narrowest: accessible toilets are not just toilets
  if (kind) return [i18n.category(kind), i18n.toilet(category)].filter(Boolean).join(" · ");
  // A word of the map's own, such as transit.train: its parts are words.
  return VAGUE.includes(category ?? "") ? "" : tidyName(category).replace(/[._]+/g, " ");
}

/**
 * Where a field's value leads, when it is tapped.
 * @type {Record<string, (value: string) => string>}
 */
const ADDRESSES = {
  phone: (value) => `tel:${value.replace(/[^\d+,;]/g, "")}`,
  email: (value) => `mailto:${value}`,
  website: (value) => (/^https?:\/\//i.test(value) ? value : ""),
};

/**
 * Return the label and the value of each field; the value of one that says nothing is empty.
 * @param {Place} place
 * @param {I18n} i18n
 * @returns {[string, string | HTMLElement][]}
 */
function listFields(place, i18n) {
  const fields = /** @type {[keyof typeof PLACE_FIELDS, Record<string, string>][]} */ (Object.entries(PLACE_FIELDS));
  return fields.map(([name, labels]) => {
    const written = writeValue(place[name], i18n);
    const value = name === "access" ? i18n.access(written) : written;
    const address = (value && ADDRESSES[name]?.(value)) || "";
    return [labels[i18n.language], address ? makeLink(value, address) : value];
  });
}

/**
 * @param {string} text
 * @param {string} address
 */
function makeLink(text, address) {
  const attributes = { href: address, rel: "noopener noreferrer", target: "_blank" };
  return make("a", { attributes }, make("bdi", { textContent: text }));
}

/**
 * @param {string | number | boolean | null | undefined} value
 * @param {I18n} i18n
 */
function writeValue(value, i18n) {
  if (typeof value === "boolean") return i18n.t(value ? "yes" : "no");
  return typeof value === "number" ? String(value || "") : tidyName(value);
}

/**
 * Return chips for kinds of places, the selected one pressed.
 * @param {string[]} kinds by their plain categories
 * @param {string | null} selected
 * @param {I18n} i18n
 * @param {(kind: string | null) => void} select called with null when the pressed chip is released
 */
export function makeChips(kinds, selected, i18n, select) {
  const chips = kinds.map((kind) => {
    const isSelected = kind === selected;
    const click = () => select(isSelected ? null : kind);
    return make(
      "button",
      {
        type: "button",
        className: `chip group-${findCategoryGroup(kind) ?? "place"}`,
        aria: { pressed: isSelected },
        on: { click },
      },
      drawIcon(getCategoryIcon(kind)),
      i18n.category(kind),
    );
  });
  const aria = { label: i18n.t("near") };
  return make("div", { className: "chips", attributes: { role: "group" }, aria }, ...chips);
}

const LONGEST_LIST = 200;

/**
 * Return a list of places to choose from, each with its distance and its floor.
 * @param {string} title
 * @param {string} note what the distances are measured from
 * @param {Place[]} places
 * @param {Context & {select: (place: Place) => void}} context
 */
export function makePlaceList(title, note, places, context) {
  const { i18n, levelName, buildingName, select } = context;
  const items = places.slice(0, LONGEST_LIST).map((place) => {
    const where = [writeDistance(place, i18n), nameLevel(place, levelName), buildingName(place)];
    const button = make(
      "button",
      { type: "button", className: "list-item", on: { click: () => select(place) } },
      make("bdi", { textContent: i18n.placeName(place) }),
      make("small", {}, ...joinTexts([i18n.toilet(place.category), ...where])),
    );
    return make("li", {}, button);
  });
  const count = [i18n.resultCount(places.length), note].filter(Boolean).join(" · ");
  return make(
    "section",
    { className: "list", aria: { label: title } },
    make("h2", { textContent: title, tabIndex: -1 }),
    make("p", { className: "quiet-text", textContent: count }),
    make("ul", {}, ...items),
  );
}

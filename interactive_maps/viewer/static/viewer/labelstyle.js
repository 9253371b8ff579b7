// The style of everything with text or an icon: labels, markers, the ends of the route.

import { chooseText } from "./labelfit.js";
import { inkByGroup } from "./palette.js";

/** @import { CircleLayerSpecification, ExpressionSpecification, LayerSpecification } from "maplibre-gl" */
/** @import { SymbolLayerSpecification } from "maplibre-gl" */
/** @import { Palette } from "../../types" */

export const FONT = ["Inter, Segoe UI, Roboto, Helvetica Neue, Noto Sans, Arial Medium"];
/** @type {ExpressionSpecification} */
const GROUP_ICON = ["concat", "icon-", ["get", "group"]];
/**
 * In em, by the side on which panels leave room for the text.
 * @type {ExpressionSpecification}
 */
const BESIDE_MARK = [
  "match",
  ["get", "side"],
  "left",
  ["literal", [-1.6, 0]],
  "below",
  ["literal", [0, 1.4]],
  ["literal", [1.6, 0]],
];
/** @type {ExpressionSpecification} */
const HAS_ICON = ["get", "hasIcon"];

/**
 * Return the layers, from the ground up: the map library places labels of upper layers first.
 * @param {Palette} palette
 * @returns {LayerSpecification[]}
 */
export function makeLabelLayers(palette) {
  return [...makeFloorLabels(palette), ...makeOverview(palette), ...makeMarks(palette)];
}

/**
 * @param {Palette} palette
 * @returns {LayerSpecification[]}
 */
function makeFloorLabels(palette) {
  /** @type {SymbolLayerSpecification["layout"]} */
  const text = {
    "text-font": FONT,
    "text-max-width": 7,
    "text-size": ["interpolate", ["linear"], ["zoom"], 17, 9.5, 20, 12.5, 22, 15],
    "symbol-sort-key": ["get", "rank"],
  };
  const paint = { "text-color": inkByGroup(palette), "text-halo-color": palette.halo, "text-halo-width": 1.4 };
  /** @type {Omit<SymbolLayerSpecification, "id">} */
  const layer = { type: "symbol", source: "labels", minzoom: 17.3, paint };
  return [
    {
      id: "markers",
      type: "symbol",
      source: "markers",
      minzoom: 17,
      layout: {
        "icon-image": GROUP_ICON,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 17, 0.55, 20, 0.95],
        "icon-padding": 2,
        "symbol-sort-key": 5,
        "icon-allow-overlap": ["step", ["zoom"], false, 20, true],
      },
    },
    // The number alone, where the whole name above does not fit.
    {
      ...layer,
      id: "labels-short",
      filter: ["!", HAS_ICON],
      layout: { ...text, "text-field": chooseText(["short"]), "text-padding": 1 },
    },
    {
      ...layer,
      id: "labels",
      filter: ["!", HAS_ICON],
      layout: { ...text, "text-field": chooseText(["name"]), "text-padding": 1 },
    },
    {
      ...layer,
      id: "labels-icon",
      filter: HAS_ICON,
      layout: {
        ...text,
        "text-field": chooseText(["name", "short"]),
        "icon-image": GROUP_ICON,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 17.3, 0.55, 20.5, 0.9],
        "text-optional": true,
        "text-variable-anchor": ["top", "bottom"],
        "text-radial-offset": 0.95,
      },
    },
  ];
}

/**
 * @param {Palette} palette
 * @returns {LayerSpecification[]}
 */
function makeOverview({ accent, halo, label, wall }) {
  /** @type {Pick<CircleLayerSpecification, "type" | "maxzoom" | "paint">} */
  const dot = {
    type: "circle",
    maxzoom: 14,
    paint: { "circle-radius": 6, "circle-color": accent, "circle-stroke-width": 2, "circle-stroke-color": halo },
  };
  return [
    { ...dot, id: "afar", source: "labels", filter: ["==", ["get", "isAlone"], true] },
    { ...dot, id: "afar-buildings", source: "buildings", filter: ["==", ["get", "isMapped"], true] },
    // Doors that nobody drew: hollow, so that nobody takes them for more than a guess.
    {
      id: "guesses",
      type: "circle",
      source: "guesses",
      minzoom: 18,
      paint: { "circle-radius": 3.5, "circle-opacity": 0, "circle-stroke-width": 1.5, "circle-stroke-color": wall },
    },
    // Until the floor is complete: dots need no glyphs.
    { id: "dots", type: "circle", source: "dots", paint: { "circle-radius": 2.5, "circle-color": wall } },
    {
      id: "building-names",
      type: "symbol",
      source: "buildings",
      maxzoom: 18,
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 14,
        "text-max-width": 9,
        "text-offset": ["step", ["zoom"], ["literal", [0, 1.5]], 14, ["literal", [0, 0]]],
      },
      paint: { "text-color": label, "text-halo-color": halo, "text-halo-width": 1.8 },
    },
  ];
}

/**
 * @param {Palette} palette
 * @returns {LayerSpecification[]}
 */
function makeMarks({ accent, halo }) {
  const paint = { "text-color": accent, "text-halo-color": halo, "text-halo-width": 2 };
  return [
    {
      id: "closures",
      type: "symbol",
      source: "closures",
      layout: { "icon-image": "mark-closed", "icon-allow-overlap": true },
    },
    {
      id: "hostmarkers",
      type: "circle",
      source: "hostmarkers",
      paint: {
        "circle-radius": 8,
        "circle-color": ["get", "color"],
        "circle-stroke-width": 2,
        "circle-stroke-color": halo,
      },
    },
    ...["hostmarkers", "states"].map((source) => makeHostLabels(source, paint)),
    {
      id: "selected-name",
      type: "symbol",
      source: "selected",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        "icon-image": ["get", "icon"],
        "icon-anchor": "bottom",
        "icon-allow-overlap": true,
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 13.5,
        "text-anchor": "top",
        "text-offset": [0, 0.35],
        "text-max-width": 11,
        "text-optional": true,
      },
      paint,
    },
    {
      id: "stops",
      type: "symbol",
      source: "stops",
      layout: {
        "icon-image": ["get", "icon"],
        "icon-anchor": ["get", "anchor"],
        "icon-size": ["get", "size"],
        "icon-allow-overlap": true,
        "text-field": ["get", "text"],
        "text-font": FONT,
        "text-size": 12,
        "text-anchor": ["match", ["get", "side"], "left", "right", "below", "top", "left"],
        "text-offset": BESIDE_MARK,
        "text-optional": true,
      },
      paint,
    },
    {
      id: "here-heading",
      type: "symbol",
      source: "here",
      filter: ["has", "heading"],
      layout: {
        "icon-image": "heading",
        "icon-allow-overlap": true,
        "icon-rotate": ["get", "heading"],
        "icon-rotation-alignment": "map",
      },
    },
    {
      id: "here",
      type: "symbol",
      source: "here",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        "icon-image": "here",
        "icon-allow-overlap": true,
        "text-field": ["get", "text"],
        "text-font": FONT,
        "text-size": 14,
        "text-anchor": "top",
        "text-offset": [0, 1],
        "text-allow-overlap": true,
      },
      // On another floor than the one on display.
      paint: { ...paint, "icon-opacity": ["case", ["==", ["get", "isAway"], true], 0.45, 1] },
    },
  ];
}

/**
 * Return the names of what the page around an embedded map marks.
 * @param {string} source
 * @param {SymbolLayerSpecification["paint"]} paint
 * @returns {SymbolLayerSpecification}
 */
function makeHostLabels(source, paint) {
  /** @type {SymbolLayerSpecification["layout"]} */
  const layout = { "text-field": ["get", "label"], "text-font": FONT, "text-size": 12, "text-max-width": 8 };
  if (source === "hostmarkers") Object.assign(layout, { "text-anchor": "top", "text-offset": [0, 0.9] });
  return { id: `${source}-label`, type: "symbol", source, layout, paint };
}

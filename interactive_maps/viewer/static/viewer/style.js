// The map's style: its sources, and its layers from the ground up.

import { makeLabelLayers } from "./labelstyle.js";
import { tintByGroup } from "./palette.js";

/** @import { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl" */
/** @import { SourceSpecification } from "maplibre-gl" */
/** @import { Palette } from "../../types" */

/** The wall beside a space, as `metresWide` counts: 40 cm at 52° north. What is wider than two of them is no wall. */
const WALL = 0.8;

const SOURCES = [
  "buildings",
  "footprint",
  "areas",
  "doors",
  "markers",
  "labels",
  "dots",
  "found",
  "guesses",
  "states",
  "hostmarkers",
  "selected",
  "route",
  "stops",
  "closures",
  "here",
];

/**
 * Return a style with all sources, empty, and all layers except those of the drawing.
 * @param {Palette} palette
 * @returns {StyleSpecification}
 */
export function makeStyle(palette) {
  /** @type {SourceSpecification} */
  const empty = { type: "geojson", data: { type: "FeatureCollection", features: [] }, tolerance: 0.2 };
  const sources = Object.fromEntries(SOURCES.map((name) => [name, { ...empty }]));
  // Without `glyphs`, text is drawn with the fonts of the device: any script, no server, no download.
  const layers = [...makeGround(palette), ...makeRoute(palette), ...makeLabelLayers(palette)];
  for (const layer of layers) {
    if ("source" in layer) Object.assign(layer, { layout: { ...layer.layout, visibility: "none" } });
  }
  return { version: 8, sources, layers };
}

/**
 * Return a line width in metres on the ground: it doubles with each zoom, but is never less than `least` pixels.
 * @param {number} metres
 * @param {number} least
 * @returns {ExpressionSpecification}
 */
export function metresWide(metres, least) {
  return byZoom((pixels, share) => ["max", least * share, ["*", metres, pixels]]);
}

/**
 * @param {(pixels: number, share: number) => unknown} measure called with the pixels of a metre on the ground
 * @returns {ExpressionSpecification}
 */
function byZoom(measure) {
  const steps = [15, measure(0.34, 0.6), 17, measure(1.36, 0.8), 22, measure(43.5, 1)];
  return /** @type {any} */ (["interpolate", ["exponential", 2], ["zoom"], ...steps]);
}

/**
 * @param {Palette} palette
 * @returns {LayerSpecification[]}
 */
function makeGround(palette) {
  const { accent, accentSoft, door, floor, wall } = palette;
  return [
    ...makeOutlines(palette),
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": tintByGroup(palette) } },
    {
      id: "areas-edge",
      type: "line",
      source: "areas",
      paint: { "line-color": wall, "line-width": metresWide(0.15, 1) },
    },
    {
      id: "areas-stairs",
      type: "fill",
      source: "areas",
      minzoom: 17,
      filter: ["==", ["get", "group"], "stairs"],
      paint: { "fill-pattern": "treads" },
    },
    { id: "states", type: "fill", source: "states", paint: { "fill-color": ["get", "color"], "fill-opacity": 0.75 } },
    { id: "selected", type: "fill", source: "selected", paint: { "fill-color": accentSoft } },
    // A door is a gap in the wall, and the thin leaf that closes it. The drawing's walls come before these layers.
    {
      id: "doors-gap",
      type: "line",
      source: "doors",
      minzoom: 17,
      paint: { "line-color": floor, "line-width": metresWide(0.25, 1.6) },
    },
    {
      id: "doors",
      type: "line",
      source: "doors",
      minzoom: 18,
      paint: { "line-color": door, "line-width": metresWide(0.05, 0.8) },
    },
    { id: "drawing", type: "background", layout: { visibility: "none" } }, // the drawing's details come before this one
    { id: "selected-edge", type: "line", source: "selected", paint: { "line-color": accent, "line-width": 2.5 } },
    {
      id: "found",
      type: "circle",
      source: "found",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 16, 6, 20, 17],
        "circle-color": accentSoft,
        "circle-stroke-width": 2.5,
        "circle-stroke-color": accent,
      },
    },
  ];
}

/**
 * Return what is below the spaces. Buildings whose levels have no outlines are a body of which nobody knows more. In
 * the outline of a level, walls are as wide as walls are: along the outline, and around each space. The rest is open:
 * a court, a void, or what nobody mapped. Of a level without spaces all is floor.
 * @param {Palette} palette
 * @returns {LayerSpecification[]}
 */
function makeOutlines({ building, floor, outside, wall, wallFill }) {
  const width = metresWide(WALL, 0);
  const inwards = byZoom((pixels) => (WALL / 2) * pixels);
  const outwards = byZoom((pixels) => (-WALL / 2) * pixels);
  /** @type {ExpressionSpecification} */
  const isWalled = ["==", ["get", "isWalled"], true];
  return [
    { id: "outside", type: "background", paint: { "background-color": outside } },
    {
      id: "buildings",
      type: "fill",
      source: "buildings",
      paint: { "fill-color": building, "fill-outline-color": wall },
    },
    {
      id: "footprint",
      type: "fill",
      source: "footprint",
      paint: { "fill-color": ["case", isWalled, outside, floor] },
    },
    {
      id: "areas-wall",
      type: "line",
      source: "areas",
      filter: isWalled,
      paint: { "line-color": wallFill, "line-width": metresWide(2 * WALL, 0) },
    },
    // Walls around spaces end where the level ends: what reaches beyond its outline is covered.
    {
      id: "footprint-beyond",
      type: "line",
      source: "footprint",
      filter: isWalled,
      paint: { "line-color": outside, "line-width": width, "line-offset": outwards },
    },
    {
      id: "footprint-wall",
      type: "line",
      source: "footprint",
      filter: isWalled,
      paint: { "line-color": wallFill, "line-width": width, "line-offset": inwards },
    },
    { id: "footprint-edge", type: "line", source: "footprint", paint: { "line-color": wall, "line-width": 1.5 } },
  ];
}

/**
 * @param {Palette} palette
 * @returns {LayerSpecification[]}
 */
function makeRoute({ accent, accentHalo, routeDim }) {
  /** @type {ExpressionSpecification} */
  const isHere = ["==", ["get", "here"], true];
  const layout = /** @type {const} */ ({ "line-cap": "round", "line-join": "round" });
  /** @type {(scale: number) => ExpressionSpecification} */
  const width = (scale) => ["interpolate", ["linear"], ["zoom"], 16, 3 * scale, 20, 6 * scale, 22, 9 * scale];
  return [
    {
      id: "here-accuracy",
      type: "fill",
      source: "here",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": accent, "fill-opacity": 0.12, "fill-outline-color": accent },
    },
    {
      id: "route-away",
      type: "line",
      source: "route",
      filter: ["!", isHere],
      layout,
      paint: { "line-color": routeDim, "line-width": width(0.8), "line-dasharray": [0.4, 2] },
    },
    {
      id: "route-halo",
      type: "line",
      source: "route",
      filter: isHere,
      layout,
      paint: { "line-color": accentHalo, "line-width": width(1.7) },
    },
    {
      id: "route-line",
      type: "line",
      source: "route",
      filter: isHere,
      layout,
      // While a route is followed, the stretch of the current step stands out.
      paint: {
        "line-color": ["case", ["get", "dim"], routeDim, accent],
        "line-width": width(1),
      },
    },
  ];
}

// What the map library draws, in which order and when, in the colours that the style sheet has for the theme shown.

import { families } from "./categorygroups.js";
import { classifyTiles } from "./drawing.js";
import { chooseText } from "./labelfit.js";

export const FONT = ["Inter, Segoe UI, Roboto, Helvetica Neue, Noto Sans, Arial Medium"];
const EMPTY = { type: "FeatureCollection", features: [] };
const SOURCES = ["buildings", "footprint", "areas", "marks", "labels", "dots", "selected", "route", "stops", "closures", "here"];

/** Return a style with all sources, empty, and all layers but those of the drawing. */
export function makeStyle(colours) {
  const sources = Object.fromEntries(SOURCES.map((name) => [name, { type: "geojson", data: EMPTY, tolerance: 0.2 }]));
  // Without `glyphs`, every letter is drawn from the fonts of the device: any script, no server, no download.
  const layers = [...makeGround(colours), ...makeRoute(colours), ...makeNames(colours)];
  for (const layer of layers) if (layer.source) layer.layout = { ...layer.layout, visibility: "none" };
  return { version: 8, sources, layers };
}

// A width in metres on the ground, however near one looks: twice as many pixels each zoom.
const onGround = (metres, least) => ["interpolate", ["exponential", 2], ["zoom"],
  15, ["max", least * 0.6, ["*", metres, 0.34]], 17, ["max", least * 0.8, ["*", metres, 1.36]],
  22, ["max", least, ["*", metres, 43.5]]];

function makeGround(colours) {
  return [
    { id: "outside", type: "background", paint: { "background-color": colours.outside } },
    { id: "buildings", type: "fill", source: "buildings", maxzoom: 19, paint: { "fill-color": colours.floor, "fill-outline-color": colours.wall } },
    { id: "footprint", type: "fill", source: "footprint", paint: { "fill-color": colours.wallFill } },
    { id: "footprint-edge", type: "line", source: "footprint", paint: { "line-color": colours.wall, "line-width": 1.5 } },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": tintByFamily(colours) } },
    { id: "areas-edge", type: "line", source: "areas", filter: ["!", ["get", "derived"]],
      paint: { "line-color": colours.wall, "line-width": onGround(0.15, 1) } },
    { id: "selected", type: "fill", source: "selected", paint: { "fill-color": colours.accentSoft } },
    { id: "drawing", type: "background", layout: { visibility: "none" } }, // the drawing's layers come before this one
    { id: "selected-edge", type: "line", source: "selected", paint: { "line-color": colours.accent, "line-width": 2.5 } },
  ];
}

/** Return the two layers of one source of the drawing: structure, and what is seen only from near. */
export function makeDrawing(source, colours, kind = ["get", "kind"], more = {}) {
  const colour = ["match", kind, "wall", colours.wall, "door", colours.door, "window", colours.window,
    "step", colours.step, "detail", colours.detail, colours.line];
  const filter = (...kinds) => ["in", kind, ["literal", kinds]];
  // Tiles are for large floors: corners without roundings are a third of the triangles.
  const layout = more["source-layer"] ? {} : { "line-cap": "round", "line-join": "round" };
  return [
    { id: `${source}-near`, type: "line", source, ...more, minzoom: 18.5, filter: filter("detail", "door", "step"), layout,
      paint: { "line-color": colour, "line-width": onGround(0.03, 0.8), "line-opacity": ["interpolate", ["linear"], ["zoom"], 18.5, 0, 19.2, 1] } },
    { id: `${source}-far`, type: "line", source, ...more, filter: filter("wall", "window", "line"), layout,
      paint: { "line-color": colour, "line-width": onGround(0.12, 1) } },
  ];
}

/** Return the same for a source of tiles made by the server. */
export function makeTiledDrawing(source, colours) {
  return makeDrawing(source, colours, classifyTiles(), { "source-layer": "base-floor" });
}

function makeRoute(colours) {
  const here = ["==", ["get", "here"], true];
  const layout = { "line-cap": "round", "line-join": "round" };
  const width = (scale) => ["interpolate", ["linear"], ["zoom"], 16, 3 * scale, 20, 6 * scale, 22, 9 * scale];
  return [
    { id: "route-away", type: "line", source: "route", filter: ["!", here], layout,
      paint: { "line-color": colours.routeDim, "line-width": width(0.8), "line-dasharray": [0.4, 2] } },
    { id: "route-halo", type: "line", source: "route", filter: here, layout,
      paint: { "line-color": colours.accentHalo, "line-width": width(1.7) } },
    { id: "route-line", type: "line", source: "route", filter: here, layout,
      paint: { "line-color": colours.accent, "line-width": width(1) } },
  ];
}

function makeNames(colours) {
  const text = { "text-font": FONT, "text-max-width": 7, "text-size": ["interpolate", ["linear"], ["zoom"], 17, 9.5, 20, 12.5, 22, 15] };
  const paint = { "text-color": inkByFamily(colours), "text-halo-color": colours.halo, "text-halo-width": 1.4 };
  return [
    { id: "marks", type: "symbol", source: "marks", minzoom: 17.5,
      layout: { "icon-image": ["concat", "icon-", ["get", "family"]], "icon-size": ["interpolate", ["linear"], ["zoom"], 17.5, 0.6, 20, 0.95],
        "icon-padding": 2, "symbol-sort-key": 5, "icon-allow-overlap": ["step", ["zoom"], false, 20, true] } },
    // The number alone where the whole name does not fit: layers below are placed after those above.
    { id: "labels-short", type: "symbol", source: "labels", minzoom: 17.3, filter: ["!", ["get", "hasIcon"]],
      layout: { ...text, "text-field": chooseText(["short"]), "text-padding": 1, "symbol-sort-key": ["get", "rank"] }, paint },
    { id: "labels", type: "symbol", source: "labels", minzoom: 17.3, filter: ["!", ["get", "hasIcon"]],
      layout: { ...text, "text-field": chooseText(["name"]), "text-padding": 1, "symbol-sort-key": ["get", "rank"] }, paint },
    { id: "labels-icon", type: "symbol", source: "labels", minzoom: 17.3, filter: ["get", "hasIcon"],
      layout: { ...text, "text-field": chooseText(["name", "short"]), "icon-image": ["concat", "icon-", ["get", "family"]], "icon-size": ["interpolate", ["linear"], ["zoom"], 17.3, 0.55, 20.5, 0.9],
        "text-optional": true, "text-variable-anchor": ["top", "bottom"], "text-radial-offset": 0.95, "symbol-sort-key": ["get", "rank"] }, paint },
    { id: "afar", type: "circle", source: "labels", maxzoom: 14,
      paint: { "circle-radius": 6, "circle-color": colours.accent, "circle-stroke-width": 2, "circle-stroke-color": colours.halo } },
    { id: "dots", type: "circle", source: "dots", paint: { "circle-radius": 2.5, "circle-color": colours.wall } }, // till the floor is complete: they wait for no letters
    { id: "building-names", type: "symbol", source: "buildings", maxzoom: 18,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 14, "text-max-width": 9, "text-offset": ["step", ["zoom"], ["literal", [0, 1.5]], 14, ["literal", [0, 0]]] },
      paint: { "text-color": colours.label, "text-halo-color": colours.halo, "text-halo-width": 1.8 } },
    { id: "closures", type: "symbol", source: "closures", layout: { "icon-image": "mark-closed", "icon-allow-overlap": true } },
    { id: "selected-name", type: "symbol", source: "selected", filter: ["==", ["geometry-type"], "Point"],
      layout: { "icon-image": ["get", "icon"], "icon-anchor": "bottom", "icon-allow-overlap": true, "text-field": ["get", "name"],
        "text-font": FONT, "text-size": 13.5, "text-anchor": "top", "text-offset": [0, 0.35], "text-max-width": 11, "text-optional": true },
      paint: { "text-color": colours.accent, "text-halo-color": colours.halo, "text-halo-width": 2 } },
    { id: "stops", type: "symbol", source: "stops",
      layout: { "icon-image": ["get", "icon"], "icon-anchor": ["get", "anchor"], "icon-size": ["get", "size"], "icon-allow-overlap": true,
        "text-field": ["get", "text"], "text-font": FONT, "text-size": 12, "text-anchor": "left", "text-offset": [1.2, 0], "text-optional": true },
      paint: { "text-color": colours.accent, "text-halo-color": colours.halo, "text-halo-width": 2 } },
    { id: "here", type: "symbol", source: "here", layout: { "icon-image": "here", "icon-allow-overlap": true } },
  ];
}

/** Return the colours: `{outside, floor, room, ..., ink: {family: colour}}`, undefined where there is none. */
export function getColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (kind, more) => new Proxy(more, { get: (_, name) => more[name] ?? (style.getPropertyValue(`--${kind}-${name}`).trim() || undefined) });
  return read("map", { ink: read("ink", {}) });
}

/** Return an expression that gives a feature's tint by its family, `room` where it has none. */
function tintByFamily(colours) {
  return matchFamily(colours, ["hall", colours.floor], colours.room);
}

function inkByFamily({ ink, label }) {
  return matchFamily(ink, [], label);
}

function matchFamily(colours, first, other) {
  return ["match", ["get", "family"], ...first, ...families.filter((family) => colours[family]).flatMap((family) => [family, colours[family]]), other];
}

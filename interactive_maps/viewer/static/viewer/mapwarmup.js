// What the map draws before there is anything to show: the first features then appear without delay.

import { makeFeature } from "./geometry.js";
import { setFeatures } from "./mapsources.js";
import { pause } from "./stream.js";

/** @import { Map as MapLibreMap } from "maplibre-gl" */
/** @import { DrawingLayers } from "./drawinglayers.js" */

const LONGEST = 2000; // milliseconds
const COARSE = 0.1; // pixels of the canvas for each of the page: without a graphics card, pixels take the time
const TEXT = { short: "1", name: "a", nameFrom: 0, shortFrom: 0 }; // each glyph takes time

/**
 * Compile shaders, invisibly.
 * @param {MapLibreMap} map
 * @param {DrawingLayers} drawing
 */
export async function warmUp(map, drawing) {
  const { style } = map.getCanvas();
  style.opacity = "0";
  map.setPixelRatio(COARSE);
  await map.once("style.load");
  const { sources, lines } = makeSamples(map.getCenter().toArray());
  for (const [source, features] of Object.entries(sources)) setFeatures(map, source, features);
  drawing.showPart(0, lines);
  await Promise.race([map.once("idle"), pause(LONGEST)]);
  for (const source of Object.keys(sources)) setFeatures(map, source, []);
  drawing.showPart(0, []);
  map.setPixelRatio(/** @type {any} */ (null)); // that of the device
  style.opacity = "1";
}

/**
 * Return features for each shader that a floor needs: of sources by name, and lines of a drawing.
 * @param {[number, number]} center
 */
function makeSamples([lng, lat]) {
  const line = [
    [lng, lat],
    [lng + 1e-5, lat],
    [lng + 1e-5, lat + 1e-5],
    [lng, lat],
  ];
  const areas = ["office", "stairs"].map((group) => makeFeature("Polygon", [line], { group }));
  const labels = [false, true].map((hasIcon) =>
    makeFeature("Point", [lng, lat], { ...TEXT, hasIcon, group: "office", rank: 1 }),
  );
  const selected = [makeFeature("Point", [lng, lat + 2e-5], { name: TEXT.name })]; // names in one place hide each other
  const dots = [makeFeature("Point", [lng, lat])];
  const lines = ["wall", "door"].map((kind) => makeFeature("LineString", line, { kind }));
  return { sources: { labels, selected, dots, areas, footprint: [makeFeature("Polygon", [line])] }, lines };
}

// Icons of the map, drawn on a canvas: no image is fetched.

import { categoryGroups, getGroupIcon } from "./categorygroups.js";

/** @import { Map as MapLibreMap } from "maplibre-gl" */
/** @import { Palette } from "../../types" */

const SIZE = 24;
const RATIO = 3; // pixels for each unit: sharp on phones

/**
 * The icons by name, and how each is drawn.
 * @type {Record<string, (palette: Palette) => ImageData>}
 */
const ICONS = {
  "mark-up": ({ accent, halo }) => drawBadge("M12 19V5M6 11l6-6 6 6", accent, halo, true),
  "mark-down": ({ accent, halo }) => drawBadge("M12 5v14M6 13l6 6 6-6", accent, halo, true),
  "mark-closed": ({ closed, halo }) => drawBadge("M6 6l12 12M18 6 6 18", closed, halo, true),
  "pin-start": ({ start, halo }) => drawPin(start, halo),
  "pin-end": ({ end, halo }) => drawPin(end, halo),
  "pin-place": ({ accent, halo }) => drawPin(accent, halo),
  treads: ({ ink, muted }) => drawTreads(ink.stairs ?? muted),
  here: ({ accent, accentHalo }) => drawDiscs([14, `${accent}40`], [8, accentHalo], [6, accent]),
  heading: ({ accent }) => drawFan(accent),
  step: ({ accent, accentHalo, halo }) => drawDiscs([9, accentHalo], [8, accent], [5, halo]),
};
const EMPTY = { width: 1, height: 1, data: new Uint8Array(4) };

/**
 * Add an icon to the map, in the colours of the theme; an empty one if nothing has this name.
 * @param {MapLibreMap} map
 * @param {string} name
 * @param {Palette} palette
 */
export function addIcon(map, name, palette) {
  map.addImage(name, drawIcon(name, palette) ?? EMPTY, { pixelRatio: RATIO });
}

/**
 * @param {string} name
 * @param {Palette} palette
 */
function drawIcon(name, palette) {
  const { accent, halo, ink, muted } = palette;
  const [, kind, detail] = name.match(/^(icon|stop)-(\w+)$/) ?? [];
  if (kind === "stop") return drawNumber(Number(detail), accent, halo);
  if (categoryGroups.includes(detail)) return drawBadge(getGroupIcon(detail), ink[detail] ?? muted, halo);
  return Object.hasOwn(ICONS, name) ? ICONS[name](palette) : null;
}

/**
 * @param {number} width
 * @param {number} height
 * @param {(context: CanvasRenderingContext2D) => void} paint
 */
function draw(width, height, paint) {
  const canvas = document.createElement("canvas");
  canvas.width = width * RATIO;
  canvas.height = height * RATIO;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  context.scale(RATIO, RATIO);
  context.lineCap = context.lineJoin = "round";
  paint(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * @param {string} path
 * @param {string} colour
 * @param {string} halo
 * @param {boolean} isFilled
 */
function drawBadge(path, colour, halo, isFilled = false) {
  return draw(SIZE, SIZE, (context) => {
    context.beginPath();
    context.arc(12, 12, 11, 0, 2 * Math.PI);
    context.fillStyle = isFilled ? colour : halo;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = isFilled ? halo : `${colour}66`;
    context.stroke();
    context.translate(12, 12);
    context.scale(0.62, 0.62);
    context.translate(-12, -12);
    context.lineWidth = 2.4;
    context.strokeStyle = isFilled ? halo : colour;
    context.stroke(new Path2D(path));
  });
}

/**
 * Draw the treads of stairs: a pattern that repeats.
 * @param {string} colour
 */
function drawTreads(colour) {
  return draw(8, 8, (context) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 8, 1);
  });
}

/**
 * @param {string} colour
 * @param {string} halo
 */
function drawPin(colour, halo) {
  return draw(28, 36, (context) => {
    const pin = new Path2D("M14 34.5C14 34.5 25 22 25 13A11 11 0 1 0 3 13C3 22 14 34.5 14 34.5Z");
    context.fillStyle = colour;
    context.strokeStyle = halo;
    context.lineWidth = 2;
    context.fill(pin);
    context.stroke(pin);
    context.beginPath();
    context.arc(14, 13, 4, 0, 2 * Math.PI);
    context.fillStyle = halo;
    context.fill();
  });
}

/** @param {...[radius: number, fill: string]} discs */
function drawDiscs(...discs) {
  return draw(28, 28, (context) => {
    for (const [radius, fill] of discs) {
      context.beginPath();
      context.arc(14, 14, radius, 0, 2 * Math.PI);
      context.fillStyle = fill;
      context.fill();
    }
  });
}

/**
 * Draw a fan that points up, and fades.
 * @param {string} colour
 */
function drawFan(colour) {
  return draw(64, 64, (context) => {
    const gradient = context.createRadialGradient(32, 32, 8, 32, 32, 31);
    gradient.addColorStop(0, colour);
    gradient.addColorStop(1, `${colour}00`);
    context.fillStyle = gradient;
    context.moveTo(32, 32);
    context.arc(32, 32, 31, -Math.PI * 0.68, -Math.PI * 0.32);
    context.fill();
  });
}

/**
 * Draw a number on a disc.
 * @param {number} number
 * @param {string} colour
 * @param {string} halo
 */
function drawNumber(number, colour, halo) {
  return draw(SIZE, SIZE, (context) => {
    context.beginPath();
    context.arc(12, 12, 11, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = context.fillStyle = halo;
    context.stroke();
    context.font = "bold 13px sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(number), 12, 12.5);
  });
}

// Icons of the map, drawn on a canvas: no image is fetched.

import { categoryGroups, getGroupIcon } from "./categorygroups.js";

/** @import { Map as MapLibreMap } from "maplibre-gl" */
/** @import { Palette } from "../../types" */

const SIZE = 24;
const MOST_STOPS = 8;
const RATIO = 3; // pixels for each unit: sharp on phones

/**
 * Add all icons to the map, in the colours of the theme.
 * @param {MapLibreMap} map
 * @param {Palette} palette
 */
export function addIcons(map, palette) {
  const { accent, accentHalo, halo, ink } = palette;
  for (const group of categoryGroups) {
    addIcon(map, `icon-${group}`, drawBadge(getGroupIcon(group), ink[group] ?? palette.muted, halo));
  }
  addIcon(map, "mark-up", drawBadge("M12 19V5M6 11l6-6 6 6", accent, halo, true));
  addIcon(map, "mark-down", drawBadge("M12 5v14M6 13l6 6 6-6", accent, halo, true));
  addIcon(map, "mark-closed", drawBadge("M6 6l12 12M18 6 6 18", palette.closed, halo, true));
  addIcon(map, "pin-start", drawPin(palette.start, halo));
  addIcon(map, "pin-end", drawPin(palette.end, halo));
  addIcon(map, "pin-place", drawPin(accent, halo));
  addIcon(map, "treads", drawTreads(ink.stairs ?? palette.muted));
  addIcon(map, "here", drawDiscs([14, `${accent}40`], [8, accentHalo], [6, accent]));
  for (let n = 1; n <= MOST_STOPS; n += 1) addIcon(map, `stop-${n}`, drawNumber(n, accent, halo));
  addIcon(map, "heading", drawFan(accent));
  addIcon(map, "step", drawDiscs([9, accentHalo], [8, accent], [5, halo]));
}

/**
 * @param {MapLibreMap} map
 * @param {string} name
 * @param {ImageData} image
 */
function addIcon(map, name, image) {
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio: RATIO });
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
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
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

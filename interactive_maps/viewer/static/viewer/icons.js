// Icons for the map, drawn here: no picture is fetched.

import { families, getStroke } from "./categorygroups.js";

const SIZE = 24;
const RATIO = 3; // pixels a unit: sharp on phones

/** Give the map all icons in the theme's colours. */
export function addIcons(map, colours) {
  for (const family of families) {
    put(map, `icon-${family}`, drawBadge(getStroke(family), colours.ink[family] ?? colours.muted, colours.halo));
  }
  for (const [name, stroke, colour] of [
    ["up", "M12 19V5M6 11l6-6 6 6", colours.accent],
    ["down", "M12 5v14M6 13l6 6 6-6", colours.accent],
    ["closed", "M6 6l12 12M18 6 6 18", colours.closed],
  ]) put(map, `mark-${name}`, drawBadge(stroke, colour, colours.halo, true));
  put(map, "pin-start", drawPin(colours.start, colours.halo));
  put(map, "pin-end", drawPin(colours.end, colours.halo));
  put(map, "pin-place", drawPin(colours.accent, colours.halo));
  const { accent, accentHalo, halo } = colours;
  put(map, "here", drawDiscs([14, `${accent}40`], [8, accentHalo], [6, accent]));
  put(map, "step", drawDiscs([9, accentHalo], [8, accent], [5, halo]));
}

function put(map, name, image) {
  if (map.hasImage(name)) map.removeImage(name);
  map.addImage(name, image, { pixelRatio: RATIO });
}

function draw(width, height, paint) {
  const canvas = document.createElement("canvas");
  canvas.width = width * RATIO;
  canvas.height = height * RATIO;
  const context = canvas.getContext("2d");
  context.scale(RATIO, RATIO);
  context.lineCap = context.lineJoin = "round";
  paint(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function drawBadge(stroke, colour, halo, isLoud = false) {
  return draw(SIZE, SIZE, (context) => {
    context.beginPath();
    context.arc(12, 12, 11, 0, 2 * Math.PI);
    context.fillStyle = isLoud ? colour : halo;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = isLoud ? halo : `${colour}66`;
    context.stroke();
    context.translate(12, 12);
    context.scale(0.62, 0.62);
    context.translate(-12, -12);
    context.lineWidth = 2.4;
    context.strokeStyle = isLoud ? halo : colour;
    context.stroke(new Path2D(stroke));
  });
}

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

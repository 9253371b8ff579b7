"use strict";
// The page works without this: everything is shown, and browsers show each shape's title.
document.documentElement.classList.add("js");
const storeys = [...document.querySelectorAll(".storey")];
const details = document.getElementById("details");
let chosen = null;

function choose(shape) {
  if (chosen) chosen.classList.remove("chosen-shape");
  chosen = shape;
  if (shape) shape.classList.add("chosen-shape");
  details.textContent = shape ? shape.querySelector("title").textContent : details.dataset.empty;
}

function showStorey(index) {
  storeys.forEach((storey, number) => storey.classList.toggle("chosen", number === index));
  document.querySelectorAll("[data-storey]").forEach((button) => {
    button.setAttribute("aria-pressed", String(Number(button.dataset.storey) === index));
  });
}

function readBox(svg) {
  const { x, y, width, height } = svg.viewBox.baseVal;
  return [x, y, width, height];
}

function toPlan(svg, x, y) {
  return new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
}

function zoom(svg, factor, at) {
  const [x, y, width, height] = readBox(svg);
  const whole = Number(svg.dataset.width);
  const wide = Math.min(Math.max(width * factor, whole / 400), whole * 4);
  const share = wide / width;
  svg.setAttribute("viewBox", [at.x - (at.x - x) * share, at.y - (at.y - y) * share, wide, height * share].join(" "));
}

function pan(svg, from, to) {
  const [x, y, width, height] = readBox(svg);
  svg.setAttribute("viewBox", [x + from.x - to.x, y + from.y - to.y, width, height].join(" "));
}

function middleOf(points) {
  const all = [...points.values()];
  const sum = (key) => all.reduce((total, point) => total + point[key], 0) / all.length;
  const spread = all.length > 1 ? Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y) : 0;
  return { x: sum("x"), y: sum("y"), spread };
}

function listen(svg) {
  const points = new Map();
  let travelled = 0;
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(svg, Math.exp(event.deltaY * 0.0015), toPlan(svg, event.clientX, event.clientY));
  }, { passive: false });
  svg.addEventListener("pointerdown", (event) => {
    if (!points.size) travelled = 0;
    points.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  svg.addEventListener("pointermove", (event) => {
    const shape = event.target.closest("[data-shape]");
    if (!points.has(event.pointerId)) {
      if (event.pointerType === "mouse" && shape && !chosen) details.textContent = shape.firstChild.textContent;
      return;
    }
    const before = middleOf(points);
    points.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = middleOf(points);
    travelled += Math.hypot(after.x - before.x, after.y - before.y) + Math.abs(after.spread - before.spread);
    if (travelled > 6) svg.setPointerCapture(event.pointerId);
    pan(svg, toPlan(svg, before.x, before.y), toPlan(svg, after.x, after.y));
    if (before.spread && after.spread) zoom(svg, before.spread / after.spread, toPlan(svg, after.x, after.y));
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    svg.addEventListener(name, (event) => points.delete(event.pointerId));
  }
  svg.addEventListener("click", (event) => {
    if (travelled <= 6) choose(event.target.closest("[data-shape]"));
  });
}

function goTo(id) {
  const shape = document.getElementById(id);
  const storey = shape.closest(".storey");
  showStorey(storeys.indexOf(storey));
  const svg = storey.querySelector("svg");
  const box = shape.getBBox();
  const side = Math.max(box.width, box.height, 300) * 3;
  svg.setAttribute("viewBox", [box.x + (box.width - side) / 2, box.y + (box.height - side) / 2, side, side].join(" "));
  choose(shape);
  storey.scrollIntoView({ block: "nearest" });
}

document.querySelectorAll("svg.plan").forEach(listen);
document.querySelectorAll("[data-storey]").forEach((button) => {
  button.addEventListener("click", () => showStorey(Number(button.dataset.storey)));
});
document.querySelectorAll("[data-toggles]").forEach((box) => {
  const apply = () => document.querySelectorAll(`[data-part="${box.dataset.toggles}"]`)
    .forEach((part) => part.classList.toggle("off", !box.checked));
  box.addEventListener("change", apply);
  apply();
});
document.querySelectorAll("[data-goto]").forEach((button) => {
  button.addEventListener("click", () => goTo(button.dataset.goto));
});
document.querySelectorAll("[data-zoom]").forEach((button) => {
  button.addEventListener("click", () => {
    const svg = document.querySelector(".storey.chosen svg");
    const [x, y, width, height] = readBox(svg);
    if (button.dataset.zoom === "all") svg.setAttribute("viewBox", svg.dataset.all);
    else zoom(svg, Number(button.dataset.zoom), { x: x + width / 2, y: y + height / 2 });
  });
});
showStorey(0);

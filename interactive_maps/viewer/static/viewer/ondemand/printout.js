// The print-out: the map as it is, or each floor of a route with its steps, and a code that opens it on a phone.

import { make, tidySentence } from "../dom.js";
import { extendBounds, makeBounds } from "../geometry.js";
import { pause } from "../stream.js";

/** @import { Leg, PageContext, Route } from "../../../types" */

const LONGEST_WAIT = 8000; // milliseconds for a floor

/**
 * Print the route floor by floor; without a route, the map as it is.
 * @param {PageContext} page
 */
export async function printPage(page) {
  const { store, mapView } = page;
  const { route, level } = store.state;
  if (!route?.legs?.length) return print();
  const view = mapView.getView();
  let sheet;
  try {
    sheet = await makeSheet(page, route);
  } finally {
    store.set({ level });
    mapView.map.jumpTo(view);
  }
  document.body.append(sheet);
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode()));
  addEventListener("afterprint", () => sheet.remove(), { once: true });
  return print();
}

/**
 * @param {PageContext} page
 * @param {Route} route
 */
async function makeSheet(page, route) {
  const { drawQrCode } = await import("./sharedialog.js");
  const { store, i18n } = page;
  const { from, via, to } = store.state;
  const arrow = i18n.direction === "rtl" ? " ← " : " → ";
  const names = [from, ...via, to].map((place) => (place ? i18n.placeName(place) : ""));
  const head = make(
    "header",
    {},
    make("h2", {}, ...names.flatMap((name, index) => [index > 0 && arrow, make("bdi", { textContent: name })])),
    make("p", {
      textContent: `${i18n.duration(route.duration_seconds ?? 0)}, ${i18n.distance(route.distance_meters)}`,
    }),
    await drawQrCode(location.href, i18n.t("qr")),
  );
  const sheet = make("article", { className: "printout" }, head);
  const steps = [...(route.steps ?? [])];
  for (const leg of route.legs ?? []) {
    const isLast = leg === route.legs?.at(-1);
    const first = steps.length;
    const told = [];
    while (steps.length && (isLast || steps[0].level === leg.level)) told.push(...steps.splice(0, 1));
    if (!told.length) continue; // a floor that stairs or a lift pass
    const items = told.map((step) => make("li", { textContent: tidySentence(step.text ?? step.kind), dir: "auto" }));
    sheet.append(
      make(
        "section",
        {},
        make("h3", { textContent: i18n.routeLevel(leg.level, leg.level_name) }),
        make("img", { src: await drawFloor(page, leg), alt: "" }),
        make("ol", { start: (route.steps ?? []).length - first + 1 }, ...items),
      ),
    );
  }
  return sheet;
}

/**
 * Show the part of a route on its floor, and return that as an image.
 * @param {PageContext} page
 * @param {Leg} leg
 */
async function drawFloor({ store, floorReader, mapView }, { level, geometry }) {
  if (level !== null) store.set({ level });
  const end = performance.now() + LONGEST_WAIT;
  while (!floorReader.get(level)?.isComplete && performance.now() < end) await pause(50);
  const bounds = makeBounds();
  for (const position of geometry?.coordinates ?? []) extendBounds(bounds, position);
  await mapView.settle();
  mapView.fit(bounds, { always: true, isFree: true, hasPins: true });
  await Promise.race([mapView.map.once("idle"), pause(LONGEST_WAIT)]);
  return mapView.takePicture();
}

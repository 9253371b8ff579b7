// Routes without a network: a worker finds them over what is kept, and the page tells them in its language.

import { Refused } from "../client.js";
import { tidyName } from "../dom.js";

/** @import { Course, CourseStep, PageContext, Place, Route, RouteRequest } from "../../../types" */
/** @typedef {Course & {reason?: string, stop?: number, failure?: string, sentences: Record<string, string>}} Answer */

const LONGEST_WAIT = 20_000; // milliseconds

/** @type {Worker | null} */
let worker = null;

/**
 * Return the route over what this device has kept. Throws Refused if there is none, and Error if nothing is kept.
 * @param {RouteRequest} request
 * @param {Place[]} places the waypoints, with their names
 * @param {PageContext} page
 * @returns {Promise<Route>}
 */
export async function findKeptRoute(request, places, page) {
  worker ??= new Worker(document.body.dataset.routeWorker ?? "", { type: "module" });
  const { reason, stop, failure, ...found } = await ask(worker, { ...request, language: page.i18n.language });
  if (failure || reason === "not_kept") throw new Error(failure ?? reason);
  if (reason) throw new Refused(404, { code: "no_route", reason, stop });
  const names = places.map((place) => {
    if (place.kind === "category") return page.i18n.placeName(place);
    return place.kind === "position" ? "" : tidyName(place.name);
  });
  return tellRoute(found, names, page);
}

/**
 * @param {Worker} router
 * @param {RouteRequest & {language: string}} request
 * @returns {Promise<Answer>}
 */
function ask(router, request) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    const fail = () => {
      worker = null; // the next request starts another one
      router.terminate();
      reject(new Error("not_found"));
    };
    const timer = setTimeout(fail, LONGEST_WAIT);
    router.onerror = fail;
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      resolve(data);
    };
    router.postMessage(request, [port2]);
  });
}

/**
 * Return a route with its texts, in the shape of the API's.
 * @param {Omit<Answer, "reason" | "failure">} found
 * @param {string[]} names of the waypoints
 * @param {PageContext} page
 * @returns {Route}
 */
function tellRoute({ sentences, ...course }, names, page) {
  const buildings = page.getBuildings();
  const name = (/** @type {number | null} */ building) => buildings.nameOf({ building_id: building }) ?? "";
  return {
    ...course,
    isOffline: true,
    isPlain: true,
    legs: course.legs.map((leg) => ({ ...leg, level_name: page.levelName(leg.level, leg.building) })),
    steps: course.steps.map((step) => {
      const levelName = page.levelName(step.level, step.building);
      const toLevelName = page.levelName(step.to_level, step.building);
      const words = { level: toLevelName, name: step.stop === undefined ? name(step.building) : names[step.stop] };
      const text = writeStep(step, words, sentences);
      return { ...step, level_name: levelName, to_level_name: toLevelName, text };
    }),
  };
}

/**
 * Return the sentence of a step.
 * @param {CourseStep} step
 * @param {{level: string, name: string}} words
 * @param {Record<string, string>} sentences translations, by their English text
 */
function writeStep({ kind, level, to_level: toLevel }, words, sentences) {
  const say = (/** @type {string} */ text, /** @type {Record<string, string>} */ values = {}) =>
    (sentences[text] ?? text).replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const tell = () => {
    if (kind === "start") return words.name ? say("start at {name}", words) : say("go straight on");
    if (kind === "arrive") return say("arrive at {name}", { name: words.name || say("your destination") });
    if (kind === "leave" || kind === "enter") {
      return say(`${kind} {name}`, { name: words.name || say("the building") });
    }
    const what = `take the ${kind === "walkway" ? "moving walkway" : kind}`;
    if (toLevel === null || level === null) return say(what);
    return say(`${what} ${toLevel > level ? "up" : "down"} to {level}`, words);
  };
  const text = tell();
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

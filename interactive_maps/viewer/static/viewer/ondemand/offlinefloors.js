// Floors and paths for later: what the page needs without a connection is fetched while nobody waits.

import { FLOOR_LAYERS } from "../floorreader.js";
import { pause } from "../stream.js";

/** @import { PageContext } from "../../../types" */

const MEGABYTE = 2 ** 20;
const MOST_EACH = 4 * MEGABYTE; // a longer layer of a floor is shown as tiles
const LONGEST = 24 * 3600 * 1000; // milliseconds after which a kept response is fetched anew
const DELAY = 3000; // milliseconds before the first request: the page itself comes first
const SIZE_HEADER = "X-Cached-Bytes";
const MOST_OF_NETWORK = 12 * MEGABYTE; // of a map with some 300,000 edges
/** What a route is found on, besides the network, and what can be chosen for it. */
const ROUTING = ["/api/closures/", "/api/profiles/"];
/** What is kept as it is asked. */
const PERSONAL = ["/api/search/", "/api/route/", "/api/nearest/", "/api/tiles/", "/api/locate/"];

/**
 * Let the service worker keep what this page has read, and the other floors, the nearest first, up to some megabytes.
 * @param {PageContext} page
 * @param {number} megabytes 0 keeps only what is looked at
 */
export async function keepForOffline({ client, store }, megabytes) {
  if (megabytes <= 0 || !globalThis.caches || isSaving()) return;
  await pause(DELAY);
  await waitForWorker();
  let left = megabytes * MEGABYTE;
  for (const path of ROUTING) left -= await keep(client.url + path, left);
  left -= await keep(`${client.url}/api/network/`, Math.min(left, MOST_OF_NETWORK), 0);
  const { level: shown, levels } = store.state;
  const nearest = levels
    .map(({ level }) => level)
    .sort((a, b) => Math.abs(a - (shown ?? 0)) - Math.abs(b - (shown ?? 0)));
  const floors = nearest.flatMap((level) => FLOOR_LAYERS.map(([layer]) => client.locateLayer(layer, { level })));
  for (const url of new Set([...listRead(), ...floors])) {
    if (left <= 0) return;
    left -= await keep(url, Math.min(left, MOST_EACH));
  }
}

/** Return whether the visitor pays for each megabyte, or waits long for it. */
function isSaving() {
  const { connection } = /** @type {{connection?: {saveData?: boolean, effectiveType?: string}}} */ (navigator);
  return Boolean(connection?.saveData) || /2g$/.test(connection?.effectiveType ?? "");
}

/** On the first visit, the service worker takes over while the page is open. */
async function waitForWorker() {
  const { serviceWorker } = navigator;
  await serviceWorker.ready;
  if (serviceWorker.controller) return;
  await new Promise((resolve) => serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
}

/** Return the addresses that the page has read before the service worker could keep the responses. */
function listRead() {
  const entries = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"));
  return entries
    .filter(({ name, initiatorType }) => {
      const { origin, pathname } = new URL(name);
      const isOurs = initiatorType === "fetch" && origin === location.origin && pathname.startsWith("/api/");
      return isOurs && !PERSONAL.some((path) => pathname.startsWith(path));
    })
    .map(({ name }) => name);
}

/**
 * Have a response kept, unless it is already, and return its bytes; one with more than `limit` is not.
 * @param {string} url
 * @param {number} limit
 * @param {number} longest milliseconds after which the server is asked whether it has changed
 */
async function keep(url, limit, longest = LONGEST) {
  const known = await caches.match(url, { ignoreVary: true });
  const age = Date.now() - Date.parse(known?.headers.get("Date") ?? "");
  const size = Number(known?.headers.get(SIZE_HEADER) ?? 0);
  if (known && age < longest) return size;
  const isStream = !new URL(url).searchParams.has("limit");
  const headers = new Headers(isStream ? { Accept: "text/event-stream, application/json" } : {});
  const tag = known?.headers.get("ETag");
  if (tag) headers.set("If-None-Match", tag);
  try {
    const response = await fetch(url, { headers, cache: "no-store" });
    if (response.status === 304) return size;
    return response.ok && response.body ? await drain(response.body.getReader(), limit) : 0;
  } catch {
    return 0; // without a connection, or cut: the next visit tries again
  }
}

/**
 * Read to the end, so that the service worker sees all of it; beyond `limit` bytes stop, so that it keeps nothing.
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} limit
 */
async function drain(reader, limit) {
  let size = 0;
  while (size <= limit) {
    const { done, value } = await reader.read();
    if (done) return size;
    size += value.length;
  }
  await reader.cancel();
  return size;
}

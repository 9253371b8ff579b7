// The service worker: it keeps the map usable offline, with the page's own files and the latest API responses.

/** @type {import("../../types").OfflineSettings} */
const { files: SHELL, staticUrl: STATIC_URL } = JSON.parse("{{ settings|escapejs }}");
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

// The version is part of each cache's name: caches of other versions are deleted.
const FILES = "files-3";
const PAGES = "pages-3";
const FLOORS = "floors-3";
const QUERIES = "queries-3";
const TILES = "tiles-3";
const NETWORK = "network-4"; // what routes are found on: no floor evicts it
const MEGABYTE = 2 ** 20;
/**
 * The limits of each cache: responses, bytes of all, bytes of one. The oldest responses are evicted first.
 * @type {Record<string, {responses: number, bytes: number, each: number}>}
 */
const LIMITS = {
  [PAGES]: { responses: 2, bytes: MEGABYTE, each: MEGABYTE },
  [FLOORS]: { responses: 600, bytes: 64 * MEGABYTE, each: 16 * MEGABYTE },
  [QUERIES]: { responses: 50, bytes: 4 * MEGABYTE, each: MEGABYTE },
  [NETWORK]: { responses: 1, bytes: 16 * MEGABYTE, each: 16 * MEGABYTE },
  [TILES]: { responses: 400, bytes: 64 * MEGABYTE, each: 8 * MEGABYTE },
};
const SIZE_HEADER = "X-Cached-Bytes";
const PERSONAL = /^\/api\/(route|nearest|reachable|locate)\//; // what one visitor asks, and seldom twice
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // a name that changes with the content

worker.addEventListener("install", (event) => {
  event.waitUntil(cacheShell().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(deleteOld().then(() => worker.clients.claim()));
});

async function cacheShell() {
  const cache = await caches.open(FILES);
  await cache.addAll(SHELL);
  await store(PAGES, `${location.origin}/`, await fetch("/")); // this visit's page was loaded before
}

async function deleteOld() {
  for (const name of await caches.keys()) if (name !== FILES && !LIMITS[name]) await caches.delete(name);
  const cache = await caches.open(FILES);
  for (const request of await cache.keys()) {
    if (!SHELL.includes(new URL(request.url).pathname)) await cache.delete(request); // of the previous version
  }
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin, searchParams } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === "/api/route/") event.respondWith(preferFreshRoute(event));
  if (request.method !== "GET") return;
  const key = origin + pathname;
  if (pathname.startsWith(STATIC_URL)) {
    if (!SHELL.includes(pathname)) return;
    event.respondWith(HASHED.test(pathname) ? preferCache(event) : preferNetwork(event, FILES, key));
  } else if (request.mode === "navigate") {
    if (pathname === "/" || pathname === "/embed/") event.respondWith(preferNetwork(event, PAGES, key));
  } else if (pathname.startsWith("/api/") && !request.headers.has("Last-Event-ID")) {
    // A resumed stream is incomplete, and is not cached.
    event.respondWith(preferNetwork(event, chooseCache(pathname, searchParams)));
  }
});

/**
 * @param {string} pathname
 * @param {URLSearchParams} query
 */
function chooseCache(pathname, query) {
  if (pathname.startsWith("/api/tiles/")) return TILES;
  if (pathname === "/api/network/") return NETWORK;
  return query.has("q") || PERSONAL.test(pathname) ? QUERIES : FLOORS;
}

/** @param {FetchEvent} event */
async function preferCache(event) {
  return (await caches.match(event.request, { ignoreVary: true })) ?? preferNetwork(event, FILES);
}

/**
 * Fetch from the server and cache the response under `key`; if the server cannot be reached, return the cached one.
 * @param {FetchEvent} event
 * @param {string} name
 */
async function preferNetwork(event, name, key = event.request.url) {
  try {
    const response = await fetch(event.request);
    if (response.status === 200) {
      const copy = response.clone();
      // put() fails for a stream that is cancelled or cut: it is not cached.
      event.waitUntil(store(name, key, copy).catch(() => {}));
    }
    return response;
  } catch (error) {
    const cached = await caches.match(key, { ignoreVary: true });
    if (cached) return cached;
    throw error;
  }
}

/**
 * Caches know no POST: a route is cached under its question.
 * @param {FetchEvent} event
 */
async function preferFreshRoute(event) {
  const question = await event.request.clone().text();
  return preferNetwork(event, QUERIES, `${event.request.url}?${encodeURIComponent(question)}`);
}

/**
 * Cache a response within the limits of its cache.
 * @param {string} name
 * @param {string} key
 * @param {Response} response
 */
async function store(name, key, response) {
  const cache = await caches.open(name);
  if (!LIMITS[name]) return cache.put(key, response);
  const { responses, bytes, each } = LIMITS[name];
  const sizes = await (sizesOf[name] ??= readSizes(cache));
  const body = await readBody(response, each);
  sizes.delete(key);
  if (!body) return cache.delete(key); // the previous response is out of date
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set(SIZE_HEADER, String(body.size));
  await cache.put(key, new Response(body, { headers }));
  sizes.set(key, body.size);
  let total = [...sizes.values()].reduce((sum, size) => sum + size);
  for (const [oldest, size] of sizes) {
    if (sizes.size <= responses && total <= bytes) return undefined;
    sizes.delete(oldest);
    total -= size;
    await cache.delete(oldest);
  }
  return undefined;
}

/**
 * Return a body, or null as soon as it exceeds `limit` bytes.
 * @param {Response} response
 * @param {number} limit
 */
async function readBody(response, limit) {
  const reader = response.body?.getReader();
  if (!reader) return new Blob();
  const chunks = [];
  for (let size = 0; size <= limit;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(chunks);
    chunks.push(value);
    size += value.length;
  }
  reader.cancel();
  return null;
}

/** @type {Record<string, Promise<Map<string, number>>>} by cache, the bytes of each response, the oldest first */
const sizesOf = {};

/** @param {Cache} cache */
async function readSizes(cache) {
  const sizes = (await cache.keys()).map(async ({ url }) => {
    const response = await cache.match(url, { ignoreVary: true });
    return /** @type {[string, number]} */ ([url, Number(response?.headers.get(SIZE_HEADER))]);
  });
  return new Map(await Promise.all(sizes));
}

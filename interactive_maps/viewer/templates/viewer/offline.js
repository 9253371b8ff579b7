// Keeps the map usable without a connection: the page's own files, and the last answer to each question.

const SHELL = [{% for address in shell %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const STATIC = "{{ static_address|escapejs }}";
const FILES = "files-2";
const PAGES = "pages-2";
const FLOORS = "floors-2";
const QUESTIONS = "questions-2";
const TILES = "tiles-2";
// What is kept at most, the latest: answers, bytes of all, bytes of one.
const MEGABYTE = 2 ** 20;
const BOUNDS = {
  [PAGES]: { answers: 2, bytes: MEGABYTE, each: MEGABYTE },
  [FLOORS]: { answers: 100, bytes: 64 * MEGABYTE, each: 16 * MEGABYTE },
  [QUESTIONS]: { answers: 50, bytes: 4 * MEGABYTE, each: MEGABYTE },
  [TILES]: { answers: 400, bytes: 64 * MEGABYTE, each: 8 * MEGABYTE },
};
const SIZE = "X-Kept-Bytes";
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // a name that always means the same bytes

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

async function dropOld() {
  for (const name of await caches.keys()) if (name !== FILES && !BOUNDS[name]) await caches.delete(name);
  const cache = await caches.open(FILES);
  for (const request of await cache.keys()) {
    if (!SHELL.includes(new URL(request.url).pathname)) await cache.delete(request); // of the version before
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const { pathname } = address;
  if (pathname.startsWith(STATIC)) {
    if (SHELL.includes(pathname)) event.respondWith(HASHED.test(pathname) ? preferKept(request, event) : preferNew(request, event, FILES, address.origin + pathname));
  } else if (request.mode === "navigate") {
    if (pathname === "/" || pathname === "/embed/") event.respondWith(preferNew(request, event, PAGES, address.origin + pathname));
  // A stream that goes on in its middle is no whole answer.
  } else if (pathname.startsWith("/api/") && !request.headers.has("Last-Event-ID")) event.respondWith(preferNew(request, event, chooseCache(address)));
});

function chooseCache({ pathname, searchParams }) {
  if (pathname.startsWith("/api/tiles/")) return TILES;
  return searchParams.has("q") || pathname.startsWith("/api/route/") ? QUESTIONS : FLOORS;
}

async function preferKept(request, event) {
  return (await caches.match(request, { ignoreVary: true })) ?? preferNew(request, event, FILES);
}

/** Ask the server; keep its answer under `key`, and give the kept one when the server is away. */
async function preferNew(request, event, name, key = request.url) {
  try {
    const response = await fetch(request);
    if (response.ok && response.status === 200) {
      const copy = response.clone();
      // A stream that is cancelled or cut is not kept: put() fails with it.
      event.waitUntil(keep(name, key, copy).catch(() => {}));
    }
    return response;
  } catch (error) {
    const kept = await caches.match(key, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function keep(name, key, response) {
  const cache = await caches.open(name);
  if (!BOUNDS[name]) return cache.put(key, response);
  const { answers, bytes, each } = BOUNDS[name];
  const sizes = await (known[name] ??= readSizes(cache));
  const body = await readBody(response, each);
  sizes.delete(key);
  if (!body) return cache.delete(key); // an older answer would be wrong for ever
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.set(SIZE, body.size);
  await cache.put(key, new Response(body, { headers }));
  sizes.set(key, body.size);
  let sum = [...sizes.values()].reduce((one, other) => one + other);
  for (const [old, size] of sizes) {
    if (sizes.size <= answers && sum <= bytes) return undefined;
    sizes.delete(old);
    sum -= size;
    await cache.delete(old);
  }
  return undefined;
}

/** Return a body, or null once it is longer than `most` bytes: the rest is not even read. */
async function readBody(response, most) {
  const reader = response.body.getReader();
  const parts = [];
  for (let size = 0; size <= most;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    size += value.length;
  }
  reader.cancel();
  return null;
}

const known = {}; // cache -> promise of a Map of addresses -> bytes, the oldest first

async function readSizes(cache) {
  const kept = (await cache.keys()).map(async ({ url }) => [url, Number((await cache.match(url, { ignoreVary: true })).headers.get(SIZE))]);
  return new Map(await Promise.all(kept));
}

// Keeps the map usable without a connection: the page's own files, and the last answer to each question.

const SHELL = [{% for address in shell %}"{{ address|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const STATIC = "{{ static_address|escapejs }}";
const FILES = "files-1";
const ANSWERS = "answers-1";
const TILES = "tiles-1";
const MOST = { [ANSWERS]: 100, [TILES]: 400 }; // answers that are kept, the latest
const HASHED = /\.[0-9a-f]{12}\.\w+$/; // a name that always means the same bytes

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => self.clients.claim()));
});

async function dropOld() {
  for (const name of await caches.keys()) if (name !== FILES && !MOST[name]) await caches.delete(name);
  // Files of the version before stay out of the way.
  const cache = await caches.open(FILES);
  for (const { url } of await cache.keys()) {
    if (HASHED.test(url) && !SHELL.some((address) => url.endsWith(address))) await cache.delete(url);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  const { pathname } = address;
  if (pathname.startsWith(STATIC)) event.respondWith(HASHED.test(pathname) ? preferKept(request, event) : preferNew(request, event, FILES));
  else if (request.mode === "navigate" && (pathname === "/" || pathname === "/embed/")) event.respondWith(preferNew(request, event, ANSWERS, address.origin + pathname));
  // A stream that goes on in its middle is no whole answer.
  else if (pathname.startsWith("/api/") && !request.headers.has("Last-Event-ID")) event.respondWith(preferNew(request, event, pathname.startsWith("/api/tiles/") ? TILES : ANSWERS));
});

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
  await cache.put(key, response);
  const keys = MOST[name] ? await cache.keys() : []; // the oldest first
  await Promise.all(keys.slice(0, -MOST[name]).map((old) => cache.delete(old)));
}

// The worker that finds routes without a network: over what the service worker has kept of the API.

import { Router } from "./routing/router.js";

/** @import { KeptClosure, KeptNetwork, RouteRequest } from "../../../types" */

/** @type {{tag: string | null, router: Router, columns: KeptNetwork} | null} */
let known = null;

addEventListener("message", async ({ data, ports: [port] }) => {
  port.postMessage(await answer(data).catch((error) => ({ failure: String(error) })));
});

/** @param {RouteRequest & {language: string}} request */
async function answer({ language, ...request }) {
  const network = await readNetwork();
  if (!network) return { reason: "not_kept" };
  /** @type {KeptClosure[]} */
  const closures = (await (await findKept("/api/closures/"))?.json()) ?? [];
  const found = network.router.find(request, [...closures, ...network.columns.hours]);
  return { ...found, sentences: network.columns.sentences[language] ?? {} };
}

/** Return the router of the network that is kept, made anew once that has changed; null if none is kept. */
async function readNetwork() {
  const kept = await findKept("/api/network/");
  if (!kept) return null;
  const tag = kept.headers.get("ETag");
  if (known && tag && known.tag === tag) return known;
  /** @type {KeptNetwork} */
  const columns = await kept.json();
  return (known = { tag, router: new Router(columns), columns });
}

/** @param {string} path */
function findKept(path) {
  return caches.match(location.origin + path, { ignoreVary: true });
}

// What keeps the map usable without a network: the service worker, and what it is given to keep.

/** @import { PageContext } from "../../types" */

/**
 * @param {PageContext} page
 * @param {{offlineWorker?: string, offlineMegabytes?: string}} settings
 */
export async function prepareOfflineUse(page, { offlineWorker = "", offlineMegabytes }) {
  try {
    await navigator.serviceWorker.register(offlineWorker);
  } catch {
    return; // without https
  }
  await navigator.serviceWorker.ready;
  const { keepForOffline } = await import("./ondemand/offlinefloors.js");
  await keepForOffline(page, Number(offlineMegabytes));
}

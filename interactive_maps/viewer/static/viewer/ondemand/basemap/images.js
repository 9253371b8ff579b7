// The images of a base map's sprites, cut out by the page: the map library would keep all icons waiting for them.

/** @import { Map as MapLibreMap, StyleImageMetadata } from "maplibre-gl" */
/** @import { Sprite } from "../../../../types" */
/** @import { BasemapHosts } from "./hosts.js" */

/** @typedef {{name: string, data: ImageData, options: Partial<StyleImageMetadata>}} SpriteImage */

/**
 * Return the images of all sprites that can be read.
 * @param {Sprite[]} sprites
 * @param {BasemapHosts} hosts
 * @returns {Promise<SpriteImage[]>}
 */
export async function readImages(sprites, hosts) {
  const all = await Promise.allSettled(sprites.map((sprite) => readSprite(sprite, hosts)));
  return all.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
}

/**
 * @param {Sprite} sprite
 * @param {BasemapHosts} hosts
 * @returns {Promise<SpriteImage[]>}
 */
async function readSprite({ prefix, url }, hosts) {
  const density = devicePixelRatio > 1 ? "@2x" : "";
  const [index, sheet] = await Promise.all(
    ["json", "png"].map((ending) => hosts.fetch(addEnding(url, `${density}.${ending}`))),
  );
  if (!index.ok || !sheet.ok) return [];
  const picture = await createImageBitmap(await sheet.blob());
  const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d", { willReadFrequently: true });
  context?.drawImage(picture, 0, 0);
  return Object.entries(await index.json()).flatMap(([name, { x, y, width, height, ...options }]) => {
    const data = width > 0 && height > 0 && context?.getImageData(x, y, width, height);
    return data ? [{ name: prefix + name, data, options }] : [];
  });
}

/**
 * @param {string} url
 * @param {string} ending
 */
function addEnding(url, ending) {
  const address = new URL(url);
  address.pathname += ending;
  return address.href;
}

/**
 * Add the images that the map does not have yet.
 * @param {MapLibreMap} map
 * @param {SpriteImage[]} images
 */
export function addImages(map, images) {
  for (const { name, data, options } of images) if (!map.hasImage(name)) map.addImage(name, data, options);
}

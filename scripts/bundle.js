// Makes what visitors load from what people read: `node scripts/bundle.js FOLDER` writes the viewer's modules in a few
// files, and the map library in two, to a folder laid out as the viewer's static files. `scripts/bundle` calls it.

import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const SOURCES = path.resolve("interactive_maps/viewer/static/viewer");
const LIBRARY = path.resolve("node_modules/maplibre-gl");
/** What the page loads at first, as in `map.html`: a file more is a request more. */
const AT_FIRST = "app.js,chunk.js";
const isStatic = ({ kind }) => kind === "import-statement";

/**
 * Bundle the viewer. Modules that the page loads on demand become files of their own.
 * @param {string} folder
 */
async function bundleViewer(folder) {
  const options = {
    entryPoints: [path.join(SOURCES, "app.js")],
    outdir: path.join(folder, "bundle"),
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
  };
  const { metafile: known } = await build({ ...options, write: false });
  // As if every module imported those that are also needed on demand: they then form one chunk, not one for each set
  // of modules that need them.
  const gathering = path.join(folder, "gathering.js");
  await writeFile(
    gathering,
    listShared(known.inputs)
      .map((name) => `import ${JSON.stringify(name)};\n`)
      .join(""),
  );
  const { metafile } = await build({ ...options, inject: [gathering], chunkNames: "[name]" });
  await rm(gathering);
  const app = Object.entries(metafile.outputs).find(([name]) => path.basename(name) === "app.js");
  const first = ["app.js", ...(app?.[1].imports ?? []).filter(isStatic).map((one) => path.basename(one.path))].join();
  if (first !== AT_FIRST) throw new Error(`The page would load ${first} at first; map.html knows of ${AT_FIRST}.`);
}

/**
 * Bundle the worker that finds routes: a worker shares no modules with the page.
 * @param {string} folder
 */
async function bundleRouteWorker(folder) {
  await build({
    entryPoints: [path.join(SOURCES, "ondemand/routeworker.js")],
    outdir: path.join(folder, "bundle"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
  });
}

/**
 * Bundle the element for other pages: one module, with a source map.
 * @param {string} folder
 */
async function bundleElement(folder) {
  const { version } = JSON.parse(await readFile(path.join(SOURCES, "element/package.json"), "utf8"));
  await build({
    entryPoints: [path.join(SOURCES, "element/indoor-map.js")],
    outdir: path.join(folder, "element/bundle"),
    bundle: true,
    minify: true,
    sourcemap: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    banner: { js: `/* indoor-map ${version}, BSD-3-Clause */` },
  });
  const map = path.join(folder, "element/bundle/indoor-map.js.map");
  const { sources, ...rest } = JSON.parse(await readFile(map, "utf8"));
  const names = sources.map((/** @type {string} */ name) => `../${path.basename(name)}`); // not where they were made
  await writeFile(map, `${JSON.stringify({ ...rest, sources: names })}\n`);
}

/**
 * Write the digest of the modules, by which a test without Node.js notices that the bundle is not theirs.
 * @param {string} folder
 */
async function writeDigest(folder) {
  const hash = createHash("sha256");
  for (const under of [
    "",
    "element",
    "ondemand",
    "ondemand/basemap",
    "ondemand/host",
    "ondemand/routing",
    "ondemand/walls",
  ]) {
    const names = await readdir(path.join(SOURCES, under));
    for (const name of names.filter((one) => one.endsWith(".js")).sort()) {
      hash.update(await readFile(path.join(SOURCES, under, name)));
    }
  }
  await writeFile(path.join(folder, "bundle/modules.sha256"), `${hash.digest("hex")}\n`);
}

/** Return the modules that those on demand share with the page. */
function listShared(inputs) {
  const isOnDemand = (name) => name.includes("/ondemand/");
  const listImports = (name) => inputs[name].imports.filter(isStatic).map((one) => one.path);
  const found = new Set(Object.keys(inputs).filter(isOnDemand));
  for (const name of found) listImports(name).forEach((next) => found.add(next));
  return [...found]
    .filter((name) => !isOnDemand(name))
    .map((name) => path.resolve(name))
    .sort();
}

/**
 * Divide the map library into what the page alone needs, and what its worker needs. The page loads both, and the worker
 * finds its file in the browser's cache. The library's own build for strict policies would load the larger part twice.
 * @param {string} folder
 */
async function divideLibrary(folder) {
  const vendor = path.join(folder, "vendor/maplibre");
  await mkdir(vendor, { recursive: true });
  const whole = await readFile(path.join(LIBRARY, "dist/maplibre-gl.js"), "utf8");
  const [notice] = whole.match(/^\/\*\*.*?\*\/\n/s) ?? [];
  const pieces = whole.matchAll(/^define\("(\w+)",\[[^\]]*\],(\(function\(.*?\n?\}\))\);\n/gms);
  const parts = Object.fromEntries([...pieces].map(([, name, factory]) => [name, factory]));
  const { shared, worker, index } = parts;
  if (!notice || !shared || !worker || !index) throw new Error(`MapLibre has other parts: ${Object.keys(parts)}.`);
  const inPage = `${index}(maplibregl, maplibreShared);\n`;
  const inWorker = `if (typeof document === "undefined") ${keepTileData(worker)}(maplibreShared);\n`;
  const inBoth = `var maplibreShared = {};\n${shared}(maplibreShared);\n`;
  await writeFile(path.join(vendor, "maplibre-gl-worker.js"), notice + inBoth + inWorker);
  await writeFile(path.join(vendor, "maplibre-gl.js"), `${notice}var maplibregl = {};\n${inPage}`);
  await cp(path.join(LIBRARY, "dist/maplibre-gl.css"), path.join(vendor, "maplibre-gl.css"));
  await cp(path.join(LIBRARY, "LICENSE.txt"), path.join(vendor, "LICENSE.txt"));
}

/**
 * Have the library's worker keep the data of a tile until the tile goes. It forgets them if a tile changes twice while
 * it is read, as by new data and a layer that is shown; then nothing in it is found under a tap (maplibre-gl-js, issues
 * 7752 and 8064, mended in version 6).
 * @param {string} worker
 */
function keepTileData(worker) {
  return [
    [
      "consumeParsing(e){const t=this.parsing[e];if(t)return delete this.parsing[e],t}",
      "consumeParsing(e){return this.parsing[e]}",
    ],
    ["clearParsing(e){delete this.parsing[e];}", "clearParsing(){}"],
    ["removeLoaded(e){delete this.loaded[e];}", "removeLoaded(e){delete this.loaded[e],delete this.parsing[e];}"],
  ].reduce((code, [before, after]) => {
    if (code.split(before).length !== 2) throw new Error(`MapLibre's worker has no ${before} any more.`);
    return code.replace(before, after);
  }, worker);
}

const [folder] = process.argv.slice(2).map((name) => path.resolve(name));
await bundleViewer(folder);
await bundleRouteWorker(folder);
await bundleElement(folder);
await writeDigest(folder);
await divideLibrary(folder);

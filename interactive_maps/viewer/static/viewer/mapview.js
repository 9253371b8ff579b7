// The picture: the map library's map, what is drawn on it, and where it looks.

import { make } from "./dom.js";
import { hasExtent, makeFeature } from "./drawing.js";
import { addIcons } from "./icons.js";
import { pause } from "./stream.js";
import { makeDrawing, makeStyle, makeTiledDrawing } from "./style.js";

const { maplibregl } = globalThis;
const TAPPED = ["stops", "closures", "marks", "labels-icon", "labels", "labels-short", "afar", "areas"]; // what a tap may mean, best first
const LETTERS = { short: "0123456789.- ABC", name: "abcdefghiklmnoprstuvwz", nameFrom: 0, shortFrom: 0 };
const EDGE = 16; // pixels between what is looked at and the panels
const NEAREST_ZOOM = 23;
const TILES = "drawing-tiles";

export class Scene {
  #map;
  #data = new Map(); // source -> its features, kept because a new theme makes all sources anew
  #drawing = []; // names of the drawing's sources
  #colours;
  #isMoved = false;
  #getCover;
  #queue = new Map();
  #tiles = null; // the address of the drawing's tiles, while they are shown

  /** `options`: container, worker, rtlPlugin (addresses), colours, view ({center, zoom, bearing} or null),
   * getCover() -> {left, right, top, bottom} in pixels that panels cover. */
  constructor(options) {
    maplibregl.setWorkerUrl(options.worker);
    maplibregl.setRTLTextPlugin(options.rtlPlugin, true);
    this.#colours = options.colours;
    this.#getCover = options.getCover;
    this.#isMoved = Boolean(options.view);
    this.#map = new maplibregl.Map({
      container: options.container, style: makeStyle(options.colours), center: [0, 0], zoom: 20, ...options.view,
      maxZoom: NEAREST_ZOOM, attributionControl: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0, dragRotate: true,
      fadeDuration: isCalm() ? 0 : 150, canvasContextAttributes: { antialias: false },
      reduceMotion: isCalm(),
    });
    this.#map.on("styleimagemissing", ({ id }) => this.#map.addImage(id, { width: 1, height: 1, data: new Uint8Array(4) }));
    this.ready = this.#prepare();
    this.#watchPrinter();
    this.#map.on("movestart", (event) => { if (event.originalEvent) this.#isMoved = true; });
  }

  // Shaders are compiled and common letters drawn, unseen, before there is anything to show: then that shows at once.
  async #prepare() {
    const { style } = this.#map.getCanvas();
    style.opacity = 0;
    await this.#map.once("style.load");
    addIcons(this.#map, this.#colours);
    const { lng, lat } = this.#map.getCenter();
    const at = (x, y) => [lng + x * 1e-5, lat + y * 1e-5];
    const line = [at(0, 0), at(1, 0), at(1, 1), at(0, 0)];
    this.#showNow("labels", [false, true].map((hasIcon) => makeFeature("Point", at(0, 0), { ...LETTERS, hasIcon, family: "office", rank: 1 })));
    this.#showNow("dots", [makeFeature("Point", at(0, 0))]);
    for (const source of ["areas", "footprint"]) this.#showNow(source, [makeFeature("Polygon", [line], { derived: true })]);
    this.showDrawing(0, ["wall", "door"].map((kind) => makeFeature("LineString", line, { kind })));
    await Promise.race([this.#catchUp(), pause(2000)]);
    for (const source of ["labels", "dots", "areas", "footprint"]) this.#showNow(source, []);
    this.showDrawing(0, []);
    style.opacity = 1;
  }

  // Whatever is asked for before the card has drawn all that would wait for it, unseen.
  async #catchUp() {
    await this.#map.once("idle");
    const gl = this.#map.getCanvas().getContext("webgl2");
    const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    while (fence && gl.clientWaitSync(fence, gl.SYNC_FLUSH_COMMANDS_BIT, 0) === gl.TIMEOUT_EXPIRED) await pause(5);
  }

  // What shows nothing is hidden: the library would cut a full screen to its tiles all the same, in every picture.
  #showNow(source, features) {
    const visibility = features.length ? "visible" : "none";
    for (const id of this.#map.getLayersOrder()) {
      if (this.#map.getLayer(id).source === source) this.#map.setLayoutProperty(id, "visibility", visibility);
    }
    this.#map.getSource(source)?.setData({ type: "FeatureCollection", features });
  }

  // What is drawn by the graphics card is not printed: a picture takes its place.
  #watchPrinter() {
    const picture = make("img", { className: "printed", alt: "" });
    addEventListener("beforeprint", () => {
      this.#map.redraw();
      picture.src = this.#map.getCanvas().toDataURL("image/png"); // at once after drawing, before the buffer is given back
      this.#map.getContainer().after(picture);
    });
    addEventListener("afterprint", () => picture.remove());
  }

  get map() {
    return this.#map;
  }

  /** Replace what a source shows; many calls in a row cost one. */
  show(source, features) {
    const isEmpty = features.length === 0 && !this.#data.get(source)?.length;
    this.#data.set(source, features);
    if (isEmpty && !this.#queue.has(source)) return; // every call has the worker make its tiles anew
    if (!this.#queue.size) queueMicrotask(() => this.#flush());
    this.#queue.set(source, features);
  }

  #flush() {
    for (const [source, features] of this.#queue) this.#showNow(source, features);
    this.#queue.clear();
  }

  /** Show part `index` of the drawing. */
  showDrawing(index, features) {
    const name = `drawing-${index}`;
    this.#data.set(name, features);
    if (this.#drawing.includes(name)) {
      this.#showNow(name, features);
    } else {
      this.#drawing.push(name);
      this.#addDrawing(name, features);
    }
  }

  #addDrawing(name, features) {
    this.#map.addSource(name, { type: "geojson", data: { type: "FeatureCollection", features }, tolerance: 0.3, buffer: 16, maxzoom: 20 });
    for (const layer of makeDrawing(name, this.#colours)) this.#map.addLayer(layer, "drawing");
  }

  /** Show tiles from `address` instead of the drawing's parts, which go once the tiles are there. */
  async showTiles(address) {
    this.#addTiles(address);
    do await this.#map.once("idle"); while (this.#tiles === address && !this.#map.isSourceLoaded(TILES));
    if (this.#tiles === address) this.#clearParts();
  }

  #addTiles(address) {
    this.#tiles = address;
    this.#map.addSource(TILES, { type: "vector", tiles: [address], minzoom: 14, maxzoom: 18 });
    for (const layer of makeTiledDrawing(TILES, this.#colours)) this.#map.addLayer(layer, "drawing");
  }

  /** Show nothing of the drawing; its first source stays, because another floor follows. */
  clearDrawing() {
    this.#clearParts();
    if (!this.#tiles) return;
    this.#tiles = null;
    for (const layer of makeTiledDrawing(TILES, this.#colours)) this.#map.removeLayer(layer.id);
    this.#map.removeSource(TILES);
  }

  #clearParts() {
    if (this.#data.get("drawing-0")?.length) this.showDrawing(0, []);
    for (const name of this.#drawing.splice(1)) {
      for (const layer of makeDrawing(name, this.#colours)) this.#map.removeLayer(layer.id);
      this.#map.removeSource(name);
      this.#data.delete(name);
    }
  }

  /** Draw everything in other colours. */
  async recolour(colours) {
    this.#colours = colours;
    this.#map.setStyle(makeStyle(colours), { diff: false });
    await this.#map.once("style.load");
    if (this.#colours !== colours) return; // changed again
    addIcons(this.#map, colours);
    for (const [source, features] of this.#data) {
      if (this.#drawing.includes(source)) this.#addDrawing(source, features);
      else this.show(source, features);
    }
    if (this.#tiles) this.#addTiles(this.#tiles);
  }

  /** Look at bounds, unless somebody has moved the map already (or `always`). */
  fit(bounds, { always = false, animate = false } = {}) {
    if (!hasExtent(bounds) || (this.#isMoved && !always)) return;
    this.#isMoved ||= always; // what was asked for stays, whatever else arrives
    const { left, right, top, bottom } = this.#measureCover();
    const [west, south, east, north] = bounds;
    this.#map.fitBounds([[west, south], [east, north]], {
      padding: { left: left + EDGE, right: right + EDGE, top: top + EDGE, bottom: bottom + EDGE }, maxZoom: 20.5, animate: animate && !isCalm(), duration: 600,
    });
  }

  /** Move to a position; from afar also nearer. */
  flyTo(location, zoom = 20) {
    this.#isMoved = true;
    const { left, right, top, bottom } = this.#measureCover();
    this.#map.easeTo({
      center: location, zoom: Math.max(this.#map.getZoom(), zoom), offset: [(left - right) / 2, (top - bottom) / 2], duration: isCalm() ? 0 : 700,
    });
  }

  // How much panels cover of each side; never so much that no map is left.
  #measureCover() {
    const { left = 0, right = 0, top = 0, bottom = 0 } = this.#getCover();
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    const across = Math.min(1, (width * 0.6) / (left + right || 1));
    const down = Math.min(1, (height * 0.6) / (top + bottom || 1));
    return { left: left * across, right: right * across, top: top * down, bottom: bottom * down };
  }

  zoomBy(steps) {
    this.#isMoved = true;
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: isCalm() ? 0 : 250 });
  }

  getView() {
    const { lng, lat } = this.#map.getCenter();
    return { center: [lng, lat], zoom: this.#map.getZoom(), bearing: this.#map.getBearing() };
  }

  // Between a source being emptied and the next drawing of names, the library looks for features that are gone.
  #look(where, layers) {
    try {
      return this.#map.queryRenderedFeatures(where, { layers: layers.filter((id) => this.#map.getLayer(id)) });
    } catch {
      return [];
    }
  }

  /** Mark "map:first-paint" when the first features are on the screen; the promise that is returned is kept then. */
  watchPaint() {
    return new Promise((resolve) => {
      const look = () => {
        if (!performance.getEntriesByName("map:first-event").length || !this.#look(undefined, ["dots", "drawing-0-far", "areas"]).length) return;
        this.#map.off("render", look);
        requestAnimationFrame(() => resolve(performance.mark("map:first-paint")));
      };
      this.#map.on("render", look);
    });
  }

  /** Call `tell({location, feature})` on a tap; `feature` is `{source, properties}` or null. */
  onTap(tell) {
    this.#map.on("click", (event) => {
      const { x, y } = event.point;
      const near = [[x - 6, y - 6], [x + 6, y + 6]];
      const hits = [...this.#look(near, TAPPED), ...this.#look(event.point, ["areas"])];
      const best = hits.sort((a, b) => TAPPED.indexOf(a.layer.id) - TAPPED.indexOf(b.layer.id))[0];
      if (best?.layer.id === "afar") return this.flyTo(best.geometry.coordinates, 18);
      const feature = best ? { source: best.layer.source, properties: best.properties } : null;
      return tell({ location: [event.lngLat.lng, event.lngLat.lat], feature });
    });
    this.#map.on("mousemove", (event) => {
      const hits = this.#look(event.point, TAPPED);
      const isPlace = hits.some(({ layer, properties }) => layer.id !== "areas" || properties.place);
      this.#map.getCanvas().style.cursor = isPlace ? "pointer" : "";
    });
  }
}

/** Return whether whoever looks has asked for no motion. */
export function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// The map on the screen: the map library's map, what it shows, and its view.

import { make } from "./dom.js";
import { DrawingLayers } from "./drawinglayers.js";
import { isEmpty, METRES_PER_DEGREE, NOWHERE } from "./geometry.js";
import { addIcon } from "./icons.js";
import { chooseSide } from "./labelfit.js";
import { MapSources } from "./mapsources.js";
import { warmUp } from "./mapwarmup.js";
import { watchFirstPaint, watchTaps } from "./renderedfeatures.js";
import { keepMiddle } from "./screenturns.js";
import { makeStyle } from "./style.js";

/** @import { Bounds, Cover, MapFeature, Palette, Position, Tap, View } from "../../types" */

const MARGIN = 16; // pixels between what is in view and the panels
const AROUND = 36; // metres across the narrower side of the screen that are seen around a place
const PIN = 36; // pixels that a pin stands above its place
const MAX_ZOOM = 23;
const TILT = 50; // degrees
// Milliseconds. With none, the map library would place all labels anew in each frame, at once.
const UNSEEN_FADE = 1;

/**
 * @typedef {object} MapOptions
 * @property {HTMLElement} container
 * @property {string} workerUrl
 * @property {string} rtlPluginUrl
 * @property {Palette} palette
 * @property {View | null} view
 * @property {Bounds | null} bounds what is shown without a view
 * @property {() => Cover} getCover pixels of the map that panels cover
 */

export class MapView {
  #map;
  #sources;
  #palette;
  #getCover;
  #hasMoved;

  /** @param {MapOptions} options */
  constructor({ container, workerUrl, rtlPluginUrl, palette, view, bounds, getCover }) {
    const { maplibregl } = globalThis;
    maplibregl.setWorkerUrl(workerUrl);
    maplibregl.setRTLTextPlugin(rtlPluginUrl, true);
    this.#palette = palette;
    this.#getCover = getCover;
    this.#hasMoved = Boolean(view || bounds);
    this.#map = new maplibregl.Map({
      container,
      style: makeStyle(palette),
      ...NOWHERE,
      ...(view ?? (bounds && { bounds, fitBoundsOptions: { padding: MARGIN } })),
      maxZoom: MAX_ZOOM,
      validateStyle: false, // it is ours, and tests validate it
      attributionControl: false,
      fadeDuration: prefersReducedMotion() ? UNSEEN_FADE : 150,
      canvasContextAttributes: { antialias: false },
      reduceMotion: prefersReducedMotion(),
    });
    this.#sources = new MapSources(this.#map);
    this.drawing = new DrawingLayers(this.#map, palette);
    this.#map.on("styleimagemissing", ({ id }) => addIcon(this.#map, id, this.#palette));
    this.#map.on("movestart", (event) => {
      if (event.originalEvent) this.#hasMoved = true;
    });
    keepMiddle(
      this.#map,
      () => this.getMiddle(),
      (middle) => this.#center(middle, { duration: 0 }),
    );
    const { dataset } = this.#map.getContainer();
    this.#map.on("render", () => (dataset.view = "drawing"));
    this.#map.on("idle", () => (dataset.view = "drawn"));
    /** Resolved once layers can be added. */
    this.ready = warmUp(this.#map, this.drawing);
    this.#replaceWhenPrinting();
  }

  /** Print an image in place of the WebGL canvas, which browsers do not print. */
  #replaceWhenPrinting() {
    const image = make("img", { className: "printed", alt: "" });
    addEventListener("beforeprint", () => {
      image.src = this.takePicture();
      this.#map.getContainer().after(image);
    });
    addEventListener("afterprint", () => image.remove());
  }

  /** Return what is on the screen as the URL of an image. */
  takePicture() {
    this.#map.redraw();
    return this.#map.getCanvas().toDataURL("image/png"); // in the same task, before the buffer is cleared
  }

  get map() {
    return this.#map;
  }

  /**
   * Replace what a source shows.
   * @param {string} source
   * @param {MapFeature[]} features
   */
  show(source, features) {
    this.#sources.show(source, features);
  }

  /** Wait until the map library has all that is to be shown. */
  settle() {
    return this.#sources.settle();
  }

  /**
   * Draw everything in other colours.
   * @param {Palette} palette
   */
  setPalette(palette) {
    this.#palette = palette;
    this.ready = this.#replaceStyle(palette);
    return this.ready;
  }

  /** @param {Palette} palette */
  async #replaceStyle(palette) {
    this.#map.setStyle(makeStyle(palette), { diff: false });
    await this.#map.once("style.load");
    if (this.#palette !== palette) return; // changed again in the meantime
    this.drawing.restore(palette);
    this.#sources.restore();
  }

  /**
   * Bring bounds (and pins) into view, unless the map has been moved (or `always`); beside panels, unless `isFree`.
   * @param {Bounds} bounds
   * @param {{always?: boolean, animate?: boolean, isFree?: boolean, hasPins?: boolean}} options
   */
  fit(bounds, { always = false, animate = false, isFree = false, hasPins = false } = {}) {
    if (isEmpty(bounds) || (this.#hasMoved && !always)) return;
    this.#hasMoved ||= always; // what was asked for stays in view, whatever arrives later
    const { left, right, top, bottom } = isFree ? { left: 0, right: 0, top: 0, bottom: 0 } : this.#measureCover();
    const padding = { left: left + MARGIN, right: right + MARGIN, top: top + MARGIN, bottom: bottom + MARGIN };
    if (hasPins) padding.top += PIN;
    const isAnimated = animate && !prefersReducedMotion();
    this.#map.fitBounds(bounds, { padding, maxZoom: 20.5, bearing: 0, pitch: 0, animate: isAnimated, duration: 600 });
  }

  /**
   * Return whether anything within some bounds is on the screen, be it below a panel.
   * @param {Bounds} bounds
   */
  sees([west, south, east, north]) {
    const seen = this.#map.getBounds();
    return west <= seen.getEast() && east >= seen.getWest() && south <= seen.getNorth() && north >= seen.getSouth();
  }

  /**
   * Return whether something is seen from afar: it would fill the screen at more than twice the present scale.
   * @param {Bounds} bounds
   */
  isAfar(bounds) {
    return (this.#map.cameraForBounds(bounds)?.zoom ?? 0) > this.#map.getZoom() + 1;
  }

  /** Keep the present view, whatever else arrives. */
  hold() {
    this.#hasMoved = true;
  }

  /**
   * Move to a position, zoom in to at least `zoom` (so far that what is around is seen), and turn the map to where one
   * goes.
   * @param {Position} location
   * @param {number} [zoom]
   * @param {number | null} [bearing]
   */
  flyTo(location, zoom = this.#findCloseZoom(location), bearing = null) {
    const present = this.#hasMoved ? this.#map.getZoom() : 0; // at first, the map shows nothing from nearby
    this.#hasMoved = true;
    this.#center(location, { zoom: Math.max(present, zoom), bearing: bearing ?? this.#map.getBearing() });
  }

  /**
   * Move a position to the middle of what no panel covers.
   * @param {Position} center
   * @param {{zoom?: number, bearing?: number, duration?: number}} camera
   */
  #center(center, { duration = 700, ...camera } = {}) {
    const { left, right, top, bottom } = this.#measureCover();
    const offset = /** @type {[number, number]} */ ([(left - right) / 2, (top - bottom) / 2]);
    this.#map.easeTo({ ...camera, center, offset, duration: prefersReducedMotion() ? 0 : duration });
  }

  /** @param {Position} location */
  #findCloseZoom([, latitude]) {
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    const pixels = Math.min(width, height) / AROUND; // a metre
    const widest = (360 * METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180)) / 512; // metres a pixel, at zoom 0
    return Math.min(Math.max(Math.log2(widest * pixels), 18), 20);
  }

  /** Return the pixels that panels cover on each side, limited so that some of the map stays visible. */
  #measureCover() {
    const { left = 0, right = 0, top = 0, bottom = 0 } = this.#getCover();
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    const across = Math.min(1, (width * 0.6) / (left + right || 1));
    const down = Math.min(1, (height * 0.6) / (top + bottom || 1));
    return { left: left * across, right: right * across, top: top * down, bottom: bottom * down };
  }

  /** @param {number} levels */
  zoomBy(levels) {
    this.#hasMoved = true;
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels, duration: prefersReducedMotion() ? 0 : 250 });
  }

  /** Look at the map from aside, as two fingers or the right button can make it do. */
  tilt() {
    this.#map.easeTo({ pitch: TILT, duration: prefersReducedMotion() ? 0 : 400 });
  }

  /** Turn the map so that north is up, and look straight down. */
  straighten() {
    this.#map.easeTo({ bearing: 0, pitch: 0, duration: prefersReducedMotion() ? 0 : 400 });
  }

  /** @returns {View} */
  getView() {
    const { lng, lat } = this.#map.getCenter();
    const [zoom, bearing, pitch] = [this.#map.getZoom(), this.#map.getBearing(), this.#map.getPitch()];
    return { center: [lng, lat], zoom, bearing, pitch };
  }

  /**
   * Return the position in the middle of the part of the map that no panel covers.
   * @returns {Position}
   */
  getMiddle() {
    const { left, right, top, bottom } = this.#measureCover();
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    const { lng, lat } = this.#map.unproject([(width + left - right) / 2, (height + top - bottom) / 2]);
    return [lng, lat];
  }

  /**
   * Return whether no panel covers a position, and it is on the screen.
   * @param {Position} location
   */
  isInSight(location) {
    const { left, right, top, bottom } = this.#measureCover();
    const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
    const { x, y } = this.#map.project(location);
    return x >= left && x <= width - right && y >= top && y <= height - bottom;
  }

  /**
   * Return on which side of a mark a text of so many pixels is covered by no panel.
   * @param {Position} location
   * @param {number} room
   */
  findSide(location, room) {
    return chooseSide(this.#map.project(location).x, room, this.#map.getContainer().clientWidth, this.#measureCover());
  }

  /**
   * Bring a position into sight; the map stays as near and as turned as it is.
   * @param {Position} location
   */
  reveal(location) {
    this.#hasMoved = true;
    this.#center(location);
  }

  /** The bounds of what can be seen. */
  get bounds() {
    return /** @type {Bounds} */ (this.#map.getBounds().toArray().flat());
  }

  /**
   * Mark "map:first-paint" when the first features are on the screen.
   * @returns {Promise<unknown>} resolved at that moment
   */
  watchFirstPaint() {
    return watchFirstPaint(this.#map);
  }

  /**
   * Call `listener({location, feature, building})` on a tap; `feature` is `{source, properties}` or null, `building`
   * an id or null.
   * @param {(tap: Tap) => void} listener
   */
  onTap(listener) {
    watchTaps(this.#map, { listener, flyTo: (location) => this.flyTo(location, 18) });
  }
}

export const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

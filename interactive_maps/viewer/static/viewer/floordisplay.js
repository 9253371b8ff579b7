// The floor on display: which level it is, when it is read, and what the page says about it.

import { tidyName } from "./dom.js";
import { FloorRenderer } from "./floorrenderer.js";
import { isEmpty, makeBounds } from "./geometry.js";
import { chooseLevel } from "./levels.js";
import { listPlaces } from "./places.js";

/** @import { Item, PageContext, RenderEvent } from "../../types" */

const NOTICE = 3000; // milliseconds
const GONE_NOTICE = 8000;

/**
 * @typedef {object} DisplayHooks
 * @property {(isBusy: boolean) => void} setBusy
 * @property {() => Promise<void> | null} waitForBuildings resolved once it is known where they are
 * @property {() => void} onOutdated called when the server says that what was read is out of date
 */

export class FloorDisplay {
  #page;
  #hooks;
  #renderer;
  #isReading = false;
  #isBlank = false; // nothing of the floor has arrived
  #isLost = false; // the connection
  #isFirst = true; // no floor has been read
  #setPainted = () => {};
  /** Resolved once something of a floor is on the screen, or nothing will be. */
  painted = new Promise((resolve) => (this.#setPainted = () => resolve(null)));

  /**
   * @param {PageContext} page
   * @param {DisplayHooks} hooks
   */
  constructor(page, hooks) {
    this.#page = page;
    this.#hooks = hooks;
    const firstPaint = page.mapView.watchFirstPaint();
    firstPaint.then(this.#setPainted);
    this.#renderer = new FloorRenderer(page.mapView, {
      firstPaint,
      notify: (event) => this.#handle(event),
      locateTiles: (level) => page.client.locateTiles("base-floor", { level }),
    });
    page.store.subscribe(["level"], () => this.show());
  }

  get floor() {
    return this.#page.floorReader.get(this.#page.store.state.level);
  }

  get bounds() {
    return this.floor?.bounds ?? makeBounds();
  }

  /**
   * Read the levels, and show the one of the URL, or that of a place in it, or the ground floor.
   * @param {() => Promise<void>} resolvePlaces completes the places of the URL
   */
  async open(resolvePlaces) {
    const { store, floorReader, urlState } = this.#page;
    try {
      const levels = await floorReader.readLevels({
        onRooms: (rooms) => this.#preview(rooms),
        onConnection: (event) => this.#handle(event),
      });
      store.set({ levels }); // without a connection, places are looked up on the levels that are kept
      await resolvePlaces();
      const { level: asked, selected, from } = store.state;
      const level = chooseLevel(levels, [asked, selected?.level, from?.level, urlState.here?.level]);
      if (level === store.state.level) await this.show();
      else store.set({ level });
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Show the first rooms of a map without levels while the others arrive.
   * @param {Item[]} rooms
   */
  #preview(rooms) {
    const ground = rooms.some(({ level }) => level === 0) ? 0 : rooms[0]?.level;
    const shown = this.#page.urlState.level ?? ground;
    this.#renderer.preview(rooms.filter(({ level }) => level === shown));
  }

  /** Read everything again. What is on the screen stays until the new data is complete. */
  async refresh() {
    const { store, floorReader } = this.#page;
    floorReader.clear();
    try {
      const levels = await floorReader.readLevels();
      const { level } = store.state;
      const isKept = levels.length === 0 || levels.some((known) => known.level === level);
      store.set(isKept ? { levels } : { levels, level: levels[levels.length - 1].level });
      if (isKept) await floorReader.show(level, this.#renderer, { isQuiet: true });
    } catch (error) {
      this.#fail(error);
    }
  }

  async show() {
    const { store, floorReader, mapView, i18n, announce, levelName } = this.#page;
    const { level, levels } = store.state;
    if (levels.length > 1) announce(i18n.t("levelShown", { level: levelName(level) }));
    mapView.show("selected", []);
    try {
      await floorReader.show(level, this.#renderer);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Tell the parts of the page that more is known about the floor. */
  touch() {
    const { store } = this.#page;
    store.set({ floorVersion: store.state.floorVersion + 1 });
  }

  /** @param {RenderEvent} event */
  #handle(event) {
    const { store, i18n, notify } = this.#page;
    if (event === "start") this.#setReading(true);
    if (event === "start") this.#isBlank = true;
    if (event === "first") this.#isBlank = false;
    if (event === "end" || event === "lost") this.#setPainted();
    if (event === "end") {
      this.#setReading(false);
      this.touch();
      if (this.#isLost) notify(i18n.t("lost"), NOTICE); // in place of what was said about another floor
      if (store.state.levels.length === 0 && listPlaces(this.floor).length === 0) notify(i18n.t("empty"));
      if (this.#isFirst) this.#checkAddress();
      this.#isFirst = false;
    }
    if (event === "reset") this.#hooks.onOutdated();
    if (event === "lost" || event === "found") this.#isLost = event === "lost";
    if (event === "lost") {
      this.#hooks.setBusy(false); // nobody knows when it goes on
      notify(i18n.t(this.#isReading && this.#isBlank ? "notKept" : "lost"));
    }
    if (event === "found") {
      this.#hooks.setBusy(this.#isReading);
      notify(i18n.t("found"), NOTICE);
    }
  }

  /** Say what the address asks for and the map does not have, and show the map in place of what is far from it. */
  async #checkAddress() {
    await this.#hooks.waitForBuildings();
    const { store, urlState, mapView, notify, i18n, getBuildings } = this.#page;
    const { levels } = store.state;
    const hasLevel = urlState.level === null || !levels.length || levels.some(({ level }) => level === urlState.level);
    const isInView = mapView.sees(this.bounds) || getBuildings().areInView;
    const isFar = urlState.view !== null && !document.body.dataset.basemap && !isEmpty(this.bounds) && !isInView;
    if (isFar) mapView.fit(this.bounds, { always: true });
    if (isFar || !hasLevel) notify(i18n.t(hasLevel ? "placeGone" : "levelGone"), GONE_NOTICE);
  }

  /** @param {boolean} isReading */
  #setReading(isReading) {
    this.#isReading = isReading;
    this.#hooks.setBusy(isReading);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#setPainted();
    const { name, message } = /** @type {Error} */ (error);
    if (name === "AbortError") return; // another floor was chosen
    this.#setReading(false);
    this.#page.notify(tidyName(message) || this.#page.i18n.t("lost"));
  }
}

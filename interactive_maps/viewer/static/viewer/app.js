// The page: it assembles the parts and connects them.

import { Buildings } from "./buildings.js";
import { setCategoryKinds } from "./categorykinds.js";
import { ChangeWatcher } from "./changewatcher.js";
import { IndoorMap } from "./client.js";
import { LevelSwitcher, makeControls, turnCompass } from "./controls.js";
import { make } from "./dom.js";
import { FloorDisplay } from "./floordisplay.js";
import { FloorReader } from "./floorreader.js";
import { chooseLanguage, fetchTranslations } from "./i18n.js";
import { parseHomeView, showHome } from "./homeview.js";
import { nameLevels } from "./levels.js";
import { MapView } from "./mapview.js";
import { NearestPlaces } from "./nearestplaces.js";
import { prepareOfflineUse } from "./offlineuse.js";
import { PageHistory } from "./pagehistory.js";
import { chooseTheme, darkScheme, measureCover, PageLayout } from "./pagelayout.js";
import { getRequested, makeState } from "./pagestate.js";
import { getPalette } from "./palette.js";
import { makeSearch } from "./placesearch.js";
import { PositionTracker } from "./positiontracker.js";
import { RoutePlanner } from "./routeplanner.js";
import { RouteView } from "./routeview.js";
import { Selection } from "./selection.js";
import { Sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { parseUrlState } from "./urlstate.js";
import { WallSwitch } from "./wallswitch.js";

/** @import { I18n } from "./i18n.js" */
/** @import { PageContext } from "../../types" */

const WATCHED_LAYERS = ["levels", "spaces", "rooms", "base-floor"];

const settings = document.body.dataset;
const urlState = parseUrlState(location.search);
/** The map library's scripts, which come after this one. */
const library = new Promise((resolve) => addEventListener("DOMContentLoaded", resolve, { once: true }));
const home = parseHomeView(settings.home ?? "");
const firstLanguage = chooseLanguage([urlState.lang, ...navigator.languages]);

class App {
  #layout;
  #page;
  #mapView;
  #i18n;
  #store;
  #client;
  #floorReader;
  #floorDisplay;
  #buildings;
  /** @type {Promise<void> | null} */
  #buildingsLoaded = null;
  #selection;
  #search;
  #tracker;
  #routePlanner;
  #history;
  #sidebar;
  #levelSwitcher;
  #controls = make("div");
  /** @type {ChangeWatcher | null} */
  #changeWatcher = null;

  /** Return the page once its texts are loaded. The map library, which takes longest, finds all else on its way. */
  static async create() {
    const client = new IndoorMap(location.origin, { language: firstLanguage });
    const floorReader = new FloorReader(client);
    const translations = fetchTranslations(firstLanguage);
    const categories = client.categories().catch(() => []); // offline: the map has no icons
    floorReader.requestFirst(urlState).catch(() => {}); // whoever reads the levels hears of it
    await library;
    if (!globalThis.maplibregl) return null; // its files did not come: the page stays as the server sent it
    const layout = new PageLayout();
    layout.setTheme(chooseTheme(urlState.theme));
    /** @type {App | null} */
    let app = null;
    const mapView = new MapView({
      container: layout.container,
      workerUrl: settings.mapWorker ?? "",
      rtlPluginUrl: settings.rtlPlugin ?? "",
      palette: getPalette(),
      view: urlState.view ?? (home?.kind === "view" ? home.view : null),
      bounds: home?.kind === "bounds" ? home.bounds : null,
      getCover: () => (app ? measureCover(app.#sidebar) : {}),
    });
    setCategoryKinds(await categories);
    app = new App({ client, floorReader, layout, mapView, i18n: await translations });
    return app;
  }

  /** @param {{client: IndoorMap, floorReader: FloorReader, layout: PageLayout, mapView: MapView, i18n: I18n}} parts */
  constructor({ client, floorReader, layout, mapView, i18n }) {
    this.#client = client;
    this.#floorReader = floorReader;
    this.#layout = layout;
    this.#mapView = mapView;
    this.#i18n = i18n;
    this.#store = new Store(makeState(urlState, i18n.language));
    const page = (this.#page = this.#makeContext());
    this.#buildings = new Buildings(this.#client, mapView, this.#store);
    this.#selection = new Selection(page);
    this.#search = makeSearch(page);
    new RouteView(page);
    this.#tracker = new PositionTracker(page);
    this.#floorDisplay = new FloorDisplay(page, {
      setBusy: (isBusy) => layout.setBusy(isBusy),
      waitForBuildings: () => this.#buildingsLoaded,
      onOutdated: () => this.#changeWatcher?.checkNow(),
    });
    this.#routePlanner = new RoutePlanner(page);
    this.#history = new PageHistory(page, () => this.#selection.resolve());
    this.#sidebar = this.#makeSidebar();
    this.#levelSwitcher = new LevelSwitcher(this.#store, i18n, (id) => this.#buildings.nameOf({ building_id: id }));
    const controls = [this.#sidebar.element, this.#levelSwitcher.element, this.#controls];
    const typed = layout.append(controls, [this.#selection.element, this.#tracker.element]);
    layout.configure(urlState);
    this.#sidebar.search.takeOver(typed);
    for (const turn of ["rotate", "pitch"]) mapView.map.on(turn, () => turnCompass(this.#controls, mapView.map));
    this.#translatePage();
    new WallSwitch(page);
  }

  async start() {
    this.#loadBuildings();
    await this.#mapView.ready;
    await this.#floorDisplay.open(() => this.#selection.resolve());
    if (home && !urlState.view && this.#store.state.mode === "home") await this.#goHome();
    this.#routePlanner.start();
    this.#history.start();
    prepareOfflineUse(this.#page, settings);
    if (settings.basemap) import("./ondemand/basemap.js").then(({ start }) => start(this.#mapView.map), console.warn);
    const refresh = () => this.#refresh();
    this.#changeWatcher = new ChangeWatcher(this.#client, WATCHED_LAYERS, refresh, this.#floorDisplay.painted);
    await this.#watch();
    settings.state = "ready";
  }

  /** @returns {PageContext} */
  #makeContext() {
    const getI18n = () => this.#i18n;
    return {
      store: this.#store,
      mapView: this.#mapView,
      floorReader: this.#floorReader,
      client: this.#client,
      urlState,
      get i18n() {
        return getI18n();
      },
      levelName: this.#levelName,
      getBuildings: () => this.#buildings,
      announce: this.#layout.announce,
      notify: this.#layout.notify,
    };
  }

  /** Let the page around a frame take part. */
  async #startHostApi() {
    const { HostApi } = await import("./ondemand/hostapi.js");
    const hooks = {
      selection: this.#selection,
      search: this.#search,
      setLanguage: (/** @type {string} */ language) => this.#setLanguage(language),
      setTheme: (/** @type {"light" | "dark"} */ theme) => this.#setTheme(theme),
    };
    new HostApi(this.#page, hooks).start();
  }

  async #share() {
    const { share } = await import("./ondemand/sharedialog.js");
    this.#history.flush();
    await share(this.#i18n, this.#layout.announce, this.#print);
  }

  #makeSidebar() {
    return new Sidebar({
      store: this.#store,
      i18n: this.#i18n,
      search: this.#search,
      levelName: this.#levelName,
      buildingName: this.#buildings.nameOf,
      announce: this.#layout.announce,
      locate: this.#tracker.locate,
      getFloor: () => this.#floorDisplay.floor,
      listNearest: new NearestPlaces(this.#page).list,
      select: (place, options) => this.#selection.select(place, { isChosen: true, ...options }),
      setLanguage: (language) => this.#setLanguage(language),
      print: this.#print,
      isKiosk: urlState.isKiosk,
    });
  }

  #print = async () => {
    const { printPage } = await import("./ondemand/printout.js");
    await this.#history.hold(() => printPage(this.#page));
  };

  #translatePage() {
    this.#layout.setLanguage(this.#i18n);
    this.#mapView.map.getCanvas().setAttribute("aria-label", this.#i18n.t("map"));
    const isPersonal = !urlState.isKiosk;
    const controls = makeControls(this.#i18n, {
      compass: () => this.#mapView.straighten(),
      tilt: () => this.#mapView.tilt(),
      walls: () => this.#store.set({ walls: !this.#store.state.walls }),
      zoomIn: () => this.#mapView.zoomBy(1),
      zoomOut: () => this.#mapView.zoomBy(-1),
      wholeMap: () => this.#mapView.fit(this.#floorDisplay.bounds, { always: true, animate: true }),
      locate: isPersonal && navigator.geolocation ? () => this.#tracker.toggle() : null,
      share: isPersonal ? () => this.#share() : null,
    });
    this.#controls.replaceWith(controls);
    this.#controls = controls;
    turnCompass(controls, this.#mapView.map);
  }

  /** @param {string} language */
  async #setLanguage(language) {
    this.#i18n = await fetchTranslations(language);
    this.#client.language = language;
    await this.#client.categories().then(setCategoryKinds, console.warn); // offline: they keep their names
    const query = new URLSearchParams(location.search);
    query.set("lang", language);
    history.replaceState(history.state, "", `?${query}`);
    this.#translatePage();
    this.#sidebar.setLanguage(this.#i18n);
    this.#levelSwitcher.setLanguage(this.#i18n);
    this.#store.set({ lang: language });
    this.#floorReader.clear();
    this.#floorDisplay.show();
  }

  /** @param {"light" | "dark"} theme */
  #setTheme(theme) {
    this.#layout.setTheme(theme);
    this.#mapView.setPalette(getPalette());
  }

  async #watch() {
    darkScheme.addEventListener("change", () => this.#setTheme(chooseTheme(urlState.theme)));
    if (settings.embedded === "1") await this.#startHostApi();
    if (!urlState.isKiosk) return;
    const { resetWhenIdle } = await import("./ondemand/kiosk.js");
    const hooks = { getI18n: () => this.#i18n, reset: () => this.#reset(), announce: this.#layout.announce };
    resetWhenIdle({ ...hooks, idleSeconds: urlState.idleSeconds });
  }

  /** The map has changed. */
  async #refresh() {
    this.#loadBuildings();
    await this.#client.categories().then(setCategoryKinds, console.warn);
    await this.#floorDisplay.refresh();
    await this.#routePlanner.update({ isQuiet: true });
  }

  #loadBuildings() {
    this.#buildingsLoaded = this.#buildings.load(this.#floorReader.requestLevels(), () => {
      if (this.#store.state.selected) this.#floorDisplay.touch(); // its panel shows the building's name
    });
  }

  /**
   * Return what a building calls a level; the building in view, if none is given.
   * @param {number | null | undefined} level
   * @param {number | null} [building]
   */
  #levelName = (level, building) => {
    if (level === null || level === undefined) return "";
    const { levels, building: inView } = this.#store.state;
    const names = nameLevels(levels, building ?? inView, this.#i18n);
    return names.get(level)?.name ?? this.#i18n.levelName({ level, name: null });
  };

  /** Show what the owner of the map has chosen, or the whole floor. */
  async #goHome() {
    await this.#buildingsLoaded;
    const parts = { buildings: this.#buildings, mapView: this.#mapView, selection: this.#selection };
    await showHome(home, this.#floorDisplay.bounds, parts);
  }

  /** Return to the first state. */
  #reset() {
    const first = getRequested(urlState);
    const { levels, level: current } = this.#store.state;
    const ground = levels.find(({ level }) => level === 0)?.level;
    const level = first.level ?? first.here?.level ?? ground ?? current;
    this.#store.set({ ...first, level, step: 0, category: null, picking: null });
    if (this.#i18n.language !== firstLanguage) this.#setLanguage(firstLanguage);
    this.#layout.hideNotice();
    this.#sidebar.reset();
    if (urlState.view) this.#mapView.map.jumpTo(urlState.view);
    else this.#goHome();
  }
}

await (await App.create())?.start();

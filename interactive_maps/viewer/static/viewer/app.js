// The page: it puts the parts together, and lets the state tell each what to do.

import { Changes } from "./changewatcher.js";
import { IndoorMap } from "./client.js";
import { LevelSwitcher, makeControls } from "./controls.js";
import { Announcer, make, tidyName } from "./dom.js";
import { findMiddle, makeFeature } from "./drawing.js";
import { FloorReader } from "./floorreader.js";
import { watchIdleness } from "./kiosk.js";
import { chooseLanguage, fetchWords } from "./i18n.js";
import { Painter } from "./floorrenderer.js";
import { Scene } from "./mapview.js";
import { Shapes } from "./roomareafinder.js";
import { Selection } from "./selection.js";
import { openShareDialog } from "./sharedialog.js";
import { readAddress, writeAddress } from "./urlstate.js";
import { listPlaces, Sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { getColours } from "./style.js";
import { WayFinder } from "./routeplanner.js";
import { WayView } from "./routeview.js";

const LONGEST_QUERY = 200; // characters that the server takes
const FIRST = {
  levels: [], level: null, selected: null, family: null, mode: "home", from: null, to: null, via: [], stepFree: false, step: 0, route: null,
  routeProblem: null, isFinding: false, allowViolations: false, closures: [], picking: null, here: null, lang: null, floorVersion: 0,
};

class App {
  #settings = document.body.dataset;
  #asked = readAddress(location.search);
  #language = chooseLanguage([this.#asked.lang, ...navigator.languages]);
  #words;
  #client = new IndoorMap(location.origin, { language: this.#language });
  #announcer = new Announcer();
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #store;
  #reader = new FloorReader(this.#client);

  async start() {
    const words = fetchWords(this.#language, JSON.parse(this.#settings.languages));
    this.#applyTheme();
    const main = this.#makeScene();
    this.#words = await words;
    this.#makeStore();
    this.#makePage(main);
    this.#watch();
    this.#reader.askLevels();
    this.#buildings();
    await this.#scene.ready;
    await this.#openMap().catch((error) => this.#fail(error));
    this.#changes = new Changes(this.#client, ["levels", "spaces", "rooms", "base-floor"], () => this.#renew());
    this.#settings.state = "ready";
  }

  #makeStore() {
    this.#store = new Store({ ...FIRST, ...this.#first(), step: this.#asked.step, lang: this.#words.language });
  }

  #first() {
    const { level, selected, from, to, via, stepFree, here } = this.#asked;
    return { level, selected, from, to, via, stepFree, here, mode: from || to ? "directions" : selected ? "place" : "home" };
  }

  // --- the page -------------------------------------------------------------------------------------

  #scene; #sidebar; #levels;
  #progress = make("div", { className: "progress", attributes: { role: "progressbar" } });
  #notice = make("div", { className: "notice", hidden: true });

  /** Start the map, which takes the longest. */
  #makeScene() {
    const container = make("div", { id: "map", className: "map" });
    const main = make("main", {}, container);
    document.body.append(main);
    this.#scene = new Scene({
      container, worker: this.#settings.mapWorker, rtlPlugin: this.#settings.rtlPlugin, colours: getColours(), view: this.#asked.view, getCover: () => this.#getCover(),
    });
    return main;
  }

  #makePage(main) {
    this.#makeParts();
    this.#levels = new LevelSwitcher(this.#store, this.#words);
    this.#controls = make("div");
    main.append(this.#sidebar.element, this.#levels.element, this.#controls, this.#progress, this.#notice, this.#selection.element, this.#announcer.element);
    this.#sayAll();
    document.documentElement.classList.toggle("bare", !this.#asked.hasControls);
    document.documentElement.classList.toggle("no-search", !this.#asked.hasSearch);
    document.documentElement.classList.toggle("kiosk", this.#asked.isKiosk);
    const shapes = new Shapes(this.#settings.shaper);
    this.#painter = new Painter(this.#scene, { seen: this.#scene.watchPaint(), tell: (kind) => this.#tell(kind), shape: (floor, signal) => shapes.find(floor, signal), locateTiles: (level) => this.#client.locateTiles("base-floor", { level }) });
    this.#ways = new WayFinder(this.#client, this.#store, {
      say: (key) => this.#words.say(key), announce: this.#announcer.say, changed: () => this.#showNotice(this.#words.say("rerouted"), 8000),
    });
  }

  #makeParts() {
    const app = this;
    const page = {
      store: this.#store, scene: this.#scene, reader: this.#reader, client: this.#client, asked: this.#asked,
      get words() { return app.#words; }, sayLevel: this.#sayLevel, announce: this.#announcer.say, notify: (...message) => this.#showNotice(...message),
    };
    this.#selection = new Selection(page);
    this.#wayView = new WayView(page);
    this.#sidebar = new Sidebar({
      store: this.#store, words: this.#words, ask: this.#ask, sayLevel: this.#sayLevel, sayBuilding: this.#sayBuilding, announce: this.#announcer.say,
      locate: this.#wayView.locate, getFloor: () => this.#reader.get(this.#store.state.level), getCentre: () => this.#scene.getView().center,
      select: (place) => this.#selection.select(place, { isChosen: true }), pickFamily: (family) => this.#store.set({ family, mode: family ? "family" : "home" }), setLanguage: (lang) => this.#setLanguage(lang),
    });
  }

  #selection; #wayView; #painter; #ways; #controls; #changes;

  #applyTheme() {
    const { theme } = this.#asked;
    document.documentElement.dataset.theme = ["light", "dark"].includes(theme) ? theme : this.#dark.matches ? "dark" : "light";
    document.querySelector("meta[name=theme-color]").content = getColours().outside;
  }

  #sayAll() {
    const root = document.documentElement;
    root.lang = this.#words.language;
    root.dir = this.#words.direction;
    document.title = this.#words.say("map");
    this.#progress.setAttribute("aria-label", this.#words.say("loading"));
    this.#scene.map.getCanvas().setAttribute("aria-label", document.title);
    const isShared = !this.#asked.isKiosk;
    const controls = makeControls(this.#words, {
      zoomIn: () => this.#scene.zoomBy(1), zoomOut: () => this.#scene.zoomBy(-1),
      wholeMap: () => this.#scene.fit(this.#reader.get(this.#store.state.level)?.bounds ?? [1, 1, 0, 0], { always: true, animate: true }),
      locate: isShared && navigator.geolocation ? () => this.#wayView.showHere() : null,
      share: isShared ? () => openShareDialog(this.#words, this.#announcer.say) : null,
    });
    this.#controls.replaceWith(controls);
    this.#controls = controls;
  }

  async #setLanguage(lang) {
    this.#words = await fetchWords(lang, JSON.parse(this.#settings.languages));
    this.#client.language = lang;
    const query = new URLSearchParams(location.search);
    query.set("lang", lang);
    history.replaceState(null, "", `?${query}`);
    this.#sayAll();
    this.#sidebar.setWords(this.#words, this.#ask);
    this.#levels.setWords(this.#words);
    this.#store.set({ lang });
    this.#reader.forget();
    this.#showFloor();
  }

  #getCover() {
    const { element, panel } = this.#sidebar;
    const { width } = element.getBoundingClientRect();
    if (width === 0) return {};
    if (innerWidth < 700) return { top: 76, bottom: panel.getBoundingClientRect().height, right: 44 };
    return this.#words.direction === "rtl" ? { right: width + 24, left: 64 } : { left: width + 24, right: 64 };
  }

  // --- what the state means -------------------------------------------------------------------------

  #watch() {
    this.#store.watch(["level"], () => this.#showFloor());
    this.#store.watch(["level", "selected", "from", "to", "via", "stepFree", "step", "mode"], () => this.#writeAddress());
    this.#scene.map.on("moveend", () => this.#writeAddress());
    this.#dark.addEventListener("change", () => { this.#applyTheme(); this.#scene.recolour(getColours()); });
    if (this.#asked.isKiosk) {
      watchIdleness({ idle: this.#asked.idle, getWords: () => this.#words, reset: () => this.#reset(), announce: this.#announcer.say });
    }
  }

  #writeTimer = 0;

  #writeAddress() {
    clearTimeout(this.#writeTimer);
    // Browsers refuse more than a hundred changes in half a minute.
    this.#writeTimer = setTimeout(() => {
      const query = writeAddress(this.#store.state, this.#scene.getView(), location.search);
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    }, 250);
  }

  async #openMap() {
    const levels = await this.#reader.readLevels(undefined, (rooms, kind) => {
      if (kind) this.#tell(kind);
      else this.#painter.preview(rooms.filter((room) => room.location && room.level === (this.#asked.level ?? rooms.find(({ level }) => level === 0)?.level ?? rooms[0].level)));
    });
    await this.#selection.resolve();
    const { selected, from, level: asked } = this.#store.state;
    const wanted = [asked, selected?.level, from?.level, this.#asked.here?.level, 0].filter((level) => level !== null && level !== undefined);
    const known = levels.map(({ level }) => level);
    const level = wanted.find((one) => known.includes(one)) ?? [...known].reverse().find((one) => one >= 0) ?? known[0] ?? null;
    this.#store.set({ levels });
    if (level === this.#store.state.level) await this.#showFloor();
    else this.#store.set({ level });
    this.#ways.find();
  }

  /** Read everything again; what is on the screen stays until the new is complete. */
  async #renew() {
    this.#reader.forget();
    this.#buildings();
    try {
      const levels = await this.#reader.readLevels(undefined, () => {});
      const { level } = this.#store.state;
      const isKept = levels.length === 0 || levels.some((one) => one.level === level);
      this.#store.set(isKept ? { levels } : { levels, level: levels.at(-1).level });
      if (isKept) await this.#reader.show(level, this.#painter, { isQuiet: true });
      await this.#ways.find({ isQuiet: true });
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error);
    }
  }

  async #buildings() {
    const buildings = await this.#client.list("buildings").catch(() => []);
    this.#buildingNames = new Map(buildings.map(({ id, name }) => [id, name]));
    if (this.#store.state.selected) this.#store.set({ floorVersion: this.#store.state.floorVersion + 1 }); // its building has a name now
    await this.#scene.ready;
    this.#scene.show("buildings", buildings.filter(({ geometry }) => geometry).flatMap(({ name, geometry }) => [
      { type: "Feature", geometry, properties: {} },
      makeFeature("Point", findMiddle(geometry), { name: tidyName(name) }), // from afar the outline is nothing that could be named
    ]));
  }

  #buildingNames = new Map();

  #sayBuilding = (place) => tidyName(place.building ?? (this.#buildingNames.size > 1 ? this.#buildingNames.get(place.building_id) : ""));

  #sayLevel = (level) => (level === null || level === undefined ? "" : this.#words.sayLevel(this.#store.state.levels.find((one) => one.level === level) ?? { level, name: null }));

  async #showFloor() {
    const { level, levels } = this.#store.state;
    if (levels.length > 1) this.#announcer.say(this.#words.say("levelShown", { level: this.#sayLevel(level) }));
    this.#scene.show("selected", []);
    try {
      await this.#reader.show(level, this.#painter);
    } catch (error) {
      if (error.name !== "AbortError") this.#fail(error);
    }
  }

  #tell(kind) {
    if (kind === "start") this.#progress.classList.add("busy");
    if (kind === "end") {
      this.#progress.classList.remove("busy");
      this.#store.set({ floorVersion: this.#store.state.floorVersion + 1 });
      if (this.#store.state.levels.length === 0 && listPlaces(this.#reader.get(this.#store.state.level)).length === 0) this.#showNotice(this.#words.say("empty"));
    }
    if (kind === "reset") this.#changes?.look();
    if (kind === "lost") this.#showNotice(this.#words.say("lost"));
    if (kind === "found") this.#showNotice(this.#words.say("found"), 3000);
  }

  #fail(error) {
    this.#progress.classList.remove("busy");
    this.#showNotice(tidyName(error.message) || this.#words.say("lost"));
  }

  #noticeTimer = 0;

  #showNotice(text, milliseconds = 0) {
    clearTimeout(this.#noticeTimer);
    this.#notice.textContent = text;
    this.#notice.hidden = false;
    this.#announcer.say(text);
    if (milliseconds) this.#noticeTimer = setTimeout(() => { this.#notice.hidden = true; }, milliseconds);
  }

  // --- places ---------------------------------------------------------------------------------------

  #ask = async (text, signal) => {
    const q = text.slice(0, LONGEST_QUERY);
    const { center } = this.#scene.getView();
    return (await this.#client.search(q, { signal, near: center.map((degrees) => degrees.toFixed(6)).join(",") })).results;
  };

  #reset() {
    const first = this.#first();
    document.querySelector("dialog[open]")?.close();
    const level = first.level ?? first.here?.level ?? this.#store.state.levels.find((one) => one.level === 0)?.level ?? this.#store.state.level;
    this.#store.set({ ...first, level, step: 0, family: null, picking: null });
    if (this.#language !== this.#words.language) this.#setLanguage(this.#language);
    this.#notice.hidden = true;
    this.#sidebar.fill();
    try { localStorage.clear(); } catch { /* nothing was kept */ }
    if (this.#asked.view) this.#scene.map.jumpTo(this.#asked.view);
    else this.#scene.fit(this.#reader.get(level)?.bounds ?? [1, 1, 0, 0], { always: true });
    if (document.activeElement !== document.body) document.activeElement?.blur();
  }
}

if (globalThis.maplibregl) {
  const app = new App();
  await app.start();
  navigator.serviceWorker?.register(document.body.dataset.offlineWorker).catch(() => {}); // not over https
}

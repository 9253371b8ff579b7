// The position of the device: watched once somebody asks for it, shown with its accuracy, followed by the map.

import { make, setAria } from "./dom.js";
import { makeCircle, makeFeature, measureMetres } from "./geometry.js";
import { makePosition } from "./places.js";
import { PositionCard } from "./positioncard.js";
import { pause } from "./stream.js";

/** @import { Fix, LocationAnswer, PageContext, Place, Position } from "../../types" */

const NOTICE = 5000; // milliseconds
const WATCH_OPTIONS = { enableHighAccuracy: true, timeout: 20000, maximumAge: 5000 };
const ASK_INTERVAL = 2000;
const LEAST_TURN = 3; // degrees that the compass turns before the mark does
const KNOWN = 0.8; // confidence from which a floor counts as known
const FAR = 200; // metres beyond the network, and beyond the accuracy, from which somebody is elsewhere
const COARSEST = 100_000; // metres of accuracy that the server accepts

export class PositionTracker {
  #page;
  #card;
  element = make("div", { className: "position-card", hidden: true });
  /** @type {number | null} */
  #watch = null;
  /** @type {Fix | null} */
  #fix = null;
  /** @type {number | null} degrees clockwise from north */
  #compass = null;
  /** @type {number | null} the floor that the visitor told, until the server knows of it */
  #told = null;
  /** @type {LocationAnswer | null} */
  #answer = null;
  #answeredAt = 0;
  /** @type {Position | null} where the device was when the server last told how far away that is */
  #judged = null;
  #askedFor = "";
  #isAsking = false;
  #hasBegun = false;
  #isFollowing = false;

  /** @param {PageContext} page */
  constructor(page) {
    this.#page = page;
    const { store, mapView } = page;
    const hooks = {
      tell: (/** @type {number | null} */ level) => this.#tell(level),
      choose: (/** @type {Place} */ place) => this.#choose(place),
      stop: () => this.stop(),
    };
    this.#card = new PositionCard(page, this.element, hooks);
    store.subscribe(["here", "level", "lang"], () => this.#show());
    store.subscribe(["level"], () => this.#fix && this.#setHere());
    store.subscribe(["levels", "lang", "from", "mode"], () => this.#fillCard());
    mapView.map.on("movestart", ({ originalEvent }) => {
      if (originalEvent) this.#follow(false);
    });
    this.#show();
  }

  /** Start to watch and follow; come back to the position after the map was moved; stop where it is followed. */
  toggle() {
    const { urlState, mapView, store } = this.#page;
    if (urlState.isKiosk) return store.state.here?.location && mapView.flyTo(store.state.here.location);
    if (this.#isFollowing) return this.stop();
    this.#start();
    this.#follow(true);
    this.#moveMap();
    return undefined;
  }

  /**
   * Return the location of the device (the one of the URL, if that has one), or null.
   * @returns {Promise<Place | null>}
   */
  locate = async () => {
    const { store, urlState } = this.#page;
    if (urlState.here) {
      const here = { ...urlState.here, isHere: true };
      store.set({ here });
      return here;
    }
    this.#start();
    while (this.#watch !== null && !this.#fix) await pause(50);
    return this.#fix && this.#makeHere();
  };

  stop() {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    removeEventListener("deviceorientationabsolute", this.#turn);
    removeEventListener("deviceorientation", this.#turn);
    this.#watch = this.#fix = this.#answer = this.#judged = this.#told = this.#compass = null;
    this.#askedFor = "";
    this.#hasBegun = this.#isAsking = false;
    this.#follow(false);
    this.#page.store.set({ here: this.#page.urlState.here });
    this.#show();
    this.#fillCard();
  }

  #start() {
    if (this.#watch !== null || !navigator.geolocation) return;
    const { notify, i18n } = this.#page;
    const take = (/** @type {GeolocationPosition} */ { coords }) => this.#take(coords);
    const fail = (/** @type {GeolocationPositionError} */ { code }) => {
      if (this.#fix && code !== 1) return; // indoors, fixes come and go
      this.stop();
      notify(i18n.t("noLocation"), NOTICE);
    };
    this.#watch = navigator.geolocation.watchPosition(take, fail, WATCH_OPTIONS);
    this.#watchCompass();
  }

  /** Some browsers ask for the compass, too: only a tap may do so. */
  async #watchCompass() {
    const orientation = /** @type {any} */ (globalThis.DeviceOrientationEvent);
    const permission = await orientation?.requestPermission?.().catch(() => "denied");
    if (permission === "denied" || this.#watch === null) return;
    addEventListener("deviceorientationabsolute", this.#turn);
    addEventListener("deviceorientation", this.#turn);
  }

  #turn = (/** @type {DeviceOrientationEvent & {webkitCompassHeading?: number}} */ event) => {
    const { alpha, absolute, webkitCompassHeading } = event;
    const north = webkitCompassHeading ?? (absolute && alpha !== null ? 360 - alpha : null);
    if (north === null) return;
    const heading = (north + (screen.orientation?.angle ?? 0)) % 360;
    if (Math.abs(heading - (this.#compass ?? 999)) < LEAST_TURN) return;
    this.#compass = heading;
    this.#show();
  };

  /** @param {GeolocationCoordinates} coords */
  #take({ longitude, latitude, accuracy, heading }) {
    const course = Number.isFinite(heading) ? heading : null;
    this.#fix = { location: [longitude, latitude], accuracy: Math.min(accuracy, COARSEST), heading: course };
    this.#setHere();
    this.#moveMap();
    this.#fillCard();
    this.#ask();
  }

  /** Ask the server where this is, again and again while that changes, until one stops. */
  async #ask() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const watch = this.#watch;
    for (let query = this.#makeQuery(); query && query !== this.#askedFor; query = this.#makeQuery()) {
      this.#askedFor = query;
      const position = { ...JSON.parse(query), ...this.#makeHint() };
      const answer = await this.#page.client.locate(position).catch(() => null); // offline: the mark alone
      if (this.#watch !== watch) return; // that was for one who has stopped since
      const hasLeapt = this.#hasLeapt;
      this.#judged = [Number(position.lon), Number(position.lat)];
      this.#answer = answer ?? this.#answer;
      this.#answeredAt = performance.now();
      if (answer && this.#told === position.level) this.#told = null; // from now on it is what was known before
      this.#setHere();
      this.#fillCard();
      if (hasLeapt) this.#moveMap();
      if (!this.#hasBegun) this.#begin();
      await pause(ASK_INTERVAL);
      if (this.#watch !== watch) return;
    }
    this.#isAsking = false;
  }

  /** Have the first position read out. */
  #begin() {
    this.#hasBegun = true;
    this.#page.announce(this.#card.text);
  }

  #makeQuery() {
    if (!this.#fix) return "";
    const { location, accuracy, heading } = this.#fix;
    const [lon, lat] = location.map((degrees) => degrees.toFixed(6));
    return JSON.stringify({ lon, lat, accuracy: accuracy.toFixed(1), heading, level: this.#told });
  }

  /** Return what else is known: the sign that was scanned, or the floor that somebody was on before. */
  #makeHint() {
    const { here } = this.#page.urlState;
    if (!this.#hasBegun && here?.location) return { anchor: [...here.location, here.level ?? 0].join(",") };
    const known = this.#answer?.levels[0];
    const place = this.#answer?.candidates.find(({ level, location }) => location && level === known?.level);
    if (!place?.location || !known || known.level === null || this.#told !== null) return {};
    const seconds = Math.round((performance.now() - this.#answeredAt) / 1000);
    return { previous: [...place.location, known.level, seconds, known.confidence].join(",") };
  }

  /** The floor that somebody is on, as far as that is known. */
  get level() {
    const likeliest = this.#answer?.levels[0];
    if (this.#told !== null) return this.#told;
    return likeliest && likeliest.confidence >= KNOWN ? likeliest.level : null;
  }

  get isFar() {
    const away = this.#answer?.nearest?.distance_meters ?? 0;
    return away > FAR + (this.#fix?.accuracy ?? 0);
  }

  /** @returns {Place} */
  #makeHere() {
    const { store } = this.#page;
    return { ...makePosition(this.#fix?.location ?? null, this.level ?? store.state.level), isHere: true };
  }

  #setHere() {
    this.#page.store.set({ here: this.#makeHere() });
    this.#show();
  }

  /** @param {number | null} level */
  #tell(level) {
    const { store } = this.#page;
    this.#told = level;
    this.#askedFor = "";
    if (level === null) this.#answer = null;
    this.#setHere();
    const { from, here } = store.state;
    if (level !== null) store.set({ level, ...(from?.isHere && { from: here }) });
    this.#fillCard();
    this.#ask();
  }

  /**
   * The visitor says in which room this is.
   * @param {Place} place
   */
  #choose(place) {
    const { store, mapView } = this.#page;
    this.#tell(place.level);
    const isRouting = store.state.mode === "directions";
    store.set(isRouting ? { from: place } : { selected: place, mode: "place", category: null });
    if (place.location) mapView.flyTo(place.location);
  }

  /** Whether the device is not where it was when the server last told how far away that is. */
  get #hasLeapt() {
    return !this.#fix || !this.#judged || measureMetres(this.#judged, this.#fix.location) > FAR;
  }

  /** Follow the device; after a leap, only once the server has told that it is not far away. */
  #moveMap() {
    if (!this.#fix || !this.#isFollowing || this.#hasLeapt || this.isFar) return;
    if (this.level === null) this.#page.getBuildings().enter(this.#fix.location);
    this.#page.mapView.flyTo(this.#fix.location, 19);
  }

  /** @param {boolean} isFollowing */
  #follow(isFollowing) {
    this.#isFollowing = isFollowing && this.#watch !== null;
    this.#markButton();
  }

  #markButton() {
    const button = document.querySelector(".control-locate");
    if (button) setAria(button, "pressed", String(this.#isFollowing));
  }

  #fillCard() {
    this.#markButton();
    const fix = this.#watch === null ? null : this.#fix;
    this.#card.fill(fix && { fix, answer: this.#answer, level: this.level, isFar: this.isFar });
  }

  #show() {
    const { store, mapView, urlState, i18n } = this.#page;
    const { here, level } = store.state;
    if (!here?.location) return mapView.show("here", []);
    const heading = this.#fix?.heading ?? this.#compass;
    const known = this.#fix ? this.level : here.level;
    const text = urlState.isKiosk ? i18n.t("youAreHere") : "";
    const isAway = known !== null && known !== level;
    const properties = { text, isAway, ...(heading !== null && { heading }) };
    const marks = [makeFeature("Point", here.location, properties)];
    if (this.#fix) marks.push(makeFeature("Polygon", [makeCircle(here.location, this.#fix.accuracy)]));
    return mapView.show("here", marks);
  }
}

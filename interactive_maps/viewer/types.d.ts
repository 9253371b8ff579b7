// Types that several modules of the viewer share. They are read by `tsc --checkJs` alone and never served.

import type { Feature, GeoJSON, Geometry, LineString, MultiPolygon, Point, Polygon } from "geojson";
import type * as maplibre from "maplibre-gl";
import type { PLACE_FIELDS } from "./static/viewer/placefields.js";

declare global {
  /** The map library, loaded by a script element before the modules. */
  var maplibregl: typeof maplibre;
}

// --- geometry ---------------------------------------------------------------------------------------

/** Longitude and latitude in degrees; further numbers are ignored. */
export type Position = [longitude: number, latitude: number];
/** West, south, east, north in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];
export type Ring = number[][];
export type Rings = Ring[];
/** Properties of a map feature: `place` is a kind and an id, `group` a category group. */
export type FeatureProperties = {
  [name: string]: unknown;
  kind?: string;
  place?: string;
  group?: string | null;
  to_level?: number;
};
export type MapFeature = Feature<Geometry, FeatureProperties>;
export type { GeoJSON, Geometry, LineString, MultiPolygon, Point, Polygon };

// --- items of the API -------------------------------------------------------------------------------

/** What items say that is shown as it is. */
type PlaceFields = { [name in keyof typeof PLACE_FIELDS]?: string | number | boolean | null };

/** An item of any layer: each layer has some of these fields. */
export interface Item extends PlaceFields {
  id: number;
  name?: string | null;
  ref?: string | null;
  level?: number | null;
  kind?: string;
  category?: string | null;
  building?: string | null;
  building_id?: number | null;
  building_ids?: number[] | null;
  width?: number | null;
  space_id?: number | null;
  location?: Point | null;
  display_point?: Point | null;
  geometry?: Geometry | null;
  /** Of openings: nobody drew it. */
  guessed?: boolean | null;
  /** Of levels. */
  short_name?: string | null;
  /** Of polylines: the drawing's layer. */
  layer?: string | null;
  paperspace?: boolean | null;
}

/** A search result: it names its level and building, and its location is a bare position. */
export interface SearchResult {
  kind: PlaceKind;
  id: number | null;
  name: string | null;
  ref?: string | null;
  level: number | null;
  location: Position | null;
  category?: string | null;
  building?: string | null;
  building_id?: number | null;
  level_name?: string | null;
  /** Of a lift or stairs, lowest first. */
  levels?: number[] | null;
  /** Of the nearest of a category. */
  distance_meters?: number | null;
}

export interface Closure {
  id: number;
  kind: string;
  target_id: number | null;
  level: number | null;
  location: Position | null;
  reason: string | null;
}

export interface Leg {
  level: number | null;
  level_name?: string | null;
  geometry: LineString | null;
}

export interface Step {
  kind: string;
  text?: string | null;
  angle?: string | null;
  level: number | null;
  level_name?: string | null;
  to_level?: number | null;
  to_level_name?: string | null;
  distance_meters: number;
  location: Position | null;
}

/** What of a route a travel profile does not allow; `level` is its lower end. */
export interface Violation {
  reason: string;
  connector_id?: number | null;
  name?: string | null;
  level?: number | null;
  level_name?: string | null;
  to_level?: number | null;
  to_level_name?: string | null;
}

export interface Route {
  distance_meters: number;
  duration_seconds: number | null;
  route: LineString | null;
  legs?: Leg[];
  steps?: Step[];
  violations?: Violation[];
  /** Found or kept by this device: it does not know of new closures. */
  isOffline?: boolean;
  /** Found without the server: its steps tell no turns. */
  isPlain?: boolean;
}

/** A travel profile: what a route must avoid. */
export interface CategoryKind {
  name: string;
  group: string;
  categories: string[];
  /** How many the map has; null if the server could not count them. */
  places: number | null;
}

export interface Profile {
  name: string;
  avoid: string[];
}

/** A waypoint as the routing API accepts it. */
export type Waypoint =
  | { room: number }
  | { space: number }
  | { point: number }
  | { occupant: number }
  | { building: number }
  | { category: string }
  | { lon: number; lat: number; level?: number };

/** A position as the device reports it: accuracy in metres, heading in degrees clockwise from north. */
export interface Fix {
  location: Position;
  accuracy: number;
  heading: number | null;
}

export interface LocationCandidate {
  space: { kind: "space" | "room"; id: number; name: string | null } | null;
  level: number | null;
  level_name: string | null;
  location: Position | null;
  confidence: number;
}

export interface LocationAnswer {
  candidates: LocationCandidate[];
  levels: { level: number | null; confidence: number }[];
  nearest: { location: Position; distance_meters: number } | null;
}

/** Which items of a layer: `bbox` is "west,south,east,north". */
export type LayerFilter = {
  level?: number | null;
  bbox?: string;
  building?: number;
  category?: string;
  limit?: number;
  after?: number;
};

/** Where to search: `near` is "longitude,latitude". */
export type SearchFilter = {
  level?: number | null;
  near?: string;
  building?: number;
  limit?: number;
};

export interface StreamOptions {
  signal?: AbortSignal;
  lastEventId?: string | null;
  response?: Promise<Response>;
}

/** What `readStream` yields. */
export type StreamEvent =
  | { kind: "batch"; items: Item[] }
  | { kind: "reset" }
  | { kind: "lost" }
  | { kind: "found" }
  | { kind: "complete"; id: string | null; version: number; total: number | null; unchanged?: boolean };

export type ConnectionEvent = "lost" | "found";

// --- the state of the page --------------------------------------------------------------------------

export type PlaceKind =
  "room" | "space" | "point" | "occupant" | "connector" | "opening" | "building" | "level" | "category" | "position";

/** Anything that can be found, selected, shared or routed to. */
export interface Place extends PlaceFields {
  kind: PlaceKind;
  id: number | null;
  name: string | null;
  level: number | null;
  location: Position | null;
  category?: string | null;
  categoryGroup?: string | null;
  building?: string | null;
  building_id?: number | null;
  level_name?: string | null;
  /** Of a search result that is a lift or stairs, lowest first. */
  levels?: number[] | null;
  space_id?: number | null;
  isHere?: boolean;
  /** How far it is by the network; of search results, as the crow flies. */
  distance_meters?: number | null;
}

export interface LevelNames {
  name: string | null;
  short: string | null;
}

/** All buildings' levels of one ordinal, with the names that all agree on, and those of each building. */
export interface Level extends LevelNames {
  level: number;
  byBuilding: Record<number, LevelNames>;
}

export type Mode = "home" | "place" | "category" | "directions";
/** An end of the route: "from", "to", or "via-" and an index. */
export type EndName = string;

export interface RouteProblem {
  text: string;
  canRelax: boolean;
}

/** Metres are by the network, or (`isStraight`, where no path leads to any of the places) as the crow flies. */
export interface NearestAnswer {
  category: string;
  places: Place[];
  at: Position;
  isFromHere: boolean;
  isStraight: boolean;
}

export interface PageState {
  levels: Level[];
  level: number | null;
  /** The building in view. */
  building: number | null;
  selected: Place | null;
  /** The kind whose places are listed, by its plain category. */
  category: string | null;
  /** What is nearest of that kind to a position (`at`); null until it is known. */
  nearest: NearestAnswer | null;
  mode: Mode;
  from: Place | null;
  to: Place | null;
  via: (Place | null)[];
  profiles: Profile[];
  profile: string | null;
  step: number;
  route: Route | null;
  routeProblem: RouteProblem | null;
  isRouting: boolean;
  allowViolations: boolean;
  closures: Closure[];
  picking: EndName | null;
  here: Place | null;
  /** Whether walls stand up where the map is tilted. */
  walls: boolean;
  lang: string;
  /** Increases whenever what is known about the floor on display has changed. */
  floorVersion: number;
  /** Whether the next route is shown as it was left: by a link with a view, or by Back. */
  keepsView: boolean;
}

export interface View {
  center: [number, number];
  zoom: number;
  bearing: number;
  pitch: number;
}

/** What the page around an embedded map marks: at a location, and of a space. */
export interface HostMarker {
  id: string;
  location: Position;
  level: number | null;
  label: string;
  color: string;
}

/** A layer of the map library with its data; without data it is removed. */
export interface HostLayer {
  id: string;
  type: string;
  data?: GeoJSON.FeatureCollection | null;
  level?: number | null;
  paint?: Record<string, unknown>;
  layout?: Record<string, unknown>;
  filter?: unknown;
  minzoom?: number;
  maxzoom?: number;
}

export interface PlaceState {
  color: string;
  label: string;
}

export type HomeView =
  | { kind: "view"; view: View }
  | { kind: "bounds"; bounds: Bounds }
  | { kind: "building"; building: string }
  | { kind: "place"; place: Place };

/** What the query of the page's URL holds. */
export interface UrlState {
  level: number | null;
  selected: Place | null;
  from: Place | null;
  to: Place | null;
  via: Place[];
  profile: string | null;
  step: number;
  view: View | null;
  walls: boolean;
  lang: string | null;
  theme: string | null;
  isKiosk: boolean;
  here: Place | null;
  idleSeconds: number;
  hasControls: boolean;
  hasSearch: boolean;
}

// --- what the parts of the page share ---------------------------------------------------------------

export interface Cover {
  left?: number;
  right?: number;
  top?: number;
  bottom?: number;
}

/** What the parts of the page that watch the state and the map need. */
export interface PageContext {
  store: import("./static/viewer/store.js").Store;
  mapView: import("./static/viewer/mapview.js").MapView;
  floorReader: import("./static/viewer/floorreader.js").FloorReader;
  client: import("./static/viewer/client.js").IndoorMap;
  urlState: UrlState;
  readonly i18n: import("./static/viewer/i18n.js").I18n;
  levelName: (level: number | null | undefined, building?: number | null) => string;
  getBuildings: () => import("./static/viewer/buildings.js").Buildings;
  announce: (text: string) => void;
  notify: (text: string, milliseconds?: number) => void;
}

export type SearchPlaces = (text: string, signal: AbortSignal) => Promise<Place[]>;

/** What the panels need. */
export interface PanelContext {
  store: import("./static/viewer/store.js").Store;
  i18n: import("./static/viewer/i18n.js").I18n;
  search: SearchPlaces;
  levelName: (level: number | null | undefined, building?: number | null) => string;
  buildingName: (place: Place) => string;
  announce: (text: string) => void;
  locate: () => Promise<Place | null>;
  print: () => void;
  isKiosk: boolean;
}

export interface SidebarContext extends PanelContext {
  getFloor: () => import("./static/viewer/floor.js").Floor | null;
  listNearest: () => Place[];
  select: (place: Place | null, options?: { isNorthUp?: boolean }) => void;
  setLanguage: (language: string) => void;
}

export interface Tap {
  location: Position;
  feature: { source: string; properties: FeatureProperties } | null;
  /** The id of the building there. */
  building: number | null;
}

/** Colours of the current theme by their name in the style sheet, without the prefix. */
export type Palette = Record<string, string> & { ink: Record<string, string> };

export type RenderEvent = "start" | "first" | "reset" | "end" | ConnectionEvent;

/** What `FloorReader` tells while a floor arrives. */
export interface FloorListener {
  notify(event: RenderEvent): void;
  start(floor: import("./static/viewer/floor.js").Floor): void;
  render(floor: import("./static/viewer/floor.js").Floor, layer: string): Promise<void> | void;
  renderTiles(floor: import("./static/viewer/floor.js").Floor): void;
  waitForFirstPaint(): Promise<unknown> | void;
  finish(floor: import("./static/viewer/floor.js").Floor, wasRendered: boolean): Promise<void>;
}

/** A connector, entrance or point of interest that the map marks by an icon. */
export interface Marker extends Omit<Item, "location" | "kind"> {
  kind: PlaceKind;
  categoryGroup: string;
  location: number[];
}

// --- the base map -----------------------------------------------------------------------------------

/** What the server tells the page of the base map: URLs, and the hosts that may be asked. */
export interface BasemapSettings {
  style: string | null;
  darkStyle: string | null;
  pmtiles: string | null;
  origins: string[];
  library: string;
  sheet: string;
}

/** The images of a sprite have a prefix; `url` lacks the ending. */
export interface Sprite {
  prefix: string;
  url: string;
}

/** A base map as it is added below the indoor map; attributions are HTML of whoever serves it. */
export interface Basemap {
  sources: Record<string, maplibre.SourceSpecification>;
  layers: maplibre.LayerSpecification[];
  sprites: Sprite[];
  attributions: string[];
}

// --- routes without a network -----------------------------------------------------------------------

/** A question to the router, as the client's `route` takes it. */
export interface RouteRequest {
  from: Waypoint;
  to: Waypoint;
  via?: Waypoint[];
  profile: string | null;
  allowViolations?: boolean;
}

/** A closure as far as it matters to a router. */
export interface KeptClosure {
  kind: string;
  target_id: number | null;
  level?: number | null;
  from: string | null;
  until: string | null;
  profiles: string[];
}

export interface NetworkProfile {
  name: string;
  speed: number;
  arcs: number[];
  milliseconds: number[];
  forbidden: Record<string, number[]>;
}

type Differences = (number | null)[];

/** The network as the API sends it: see `docs/reference/routes.md`. */
export interface KeptNetwork {
  version: number;
  kinds: string[];
  nodes: { longitude: number[]; latitude: number[]; level: (number | null)[]; number: Differences };
  edges: {
    id: Differences;
    tail: number[];
    head: number[];
    kind: number[];
    centimetres: number[];
    space: Differences;
    opening: Differences;
    connector: Differences;
    building: (number | null)[];
    bends: number[][];
    one_way: number[];
  };
  profiles: NetworkProfile[];
  places: Record<string, { ids: number[]; nodes: number[]; beside: [number, ...[number, number, number][]][] }>;
  /** Differences of ids by category and kind, of what is for everybody. */
  categories: Record<string, Record<string, number[]>>;
  hours: KeptClosure[];
  sentences: Record<string, Record<string, string>>;
}

export interface CourseLeg extends Leg {
  building: number | null;
  geometry: LineString;
  distance_meters: number;
  duration_seconds: number;
}

/** A step without its text; `stop` is the index of the waypoint that it starts from or arrives at. */
export interface CourseStep {
  kind: string;
  level: number | null;
  to_level: number | null;
  location: Position;
  building: number | null;
  stop?: number;
  distance_meters: number;
}

/** A route without texts. */
export interface Course {
  distance_meters: number;
  duration_seconds: number;
  route: LineString;
  legs: CourseLeg[];
  steps: CourseStep[];
  violations?: Violation[];
}

// --- the service worker ------------------------------------------------------------------------------

/** What the server tells the service worker: the files to cache. */
export interface OfflineSettings {
  files: string[];
  staticUrl: string;
}

// --- elements ---------------------------------------------------------------------------------------

export interface ElementHooks {
  on?: { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => unknown };
  aria?: Record<string, string | boolean | null | undefined>;
  data?: Record<string, string>;
  attributes?: Record<string, string>;
}

/** Properties of an element, and its listeners and attributes. */
export type ElementOptions<Tag extends keyof HTMLElementTagNameMap> = ElementHooks &
  Partial<Omit<HTMLElementTagNameMap[Tag], keyof ElementHooks>>;

export type Child = Node | string | null | undefined | false;

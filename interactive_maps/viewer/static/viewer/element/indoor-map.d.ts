/** What a map shows first. */
export interface MapOptions {
  /** The server's address; by default that of this module. */
  server?: string;
  /** What screen readers call the map. */
  title?: string;
  /** A place, such as "space:12" or "room:7". */
  place?: string;
  /** An ordinal: 0 is the ground floor. */
  level?: number;
  /** Ends of a route: places, "category:restroom", or "longitude,latitude,level". */
  from?: string;
  to?: string;
  profile?: string;
  language?: string;
  theme?: "light" | "dark";
  /** "longitude,latitude,zoom,bearing,pitch"; the last two may be left out. */
  view?: string;
  /** Whether the level switcher and the buttons are shown. */
  controls?: boolean;
  /** Whether the search is shown. */
  search?: boolean;
}

export interface SelectDetail {
  place: string;
  name: string | null;
  level: number | null;
  location: [number, number] | null;
  category: string | null;
}

export interface Marker {
  id?: string;
  location: [number, number];
  level?: number | null;
  label?: string;
  color?: string;
}

/** A layer of the MapLibre style specification, with its data in place of a source. */
export interface Layer {
  /** Letters, digits, hyphens and underscores. */
  id: string;
  type: "fill" | "line" | "circle" | "symbol" | "heatmap" | "fill-extrusion";
  /** A GeoJSON FeatureCollection. */
  data: { type: "FeatureCollection"; features: unknown[] };
  /** Where it is shown; by default on all levels. */
  level?: number | null;
  paint?: Record<string, unknown>;
  layout?: Record<string, unknown>;
  filter?: unknown[];
  minzoom?: number;
  maxzoom?: number;
}

/** What a tap on a layer hits. */
export interface TapDetail {
  layer: string;
  properties: Record<string, unknown>;
  location: [number, number];
}

/** Dispatches "load", "select", "level", "route", "tap" and "error", each a CustomEvent with a `detail`. */
export class IndoorMap extends EventTarget {
  constructor(container: HTMLElement | ShadowRoot, options?: MapOptions);
  readonly frame: HTMLIFrameElement;
  readonly loaded: Promise<{ level: number | null; levels: { level: number; name: string | null }[] }>;
  destroy(): void;
  select(place: string | null): Promise<void>;
  setLevel(level: number): Promise<void>;
  route(ends: { from?: string; to?: string; profile?: string } | null): Promise<void>;
  setView(view: { center?: [number, number]; zoom?: number; bearing?: number; pitch?: number }): Promise<void>;
  setLanguage(language: string): Promise<void>;
  setTheme(theme: "light" | "dark"): Promise<void>;
  setColors(colors: Record<string, string>): Promise<void>;
  search(text: string): Promise<SelectDetail[]>;
  addMarker(marker: Marker): Promise<string>;
  removeMarker(id: string): Promise<void>;
  addLayer(layer: Layer): Promise<void>;
  removeLayer(id: string): Promise<void>;
  setState(space: string, state: { color?: string; label?: string } | null): Promise<void>;
}

export class IndoorMapElement extends HTMLElement {
  map: IndoorMap | null;
}

declare global {
  interface HTMLElementTagNameMap {
    "indoor-map": IndoorMapElement;
  }
}

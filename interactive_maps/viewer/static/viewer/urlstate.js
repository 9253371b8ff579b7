// The state of the page in its address, and ways to hand that address on.

import { readPlace, writePlace } from "./places.js";

const SELECTABLE = ["room", "space", "point", "occupant"];

/** Return what an address says: `{level, selected, from, to, via, stepFree, view, lang, theme, ...}`. */
export function readAddress(search) {
  const query = new URLSearchParams(search);
  const number = (name) => (query.get(name)?.trim() && Number.isFinite(Number(query.get(name))) ? Number(query.get(name)) : null);
  const kind = SELECTABLE.find((name) => query.has(name));
  const here = readPlace(query.get("here"));
  return {
    level: number("level"),
    selected: kind ? readPlace(`${kind}:${query.get(kind)}`) : null,
    from: readPlace(query.get("from")),
    to: readPlace(query.get("to")),
    via: query.getAll("via").map(readPlace).filter(Boolean).slice(0, 8),
    stepFree: query.get("step_free") === "1",
    step: Math.max(0, Math.trunc(number("step") ?? 0)),
    view: readView(query.get("at")),
    lang: query.get("lang"),
    theme: query.get("theme"),
    isKiosk: query.get("kiosk") === "1",
    here: here?.kind === "spot" ? here : null,
    idle: Math.max(10, number("idle") ?? 60),
    hasControls: query.get("controls") !== "0",
    hasSearch: query.get("search") !== "0",
  };
}

function readView(text) {
  const [longitude, latitude, zoom, bearing = 0] = (text ?? "").split(",").map(Number);
  if (!text || ![longitude, latitude, zoom, bearing].every(Number.isFinite) || Math.abs(latitude) > 89 || Math.abs(longitude) > 180) return null;
  return { center: [longitude, latitude], zoom: Math.min(23, Math.max(0, zoom)), bearing };
}

// What belongs to the place where the page is shown, and not to what it shows, stays as it was.
const KEPT = ["lang", "theme", "kiosk", "here", "idle", "controls", "search"];

/** Return the query of the address that shows `state` again; `old` is the present one. */
export function writeAddress(state, view, old = "") {
  const before = new URLSearchParams(old);
  const query = new URLSearchParams();
  for (const name of KEPT) if (before.has(name)) query.set(name, before.get(name));
  if (state.level !== null) query.set("level", state.level);
  if (state.selected && SELECTABLE.includes(state.selected.kind)) query.set(state.selected.kind, state.selected.id);
  if (state.mode === "directions") {
    for (const end of ["from", "to"]) if (state[end]) query.set(end, writePlace(state[end]));
    for (const stop of state.via) if (stop) query.append("via", writePlace(stop));
    if (state.stepFree) query.set("step_free", "1");
    if (state.step) query.set("step", state.step);
  }
  if (view) query.set("at", [view.center[0].toFixed(6), view.center[1].toFixed(6), view.zoom.toFixed(2), ...(Math.abs(view.bearing) > 0.05 ? [view.bearing.toFixed(1)] : [])].join(","));
  return query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

/** Return a QR code as a picture, dark on white with the quiet zone that readers need. */
export async function drawCode(text, label) {
  const { encode } = await import("./qr.js");
  const rows = encode(text);
  const size = rows.length;
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + 4} ${y + 4}h1v1h-1z` : "")));
  const draw = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const svg = draw("svg", { viewBox: `0 0 ${size + 8} ${size + 8}`, role: "img", "aria-label": label, class: "code", "shape-rendering": "crispEdges" });
  svg.append(draw("path", { fill: "#fff", d: `M0 0h${size + 8}v${size + 8}H0z` }), draw("path", { fill: "#000", d: path.join("") }));
  return svg;
}

// A place: what can be found, selected, shared and gone to. `{kind, id, name, level, location, ...}`.

const RECENT = "indoor-map-recent";
const MOST_RECENT = 6;

/** Return a place as addresses write it: "room:12", or "lon,lat,level". */
export function writePlace(place) {
  if (!place) return null;
  if (place.kind === "spot") return [...place.location.map((degrees) => degrees.toFixed(7)), place.level ?? 0].join(",");
  if (place.kind === "category") return `category:${place.category}`;
  return `${place.kind}:${place.id}`;
}

/** Return the place that a text names, without what only the server knows of it; null if it names none. */
export function readPlace(text) {
  const named = /^(room|space|point|occupant):(\d{1,18})$/.exec(text ?? "");
  if (named) return { kind: named[1], id: Number(named[2]), name: null, level: null, location: null };
  const category = /^category:([\w.-]{1,80})$/.exec(text ?? "");
  if (category) return { kind: "category", id: null, category: category[1], name: category[1], level: null, location: null };
  const numbers = (text ?? "").split(",").map(Number);
  if (numbers.length < 2 || numbers.length > 3 || !numbers.every(Number.isFinite) || !text.trim()) return null;
  const [longitude, latitude, level = 0] = numbers;
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return null;
  return makeSpot([longitude, latitude], level);
}

/** Return a place that is nothing but a position. */
export function makeSpot(location, level) {
  return { kind: "spot", id: null, name: null, level, location };
}

/** Return a place as the route's API takes it. */
export function askPlace(place) {
  if (place.kind === "spot") return { lon: place.location[0], lat: place.location[1], level: place.level ?? 0 };
  if (place.kind === "category") return { category: place.category };
  if (place.kind === "occupant") {
    return { lon: place.location[0], lat: place.location[1], level: place.level ?? 0 };
  }
  return { [place.kind]: place.id };
}

/** Return an item of a layer as a place; one without a name is called by its number. */
export function makePlace(kind, item) {
  const location = (item.location ?? item.display_point)?.coordinates ?? null;
  return { ...item, name: item.name || item.ref, kind, location, geometry: undefined };
}

export function isSamePlace(a, b) {
  return Boolean(a && b) && writePlace(a) === writePlace(b);
}

/** Return the places that were chosen last; they are kept in this browser only. */
export function listRecent() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((place) => place?.kind && place?.name).slice(0, MOST_RECENT) : [];
  } catch { // no storage, or not ours
    return [];
  }
}

export function keepRecent({ kind, id, name, level, location, category = null }) {
  if (!name || kind === "spot") return;
  try {
    const others = listRecent().filter((place) => place.kind !== kind || place.id !== id);
    localStorage.setItem(RECENT, JSON.stringify([{ kind, id, name, level, location, category }, ...others].slice(0, MOST_RECENT)));
  } catch { /* a browser that keeps nothing is still served */ }
}

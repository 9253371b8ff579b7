// The places that were chosen last, kept in this browser only.

const KEY = "indoor-map-recent";
const MOST = 6;

export function listRecent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((place) => place?.kind && place?.name).slice(0, MOST) : [];
  } catch { // no storage, or not ours
    return [];
  }
}

export function keepRecent({ kind, id, name, level, location, category = null }) {
  if (!name || kind === "spot") return;
  try {
    const others = listRecent().filter((place) => place.kind !== kind || place.id !== id);
    localStorage.setItem(KEY, JSON.stringify([{ kind, id, name, level, location, category }, ...others].slice(0, MOST)));
  } catch { /* a browser that keeps nothing is still served */ }
}

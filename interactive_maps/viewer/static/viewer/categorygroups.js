// Category groups: kinds of places that share a tint and an icon.

import { ACCESSIBLE, findKinds, listWholes } from "./categorykinds.js";
import { lookUp } from "./tables.js";

/** @type {Record<string, string>} paths of 24 by 24 units */
const ICONS = {
  restroom:
    "M7 4.5a1.5 1.5 0 1 0 .01 0M5 9h4l-.6 5.5L8 20H6l-.4-5.5z" +
    "M17 4.5a1.5 1.5 0 1 0 .01 0M17 8.5 14.5 15h1.3l.4 5h1.6l.4-5h1.3z",
  stairs: "M4 19h4v-4h4v-4h4V7h4",
  lift: "M5 3.5h14v17H5zM9.5 10 12 7l2.5 3M9.5 14l2.5 3 2.5-3",
  escalator: "M3.5 18.5H8L17 7h3.5",
  ramp: "M3.5 18.5h17v-9z",
  door: "M6 20V4h10v16M4 20h16M13 12v.6",
  entrance: "M12 20V4h7v16H5M4 12h8M9 9l3 3-3 3",
  food: "M7 4v6.5M4.8 4v4a2.2 2.2 0 0 0 4.4 0V4M7 10.5V20M16 4c-2 1.5-2.5 5-2 8h2zM16 12v8",
  shop: "M5 8h14l-1 12H6zM9 8V7a3 3 0 0 1 6 0v1",
  medical: "M12 5v14M5 12h14",
  meeting: "M8.5 6a2 2 0 1 0 .01 0M15.5 6a2 2 0 1 0 .01 0M4.5 18v-2.5a4 4 0 0 1 7.5-2 4 4 0 0 1 7.5 2V18",
  study: "M12 6.5C9.5 5 6.5 5 4 6v12c2.5-1 5.5-1 8 .5 2.5-1.5 5.5-1.5 8-.5V6c-2.5-1-5.5-1-8 .5zM12 6.5v12",
  office: "M4 17v-7h16v7M4 13h16M9 10V7h6v3",
  information: "M12 7v.5M12 11v6.5",
  parking: "M9 19V5h4a4 4 0 0 1 0 8H9",
  storage: "M4.5 8 12 4l7.5 4v8L12 20l-7.5-4zM4.5 8 12 12l7.5-4M12 12v8",
  technical: "M13 3 6 13.5h5L10 21l7.5-11h-5.300z",
  sleep: "M4 6v13M4 16h16M20 19v-5a3 3 0 0 0-3-3h-7v5M7 11.5v.1",
  place: "M12 20.5s6.5-6 6.5-11a6.5 6.5 0 1 0-13 0c0 5 6.5 11 6.5 11zM12 7.5a2 2 0 1 0 .01 0",
};

const WHEELCHAIR_ICON = "M11 3.5a1.3 1.3 0 1 0 .01 0M11 8v6.5h5l2.5 5M11 10.5h4.5M8 11.5a5 5 0 1 0 6.5 6.5";

/**
 * Return the group of a category, or of what it is a part of (restroom.male of restroom); null if it is in none. A
 * group stands for itself.
 * @param {string | null | undefined} category
 */
export function findCategoryGroup(category) {
  for (const whole of listWholes(category)) {
    const group = findKinds(whole)[0]?.group ?? whole;
    if (lookUp(ICONS, group)) return group;
  }
  return null;
}

/**
 * Return the icon of a group as a path of 24 by 24 units, to be stroked.
 * @param {string} group
 */
export function getGroupIcon(group) {
  return lookUp(ICONS, group) ?? ICONS.place;
}

/**
 * Return the icon of a category: that of its group, or its own.
 * @param {string} category
 */
export function getCategoryIcon(category) {
  return category === ACCESSIBLE ? WHEELCHAIR_ICON : getGroupIcon(findCategoryGroup(category) ?? "place");
}

export const categoryGroups = Object.keys(ICONS);

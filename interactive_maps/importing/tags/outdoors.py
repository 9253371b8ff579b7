"""OpenStreetMap tags of outdoor features: streets, squares, and objects in them."""

from __future__ import annotations

from collections.abc import Mapping

# With any value, with or without a level.
_PLACES = frozenset({"landuse", "waterway", "man_made", "boundary", "traffic_sign"})
_WALKED = frozenset(
    {"footway", "pedestrian", "path", "corridor", "steps", "elevator", "platform", "cycleway"}
)
# By value: other files have properties of these names, too.
_FURNITURE = {
    "place": frozenset(
        {
            *("square", "city_block", "plot", "locality", "neighbourhood", "quarter", "suburb", "borough"),
            *("city", "town", "village", "hamlet", "island"),
        }
    ),
    "natural": frozenset(
        {
            *("tree", "tree_row", "shrub", "scrub", "shrubbery", "grass", "grassland", "wood", "water"),
            "wetland",
            *("heath", "beach", "sand", "bare_rock", "rock", "stone", "cliff", "peak"),
        }
    ),
    "power": frozenset(
        {"pole", "tower", "line", "minor_line", "cable", "substation", "transformer", "generator"}
    ),
    "amenity": frozenset(
        {
            *(
                "bench",
                "bicycle_parking",
                "bicycle_rental",
                "motorcycle_parking",
                "car_sharing",
                "waste_basket",
                "waste_disposal",
            ),
            *(
                "recycling",
                "grit_bin",
                "fountain",
                "clock",
                "post_box",
                "telephone",
                "shelter",
                "taxi",
                "fuel",
                "watering_place",
            ),
            *(
                "charging_station",
                "parking_entrance",
                "parking_space",
                "hunting_stand",
                "bbq",
                "drinking_water",
                "lounger",
            ),
        }
    ),
    "leisure": frozenset(
        {"park", "garden", "playground", "pitch", "track", "picnic_table", "dog_park", "outdoor_seating"}
    ),
    "tourism": frozenset({"artwork", "viewpoint", "picnic_site"}),
    "barrier": frozenset(
        {"bollard", "fence", "hedge", "kerb", "retaining_wall", "cycle_barrier", "block", "lift_gate"}
    ),
    "historic": frozenset({"memorial", "monument", "boundary_stone", "wayside_cross", "wayside_shrine"}),
}
# Only without a level: some stations have platforms, and some car parks parking, on many levels.
_WITHOUT_LEVEL = ("highway", "railway", "public_transport", "aeroway", "barrier", "historic")
_INSIDE = ("indoor", "room", "door", "stairs", "entrance")


def is_outdoors(tags: Mapping[str, str]) -> bool:
    """Return whether a feature is not a room because it is a street, a square, or furniture of one."""
    if any(_says(tags, key) for key in _INSIDE):
        return False
    if any(_says(tags, key) for key in _PLACES):
        return True
    if any(tags.get(key) in values for key, values in _FURNITURE.items()):
        return True
    highway = tags.get("highway", "no")
    if highway != "no" and highway not in _WALKED:
        return True
    if "level" in tags or "repeat_on" in tags or highway in {"elevator", "corridor"}:
        return False
    return tags.get("amenity") == "parking" or any(_says(tags, key) for key in _WITHOUT_LEVEL)


def _says(tags: Mapping[str, str], key: str) -> bool:
    return tags.get(key, "no") != "no"

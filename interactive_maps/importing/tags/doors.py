"""Kind, users and width of a door."""

from __future__ import annotations

from interactive_maps.importing.tags import Tags
from interactive_maps.importing.values.lengths import parse_length

# IMDF's terms for the kinds of doors.
_KINDS = {
    "no": "open",
    "hinged": "swinging",
    "swinging": "swinging",
    "sliding": "sliding",
    "telescopic": "sliding",
    "revolving": "revolving",
    "overhead": "shutter",
    "roller_shutter": "shutter",
    "folding": "movablepartition",
    "bifold": "movablepartition",
    "turnstile": "turnstile",
    "yes": "door",
    "trapdoor": "door",
    "loadingdock": "door",
}
# IMDF's terms for the users of a door; one inside a building is for all pedestrians.
_CATEGORIES = {
    "main": "pedestrian.principal",
    "emergency": "emergencyexit",
    "service": "service",
    "garage": "automobile",
}
_NOT_AUTOMATIC = frozenset({"no", "never"})


def read_kind(tags: Tags) -> str | None:
    """Return how the door opens, in IMDF's terms; None if the tags do not say."""
    return _KINDS.get(tags.get("door", ""))


def read_category(tags: Tags) -> str:
    """Return the users of the door, in IMDF's terms."""
    if tags.get("exit") == "emergency":
        return "emergencyexit"
    return _CATEGORIES.get(tags.get("entrance", ""), "pedestrian")


def read_width(tags: Tags) -> float | None:
    """Return the clear width in metres."""
    widths = (parse_length(tags[key], "m") for key in ("door:width", "width", "maxwidth") if key in tags)
    return next((width for width in widths if width is not None), None)


def read_automatic(tags: Tags) -> bool | None:
    """Return whether the door opens by itself; None if the tags do not say."""
    said = tags.get("automatic_door")
    return None if said is None else said not in _NOT_AUTOMATIC

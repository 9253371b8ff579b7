"""How a door opens, for whom it is, and how wide."""

from __future__ import annotations

from interactive_maps.importing.tags import Tags
from interactive_maps.importing.values.lengths import parse_length

# IMDF's words for how a door opens.
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
# Its words for whom a door is; one inside of a building is for everybody on foot.
_CATEGORIES = {
    "main": "pedestrian.principal",
    "emergency": "emergencyexit",
    "service": "service",
    "garage": "automobile",
}
_NOT_AUTOMATIC = frozenset({"no", "never"})


def read_kind(tags: Tags) -> str | None:
    """Return how the door opens, in IMDF's words; None where nobody says."""
    return _KINDS.get(tags.get("door", ""))


def read_category(tags: Tags) -> str:
    """Return for whom the door is, in IMDF's words."""
    if tags.get("exit") == "emergency":
        return "emergencyexit"
    return _CATEGORIES.get(tags.get("entrance", ""), "pedestrian")


def read_width(tags: Tags) -> float | None:
    """Return the clear width in metres."""
    widths = (parse_length(tags[key], "m") for key in ("door:width", "width", "maxwidth") if key in tags)
    return next((width for width in widths if width is not None), None)


def read_automatic(tags: Tags) -> bool | None:
    """Return whether the door opens by itself; None where nobody says."""
    said = tags.get("automatic_door")
    return None if said is None else said not in _NOT_AUTOMATIC

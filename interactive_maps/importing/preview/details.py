"""Descriptions of rooms and doors, and the groups that determine their colours."""

from __future__ import annotations

from collections.abc import Iterator

from interactive_maps.mapdata.edits.features import Opening, Space
from interactive_maps.texts.cleaning import clean_text

_GUESSED = "guessed_edge"
_SURE = 0.5  # confidence below which a door is a guess
_ISSUES = {
    _GUESSED: "an edge is guessed: nothing is drawn there",
    "no_label": "no number and no name stands in it",
    "no_opening": "no door or opening leads into it",
    "tiny": "it is smaller than a square metre",
}
_EVIDENCE = {
    "swing": "its swing is drawn",
    "symbol": "its symbol is drawn",
    "filled": "a gap with something drawn in it",
    "gap": "a gap in the wall",
    "open": "open: no wall is drawn",
}
# Categories of IMDF by group; all others are rooms.
GROUPS = {
    "room": "rooms",
    "way": "corridors and halls",
    "shaft": "stairs, lifts, ramps",
    "wet": "toilets, bathrooms",
    "store": "storage, technical rooms",
    "outdoors": "outdoors, open to below",
}
_GROUP_WORDS = {
    "way": ("walkway", "corridor", "lobby", "foyer", "vestibule", "concourse", "waitingroom"),
    "shaft": ("stairs", "steps", "elevator", "escalator", "ramp", "movingwalkway"),
    "wet": ("restroom", "toilet", "shower", "bathroom", "lockerroom", "washroom"),
    "store": (
        "storage",
        "mechanical",
        "utilities",
        "janitor",
        "electrical",
        "shaft",
        "serverroom",
        "mailroom",
    ),
    "outdoors": (
        "outdoors",
        "terrace",
        "balcony",
        "courtyard",
        "opentobelow",
        "unenclosedarea",
        "garden",
        "patio",
    ),
}


def group_of(category: str) -> str:
    """Return the group that determines the colour of a category."""
    found = category.partition(".")[0]
    return next((group for group, words in _GROUP_WORDS.items() if found in words), "room")


def find_issues(feature: Space | Opening) -> tuple[bool, tuple[str, ...]]:
    """Return whether a feature is a guess, and the other reasons against it, in words."""
    codes = [str(code) for code in feature.properties.get("issues", ())]
    unsure = isinstance(feature, Opening) and float(feature.properties.get("confidence", 1.0)) < _SURE
    return _GUESSED in codes or unsure, tuple(_ISSUES.get(code, code) for code in codes)


def describe_space(space: Space, area: float, openings: int) -> str:
    """Return a room's number, name, kind, ``area`` in square metres, doors and issues, line by line."""
    return "\n".join(_list_space(space, area, openings))


def _list_space(space: Space, area: float, openings: int) -> Iterator[str]:
    name = next(iter(space.names.values()), "")
    yield clean_text(f"{space.ref or ''} {name}") or "no number, no name"
    yield f"{clean_text(space.category)}, {area:.1f} m², {openings} {'door' if openings == 1 else 'doors'}"
    if "confidence" in space.properties:
        yield f"confidence {float(space.properties['confidence']):.0%}"
    yield from find_issues(space)[1]


def describe_door(opening: Opening) -> str:
    """Return an opening's kind, width and evidence, line by line."""
    width = f", {opening.width:.2f} m wide" if opening.width else ""
    evidence = str(opening.properties.get("evidence", ""))
    where = "joins two rooms" if len(opening.spaces) > 1 else "leads outdoors"
    lines = [f"{clean_text(opening.kind or 'opening')}{width}", where, _EVIDENCE.get(evidence, evidence)]
    return "\n".join(filter(None, lines))

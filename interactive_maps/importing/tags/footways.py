"""Footways: the lines that people walk along, with width, slope and access."""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.importing.tags import Tags
from interactive_maps.importing.tags.access import read_step_free
from interactive_maps.importing.tags.connectors import classify_connector
from interactive_maps.importing.values.lengths import parse_length
from interactive_maps.importing.values.slopes import parse_slope

_WALKED = frozenset({"footway", "pedestrian", "corridor", "path", "cycleway"})
# Lines for pedestrians outdoors: a route may begin in the street.
_STREETS = _WALKED | {"steps", "living_street", "residential", "service", "track", "unclassified", "road"}
_ALLOWED = frozenset({"yes", "designated", "permissive"})
# Kerbs that stop a wheel.
RAISED_KERBS = frozenset({"raised", "regular", "rolled", "yes"})


@dataclass(frozen=True, slots=True)
class Footway:
    """The tags of a footway: ``kind`` is that of edges, ``one_way`` is ``forward`` or ``backward``."""

    kind: str
    one_way: str | None
    width: float | None
    slope: float | None
    step_free: bool | None


def is_footway(tags: Tags, levels: int) -> bool:
    """Return whether a line on that many levels is a footway; a line between levels is a connector."""
    highway = tags.get("highway")
    if tags.get("conveying", "no") != "no" or highway == "steps":
        return levels < 2
    if highway in _WALKED:
        return classify_connector(tags, levels) is None
    return highway is None and tags.get("indoor") in {"pathway", "corridor"}


def is_street(tags: Tags) -> bool:
    """Return whether people walk along a line outdoors, by its tags alone."""
    if tags.get("highway") not in _STREETS or tags.get("foot") == "no":
        return False
    return tags.get("access") not in {"no", "private"} or tags.get("foot") in _ALLOWED


def read_footway(tags: Tags) -> Footway:
    """Return the footway that the tags of a line describe: its access and direction."""
    is_stair, moves = tags.get("highway") == "steps", tags.get("conveying", "no") != "no"
    kinds = {(True, True): "escalator", (True, False): "stairs", (False, True): "walkway"}
    widths = (parse_length(tags[key], "m") for key in ("width", "maxwidth") if key in tags)
    return Footway(
        kind=kinds.get((is_stair, moves), "walk"),
        one_way=_read_direction(tags),
        width=next((width for width in widths if width is not None), None),
        slope=None if is_stair else parse_slope(tags.get("incline")),
        step_free=False if tags.get("kerb") in RAISED_KERBS else read_step_free(tags),
    )


def _read_direction(tags: Tags) -> str | None:
    conveying = tags.get("conveying", "no")
    if conveying in {"forward", "backward"}:
        return conveying
    return {"yes": "forward", "-1": "backward"}.get(tags.get("oneway:foot", ""))

"""A line to walk along, in a source that also has spaces."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry import LineString

# The ordinal of outdoor features.
GROUND = 0.0


@dataclass(frozen=True, slots=True)
class WalkedLine:
    """A line on one level, in degrees; its parts inside of spaces follow the networks of the spaces.

    ``kind`` is the kind of its edges; ``one_way`` is ``forward`` or ``backward`` along the line; ``width`` is in
    metres, ``slope`` rise over run. ``is_outdoors`` lines have no level and are on the ground.
    """

    key: str
    level: float
    geometry: LineString
    kind: str = "walk"
    one_way: str | None = None
    name: str | None = None
    width: float | None = None
    slope: float | None = None
    step_free: bool | None = None
    is_outdoors: bool = False

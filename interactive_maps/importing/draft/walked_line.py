"""A line to walk along that a source has beside its spaces."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry import LineString

# The ordinal of what is outdoors.
GROUND = 0.0


@dataclass(frozen=True, slots=True)
class WalkedLine:
    """A line on one level, in degrees; what of it is inside of spaces is walked as they are.

    ``kind`` is that of edges; ``one_way`` is ``forward`` or ``backward`` along the line; ``width`` is in metres,
    ``slope`` rise over run. ``is_outdoors``: on no level, so on the ground.
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

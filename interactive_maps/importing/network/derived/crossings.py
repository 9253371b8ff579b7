"""Where a path crosses a passage without a door: a wide one at several places, so that nobody walks to its middle."""

from __future__ import annotations

from collections.abc import Iterator

from shapely import LineString, Point

_MARGIN = 0.15  # metres from the ends of a passage to its crossings: as near as paths come to walls
_NARROW = 1.2  # metres: what is narrower is crossed in the middle
_MOST_CROSSINGS = 200
_PITCH = 2.5  # metres between the crossings of a wide passage


def space_crossings(threshold: LineString) -> Iterator[Point]:
    """Yield the crossings of a threshold: its middle or, if it is wide, points near its ends and every few metres."""
    length = threshold.length
    if length < _NARROW:
        yield threshold.interpolate(length / 2)
        return
    # Untrusted coordinates: a passage as long as the equator must not get more crossings.
    count = min(max(2, round((length - 2 * _MARGIN) / _PITCH)), _MOST_CROSSINGS)
    for index in range(count + 1):
        yield threshold.interpolate(_MARGIN + (length - 2 * _MARGIN) * index / count)

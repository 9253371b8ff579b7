"""Straight cuts of an open region into rooms as large as their labels say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import find_directions, to_points

_WHOLE = 0.1  # share by which the sum of written areas may differ from the region
_ALIKE = 0.12  # share by which a room may differ from its written area
_AT_CORNER = 0.06  # share of the smaller side that a cut may gain or lose to end at a corner of the region
_STEPS = 40  # of a bisection
_LEAST_PART = 0.05  # square metres
_MOST_LABELS = 6
_MOST_CUTS = 4  # of one area, the shortest
_OFF_DOOR = 0.5  # metres: no room ends in the middle of a door


def agree(areas: Sequence[Polygon], written: Sequence[float]) -> bool:
    """Return whether rooms are as large as written, in square metres."""
    return all(abs(area.area - size) <= _ALIKE * size for area, size in zip(areas, written, strict=True))


def cut_as_written(
    area: Polygon, places: Floats, written: Sequence[float], doors: Floats
) -> list[Polygon] | None:
    """Return the rooms of an open region, one for each label at ``places`` (n, 2), as large as ``written`` says.

    Cuts run along or across the walls, away from ``doors`` (m, 2), so that labels stand in the middle of their rooms.
    None if the written areas do not add up to the region, or no straight cuts yield them.
    """
    total = float(sum(written))
    if len(places) > _MOST_LABELS or not total or abs(area.area - total) > _WHOLE * total:
        return None
    turn = _find_turn(area)
    turned = rotate(area, -turn, origin=(0, 0), use_radians=True)
    back = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    cuts = _Cuts(places @ back, np.array(written) * area.area / total, doors @ back)
    found = cuts.divide(turned, list(range(len(places))))
    if found is None:
        return None
    return [rotate(found[1][index], turn, origin=(0, 0), use_radians=True) for index in range(len(places))]


def _find_turn(area: Polygon) -> float:
    """Return the direction of the longest wall, radians."""
    points = shapely.get_coordinates(area.exterior)
    lines = np.hstack([points[:-1], points[1:]])
    lengths = np.hypot(*(lines[:, 2:] - lines[:, :2]).T)
    x, y = find_directions(lines)[int(lengths.argmax())]
    return float(np.arctan2(y, x))


@dataclass(frozen=True, slots=True)
class _Cuts:
    """The places (n, 2) of labels and the sizes of their rooms, and the places of doors; walls are along the axes."""

    seeds: Floats
    sizes: Floats
    doors: Floats

    def divide(self, area: Polygon, rows: list[int]) -> tuple[float, dict[int, Polygon]] | None:
        """Return the best parts of an area for each of ``rows``, the indices of labels, and how far these are off."""
        if len(rows) == 1:
            centre = shapely.get_coordinates(area.centroid)[0]
            off = float(((self.seeds[rows[0]] - centre) ** 2).sum() / area.area)
            return off, {rows[0]: area}
        best: tuple[float, dict[int, Polygon]] | None = None
        for _, axis, at, low, high in sorted(self._list(area, rows), key=lambda one: one[0])[:_MOST_CUTS]:
            below, above = (_part(area, axis, at, below=side) for side in (True, False))
            if not isinstance(below, Polygon) or not isinstance(above, Polygon):
                continue
            first, second = self.divide(below, low), self.divide(above, high)
            if first is None or second is None:
                continue
            off = first[0] + second[0]
            if best is None or off < best[0]:
                best = off, first[1] | second[1]
        return best

    def _list(
        self, area: Polygon, rows: list[int]
    ) -> Iterator[tuple[float, int, float, list[int], list[int]]]:
        """Yield (length, axis across which it runs, position, labels below, labels above) of possible cuts."""
        for axis in (0, 1):
            order = sorted(rows, key=lambda row: self.seeds[row, axis])
            for count in range(1, len(order)):
                low, high = order[:count], order[count:]
                at = _place(area, axis, float(self.sizes[low].sum()), float(self.sizes[rows].sum()))
                line = _line(area, axis, at)
                between = self.seeds[low[-1], axis] < at < self.seeds[high[0], axis]
                if between and not shapely.dwithin(to_points(self.doors), line, _OFF_DOOR).any():
                    yield line.length, axis, at, low, high


def _place(area: Polygon, axis: int, size: float, total: float) -> float:
    """Return the position of the cut below which a share of the area lies, at a corner if one is near."""
    wanted = area.area * size / total
    low, high = area.bounds[axis], area.bounds[axis + 2]
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _part(area, axis, middle, below=True).area < wanted:
            low = middle
        else:
            high = middle
    slack = _AT_CORNER * min(wanted, area.area - wanted)
    corners = np.unique(shapely.get_coordinates(area)[:, axis])
    for corner in corners[np.argsort(np.abs(corners - low))][:2].tolist():
        if abs(_part(area, axis, corner, below=True).area - wanted) <= slack:
            return float(corner)
    return low


def _part(area: Polygon, axis: int, at: float, *, below: bool) -> BaseGeometry:
    """Return the area on one side of a cut, without slivers."""
    bounds = list(area.bounds)
    bounds[axis + 2 if below else axis] = at
    west, south, east, north = bounds
    parts = [
        part
        for part in shapely.get_parts(shapely.intersection(area, shapely.box(west, south, east, north)))
        if part.area > _LEAST_PART
    ]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def _line(area: Polygon, axis: int, at: float) -> BaseGeometry:
    west, south, east, north = area.bounds
    ends = [(at, south), (at, north)] if axis == 0 else [(west, at), (east, at)]
    return shapely.intersection(area, shapely.LineString(ends))

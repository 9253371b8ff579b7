"""Open passages between regions that were cut from one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely import MultiLineString, Polygon

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.companions import find_lone_parts
from interactive_maps.importing.recognition.geometry.segments import to_lines

_TOUCH = 0.03  # metres between regions that were cut apart, or left over beside outlines
_APART = 0.30  # between outlines in the drawing
_OFF_WALL = 0.12  # from a wall to free passage
_BESIDE = 0.45  # between the edges of rooms and a wall along them, which is drawn by its faces or twice
_LEAST_WIDTH = 0.6
_STRAIGHT = 0.1

Passage = tuple[Threshold, int, int]


def find_passages(areas: Sequence[Polygon], open_edges: Sequence[bool], barred: Floats) -> Iterator[Passage]:
    """Yield the straight borders of areas whose edges may be open, except along lines of ``barred`` (n, 4)."""
    chosen = [index for index, is_open in enumerate(open_edges) if is_open]
    parts = np.array([areas[index] for index in chosen], dtype=object)  # an empty list has no type
    walls = shapely.STRtree(to_lines(barred))
    one, other = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=_APART)
    for first, second in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if first < second:
            for start, end in _find_borders(parts[first], parts[second], walls):
                line = np.concatenate([start, end])[None]
                passage = Threshold(
                    (float(start[0]), float(start[1])), (float(end[0]), float(end[1])), Evidence.OPEN, line
                )
                yield passage, chosen[first], chosen[second]


def _find_borders(one: Polygon, other: Polygon, walls: shapely.STRtree) -> Iterator[tuple[Floats, Floats]]:
    reach = _TOUCH if one.distance(other) <= _TOUCH else _APART
    border = shapely.intersection(one.boundary, grow(other, reach))
    near = walls.query(border, predicate="dwithin", distance=_OFF_WALL)
    if len(near):
        border = border.difference(shapely.union_all(grow(walls.geometries[near], _OFF_WALL, "round")))
    lines = MultiLineString([part for part in shapely.get_parts(border) if part.length > 0])
    for part in shapely.get_parts(shapely.normalize(shapely.line_merge(lines))):
        points = shapely.get_coordinates(part.simplify(_STRAIGHT))
        for start, end in pairwise(points):
            if np.hypot(*(end - start)) >= _LEAST_WIDTH:
                yield from _leave_out_walls(start, end, walls)


def _leave_out_walls(start: Floats, end: Floats, walls: shapely.STRtree) -> Iterator[tuple[Floats, Floats]]:
    along = (end - start) / np.hypot(*(end - start))
    for low, high in find_lone_parts(np.concatenate([start, end]), walls, _BESIDE):
        if high - low >= _LEAST_WIDTH:
            yield start + low * along, start + high * along

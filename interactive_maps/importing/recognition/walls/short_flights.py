"""Short flights among lines that may be walls: three or four treads from one wall to another.

Longer rows are known by their length. Two lines may be the faces of a wall, three as far apart as steps are not.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.flights.treads import list_equal_rows
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
)

_AT_WALL = 0.12  # metres from the ends of treads to the wall beside them
_ACROSS = 0.2  # cosine between treads and that wall
_PAST = 0.1  # metres by which the wall goes on past all of them


def find_short_flights(segments: Floats) -> NDArray[np.bool_]:
    """Return which segments (n, 4), metres, are treads of equal length and distance between two walls."""
    found = np.zeros(len(segments), dtype=bool)
    tree = shapely.STRtree(to_lines(segments))
    for row in list_equal_rows(segments):
        found[row] = _is_between_walls(segments[row], segments, tree)
    return found


def _is_between_walls(row: Floats, segments: Floats, tree: shapely.STRtree) -> bool:
    """Return whether a line goes on past all treads at both of their ends."""
    along = find_directions(row)[0]
    ends = row.reshape(-1, 2, 2)
    order = np.argsort(ends @ along, axis=1)
    ends = np.take_along_axis(ends, order[:, :, None], axis=1)
    return all(_is_wall_beside(ends[:, side], along, segments, tree) for side in (0, 1))


def _is_wall_beside(ends: Floats, along: Floats, segments: Floats, tree: shapely.STRtree) -> bool:
    _, near = tree.query(to_points(ends), predicate="dwithin", distance=_AT_WALL)
    lines, count = np.unique(near, return_counts=True)
    lines = lines[count == len(ends)]
    walls = segments[lines]
    directions = find_directions(walls)
    places = np.einsum("ijk,ik->ij", ends - walls[:, None, :2], directions)
    past = (places.min(axis=1) >= _PAST) & (places.max(axis=1) <= measure_lengths(walls) - _PAST)
    return bool((past & (np.abs(directions @ along) < _ACROSS)).any())

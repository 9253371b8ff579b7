"""True doors that are recorded at their hinges, moved to the middle of the opening."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from shapely import Point

from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.drawing.arcs import list_arc_ends

_AT = 0.13  # of the radius: how far a leaf may start or end beside the hinge and the arc's end

Floats = NDArray[np.float64]


def move_from_hinges(doors: Sequence[Point], drawing: Drawing) -> tuple[Point, ...]:
    """Return doors in drawing units: those at the centre of an arc with a leaf in the middle between its jambs.

    At the hinge, in the corner of a room, other rooms are as near as those that the door joins.
    """
    arcs = drawing.arcs
    closed = [_find_closed_end(arc, drawing.segments) for arc in arcs]
    moved = []
    for door in doors:
        place = np.array([door.x, door.y])
        near = [
            index
            for index in range(len(arcs))
            if closed[index] is not None and np.hypot(*(arcs[index, :2] - place)) <= 0.02 * arcs[index, 2]
        ]
        moved.append(Point(_find_middle(near[0], arcs, closed)) if near else door)
    return tuple(moved)


def _find_closed_end(arc: Floats, segments: Floats) -> Floats | None:
    """Return the end of an arc that the leaf does not touch, None if there is not just one leaf."""
    centre, radius = arc[:2], arc[2]
    (ends,) = list_arc_ends(arc[None])
    both = np.concatenate([segments, segments[:, [2, 3, 0, 1]]])
    leaves = both[np.hypot(*(both[:, :2] - centre).T) <= _AT * radius]
    touched = [bool((np.hypot(*(leaves[:, 2:] - end).T) <= _AT * radius).any()) for end in ends]
    return None if touched[0] == touched[1] else np.asarray(ends[int(touched[0])])


def _find_middle(index: int, arcs: Floats, closed: Sequence[Floats | None]) -> Floats:
    """Return where both leaves of a double door meet, else the middle between the hinge and the closed end."""
    end = closed[index]
    assert end is not None
    others = (one for number, one in enumerate(closed) if one is not None and number != index)
    if any(np.hypot(*(one - end)) <= _AT * arcs[index, 2] for one in others):
        return end
    return np.asarray((arcs[index, :2] + end) / 2)

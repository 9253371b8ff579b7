"""Cracks between separate pieces of linework: panes that do not touch, a post beside a door."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import lengthen, to_lines

_WIDEST = 0.06  # metres
_MEET = 0.003  # metres: lines this near are connected
_SPACING = 1.0  # metres between two joints of the same pieces
_OVERSHOOT = 0.012


def bridge_cracks(segments: Floats, panes: NDArray[np.bool_]) -> Floats:
    """Return short lines across the cracks between panes and lines that nothing connects with them, (n, 4).

    Nobody passes a crack, but without a line across it, what stands free in a room encloses nothing. Between other
    lines there is none: what is near a wall may be a table.
    """
    if not panes.any():
        return np.empty((0, 4))
    lines = to_lines(segments)
    tree = shapely.STRtree(lines)
    one, other = tree.query(lines, predicate="dwithin", distance=_MEET)
    _, pieces = connect(one, other, len(lines))
    rows = np.flatnonzero(panes)
    one, other = tree.query(lines[rows], predicate="dwithin", distance=_WIDEST)
    one = rows[one]
    apart = pieces[one] != pieces[other]
    apart &= (pieces[one] < pieces[other]) | ~panes[other]  # two panes are each other's pair
    one, other = np.where(pieces[one] < pieces[other], (one, other), (other, one))[:, apart]
    bridges = shapely.get_coordinates(shapely.shortest_line(lines[one], lines[other])).reshape(-1, 4)
    chosen = _choose(bridges, np.stack([pieces[one], pieces[other]], axis=1))
    return lengthen(bridges[chosen], _OVERSHOOT)


def _choose(bridges: Floats, pairs: Integers) -> list[int]:
    """Return the shortest bridges, those of the same two pieces far apart from each other."""
    lengths = np.hypot(bridges[:, 2] - bridges[:, 0], bridges[:, 3] - bridges[:, 1])
    taken: dict[tuple[int, int], list[Floats]] = {}
    chosen = []
    for row in np.argsort(lengths, kind="stable").tolist():
        place = bridges[row, :2]
        others = taken.setdefault((int(pairs[row, 0]), int(pairs[row, 1])), [])
        if all(np.hypot(*(place - before)) >= _SPACING for before in others):
            others.append(place)
            chosen.append(row)
    return chosen

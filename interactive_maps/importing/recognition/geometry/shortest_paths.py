"""The shortest paths along lines from one place to the next one, over ends that meet carelessly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.segments import find_near

_APART = 2.0  # times as long as it is, a step between ends counts: a path along a line is preferred
_LEAST_STEP = 1e-6  # metres: the search takes steps without length for none


def find_paths(ends: Floats, places: Floats, reach: float, longest: float) -> NDArray[np.bool_]:
    """Return which lines are on the shortest path from one of ``places`` (m, 2) to the nearest other one.

    ``ends`` (2 n, 2) are all first, then all second ends of n lines; ``reach`` is the distance of ends that meet,
    and ``longest`` the length of the lines on a path, both in metres.
    """
    count = len(ends) // 2
    one, other, cost = _list_steps(ends, places, reach)
    graph = coo_array((cost, (one, other)), shape=(len(ends) + len(places),) * 2).tocsr()
    sources = np.arange(len(ends), len(ends) + len(places))
    limit = (1 + _APART) * longest
    away, *nodes = dijkstra(
        graph, directed=False, indices=sources, limit=limit, min_only=True, return_predecessors=True
    )
    before, source = (np.asarray(part, dtype=np.int64) for part in nodes)
    meeting = np.flatnonzero(np.isfinite(away[one] + away[other]) & (source[one] != source[other]))
    meeting = _choose_shortest(
        meeting, (away[one] + cost + away[other])[meeting], source[one[meeting]], source[other[meeting]]
    )
    heads = np.concatenate([one[meeting], other[meeting]])
    lengths = np.hypot(*(ends[count:] - ends[:count]).T)
    return _trace(heads, before, lengths, (one[meeting], other[meeting]), longest)


def _list_steps(ends: Floats, places: Floats, reach: float) -> tuple[Integers, Integers, Floats]:
    """Return the steps along lines, and between ends of two lines, or an end and one of ``places``, each once."""
    count = len(ends) // 2
    row, near, apart = find_near(np.concatenate([ends, places]), ends, reach)
    is_joint = (row >= len(ends)) | (row % max(count, 1) != near % max(count, 1))
    pairs = np.sort(np.column_stack([row, near])[is_joint], axis=1)
    pairs, first = np.unique(pairs, axis=0, return_index=True)
    lines = np.column_stack([np.arange(count), np.arange(count) + count])
    lengths = np.hypot(*(ends[count:] - ends[:count]).T)
    steps = np.concatenate([lines, pairs])
    cost = np.maximum(np.concatenate([lengths, _APART * apart[is_joint][first]]), _LEAST_STEP)
    return steps[:, 0], steps[:, 1], cost


def _choose_shortest(steps: Integers, cost: Floats, one: Integers, other: Integers) -> Integers:
    """Return, of the steps at which paths from two places meet, the one on the shortest path from each place."""
    places, rows = np.concatenate([one, other]), np.tile(np.arange(len(steps)), 2)
    order = np.lexsort((rows, cost[rows], places))
    _, first = np.unique(places[order], return_index=True)
    return np.asarray(steps[np.unique(rows[order[first]])])


def _trace(
    heads: Integers, before: Integers, lengths: Floats, across: tuple[Integers, Integers], longest: float
) -> NDArray[np.bool_]:
    """Return which lines paths pass from each of ``heads`` back to the start, over ``across`` to their other half."""
    count, paths = len(lengths), len(heads) // 2
    path = np.tile(np.arange(paths), 2)
    passed = [_list_lines(*across, count)]
    owners = [np.arange(paths)]
    while len(heads):
        follows = before[heads] >= 0
        heads, path = heads[follows], path[follows]
        passed.append(_list_lines(heads, before[heads], count))
        owners.append(path)
        heads = before[heads]
    line, owner = np.concatenate(passed), np.concatenate(owners)
    line, owner = line[line >= 0], owner[line >= 0]
    total = np.bincount(owner, weights=lengths[line], minlength=paths)
    found = np.zeros(count, dtype=bool)
    found[line[total[owner] <= longest]] = True
    return found


def _list_lines(one: Integers, other: Integers, count: int) -> Integers:
    """Return the line that leads from one end to the other, -1 where that is a step between two lines."""
    along = (np.maximum(one, other) < 2 * count) & (np.abs(one - other) == count)
    return np.where(along, np.minimum(one, other), -1)

"""Optimal order of a few stops, by dynamic programming over the sets already visited. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_STOPS = 8  # between start and end


def order_stops(costs: NDArray[np.int64], unreachable: int) -> list[int] | None:
    """Return the cheapest order of all stops of the matrix ``costs`` [n, n], from 0 to n - 1.

    Returns None if no route connects all of them. Raises ValueError for more than ``MOST_STOPS`` in between.
    """
    between = list(range(1, len(costs) - 1))
    if len(between) > MOST_STOPS:
        raise ValueError(f"at most {MOST_STOPS} stops can be put in order")
    table = costs.tolist()
    best: dict[tuple[int, int], tuple[int, int]] = {
        (0, 0): (0, 0)
    }  # (visited, last) -> (cost, the one before)
    for visited in range(1 << len(between)):
        for last in [0] if visited == 0 else between:
            if (visited, last) not in best:
                continue
            cost = best[visited, last][0]
            for stop in between:
                after = visited | 1 << (stop - 1)
                if after == visited or table[last][stop] >= unreachable:
                    continue
                longer = (cost + table[last][stop], last)
                best[after, stop] = min(best.get((after, stop), longer), longer)
    return _read_order(best, table, unreachable)


def _read_order(
    best: dict[tuple[int, int], tuple[int, int]], table: list[list[int]], unreachable: int
) -> list[int] | None:
    end = len(table) - 1
    visited = (1 << max(end - 1, 0)) - 1
    totals = [
        (cost + table[last][end], last)
        for (seen, last), (cost, _) in best.items()
        if seen == visited and table[last][end] < unreachable
    ]
    if not totals:
        return None
    order, last = [end], min(totals)[1]
    while last:
        order.append(last)
        visited, last = visited & ~(1 << (last - 1)), best[visited, last][1]
    return [0, *reversed(order)] if end else [0]

"""Graph spanner: a few sight lines whose shortest paths are hardly longer than those over all lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.network.derived.visibility_graph import SightLines

Distances = NDArray[np.float64]
Link = tuple[int, int]

# The most that a path over kept lines may be longer than a dropped line; the second value is for many points.
STRETCH, _STRETCH_OF_MANY = 1.01, 1.03
_MANY = 200
_MOST_TESTS = 200_000_000


class Spanner:
    """The kept lines among ``size`` points, and all their distances.

    Greedy (Althöfer et al. 1993): from the shortest line on, a line is kept if no path over kept lines is almost as
    short. A hall with a hundred doors keeps some hundred lines instead of five thousand.
    """

    def __init__(self, size: int, sights: SightLines) -> None:
        self.distances: Distances = np.full((size, size), np.inf)
        np.fill_diagonal(self.distances, 0.0)
        self.links: list[Link] = []
        order = np.lexsort((sights.other, sights.one, sights.lengths.round(6)))
        lengths = sights.lengths[order].tolist()
        factor = STRETCH if size <= _MANY else _STRETCH_OF_MANY
        pairs = zip(sights.one[order].tolist(), sights.other[order].tolist(), lengths, strict=True)
        for one, other, length in pairs:
            if self.distances[one, other] > factor * length:
                self._keep(one, other, length)

    def _keep(self, one: int, other: int, length: float) -> None:
        self.links.append((one, other))
        distances = self.distances
        from_one, from_other = distances[one].copy(), distances[other].copy()
        # Only paths between points nearer to one end and points nearer to the other can have become shorter.
        before = np.flatnonzero(from_one + length < from_other)
        behind = np.flatnonzero(from_other + length < from_one)
        detours = from_one[before, None] + (length + from_other[None, behind])
        rows = before[:, None]  # as np.ix_ does, which takes longer than all the rest
        shorter = np.minimum(distances[rows, behind], detours)
        distances[rows, behind] = shorter
        distances[behind[:, None], before] = shorter.T

    def hang(self, reach: Distances, wanted: Sequence[int], factor: float) -> list[int]:
        """Return the points to join an additional point with, so that each of ``wanted`` is near.

        ``reach`` is its distance to every point that it sees, infinite for others.
        """
        best = np.min(reach[:, None] + self.distances, axis=0)
        kept: list[int] = []
        detours = np.full(len(reach), np.inf)
        for point in sorted(wanted, key=lambda point: (round(best[point], 6), point)):
            if np.isfinite(best[point]) and detours[point] > factor * best[point]:
                first = int(np.argmin(reach + self.distances[:, point]))
                kept.append(first)
                detours = np.minimum(detours, reach[first] + self.distances[first])
        return kept

    def select(self, rows: Distances) -> list[Link]:
        """Return the links on a shortest path between two of ``rows``.

        A row has the distances of one position, a door or an additional point, to every point: infinite without a
        path.
        """
        if not len(rows) or len(rows) ** 2 * len(self.links) > _MOST_TESTS:
            return self.links
        between = np.array([np.min(row + rows, axis=1) for row in rows]) + 1e-6
        return [link for link in self.links if self._is_used(rows, between, *link)]

    def _is_used(self, rows: Distances, between: Distances, one: int, other: int) -> bool:
        detours = rows[:, one, None] + (self.distances[one, other] + rows[None, :, other])
        return bool(np.any(detours < between))

"""The lines that people walk along: centre lines of corridors, and a spur to every room, stair and lift.

Lines meet only at points that both contain, so that readers can join them by equal coordinates.
"""

from __future__ import annotations

from collections.abc import Sequence

from interactive_maps.demo.design.building import Corridor, Path, PathKind
from interactive_maps.demo.design.frame import Point


class Network:
    """Collects spurs, and adds a vertex to the corridor at the start of each."""

    def __init__(self, corridors: Sequence[Corridor]) -> None:
        self._corridors = corridors
        self._stations: list[set[Point]] = [set(corridor.gates) for corridor in corridors]
        self._spurs: list[Path] = []
        for index, corridor in enumerate(corridors):
            for end in (corridor.start, corridor.end):
                self._join_crossings(index, end)

    def branch(self, kind: PathKind, corridor: int, points: Sequence[Point]) -> None:
        """Add a spur that leaves a corridor at ``points[0]``, which lies on its centre line."""
        self._stations[corridor].add(points[0])
        self.trace(kind, points)

    def trace(self, kind: PathKind, points: Sequence[Point]) -> None:
        """Add a line that starts at a vertex of another line."""
        self._spurs.append(Path(kind, tuple(points)))

    def reach_end(self, corridor: int, end: Point) -> None:
        """Extend a corridor to the door at its end."""
        self._stations[corridor].add(end)

    def lines(self) -> list[Path]:
        """Return all lines, corridors first; a corridor reaches from its first spur to its last."""
        corridors = [
            Path("corridor", tuple(sorted(stations))) for stations in self._stations if len(stations) > 1
        ]
        return corridors + self._spurs

    def _join_crossings(self, index: int, end: Point) -> None:
        for other, corridor in enumerate(self._corridors):
            if other != index and _lies_on(end, corridor):
                self._stations[index].add(end)
                self._stations[other].add(end)


def _lies_on(point: Point, corridor: Corridor) -> bool:
    (x0, y0), (x1, y1) = sorted((corridor.start, corridor.end))
    return x0 <= point[0] <= x1 and y0 <= point[1] <= y1

"""The spaces around an element: those with its nodes on their outlines, and those that contain it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import shapely
from shapely.geometry import Point

from interactive_maps.mapdata.edits.features import Space


class AdjacentSpaces:
    """Spaces, found by nodes on their outlines and by positions inside."""

    def __init__(self, spaces: Sequence[tuple[Space, Collection[int]]]) -> None:
        self._spaces = [space for space, _ in spaces]
        self._tree = shapely.STRtree([space.geometry for space in self._spaces])
        self._by_node: dict[int, list[Space]] = {}
        for space, nodes in spaces:
            for node in nodes:
                self._by_node.setdefault(node, []).append(space)

    def find_joined(self, nodes: Iterable[int]) -> list[Space]:
        """Return the spaces with any of the nodes on their outlines, each once."""
        found = {space.key: space for node in nodes for space in self._by_node.get(node, ())}
        return list(found.values())

    def find_around(self, point: Point, ordinals: Collection[float | None]) -> list[Space]:
        """Return the spaces on the levels with the point inside or on the outline, the smallest first."""
        ordinals = frozenset(ordinals)
        hits = (self._spaces[index] for index in self._tree.query(point, predicate="intersects"))
        return sorted(
            (space for space in hits if space.ordinal in ordinals),
            key=lambda space: (space.geometry.area, space.key),
        )


def infer_ordinals(spaces: Iterable[Space]) -> tuple[float, ...]:
    """Return the levels of an element without one, by the spaces whose outlines it lies on.

    It is on the levels that two of the spaces share, or else on their level if they have only one. Otherwise it is
    unknown, and the result is empty.
    """
    levels = [space.ordinal for space in spaces if space.ordinal is not None]
    met = sorted({level for level in levels if levels.count(level) > 1})
    if met:
        return tuple(met)
    return (levels[0],) if len(levels) == 1 else ()

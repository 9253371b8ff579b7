"""Outdoor ways that people walk along, near the buildings with an inside."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from interactive_maps.importing.formats.osm.elements.element import Element, Elements
from interactive_maps.importing.tags.selection import is_inside

_CELL = 0.001  # degrees: about a hundred metres
_MOST_NODES = 2_000_000  # of all outdoor ways together
Place = tuple[float, float]
_Cell = tuple[int, int]


@dataclass(slots=True)
class Streets:
    """Collects outdoor ways; ``is_full`` once the file has too many."""

    elements: list[Element] = field(default_factory=list)
    is_full: bool = False
    _nodes: int = 0

    def add(self, way: Element) -> None:
        """Add a way; if there are too many, drop all."""
        self._nodes += len(way.nodes)
        if self._nodes > _MOST_NODES:
            self.is_full = True
            self.elements.clear()
        if not self.is_full:
            self.elements.append(way)

    def list_nodes(self, known: Mapping[int, Place]) -> set[int]:
        """Return the nodes without known positions."""
        return {node for way in self.elements for node in way.nodes if node not in known}

    def list_next(self, known: Mapping[int, Place]) -> set[int]:
        """Return the neighbours of located nodes: there, a street leads out of the area."""
        pairs = (pair for way in self.elements for pair in pairwise(way.nodes))
        return {
            other
            for one, two in pairs
            for node, other in ((one, two), (two, one))
            if node in known and other not in known
        }


class NearbyCells:
    """The cells around the insides of buildings."""

    def __init__(self, elements: Elements) -> None:
        self._cells: set[_Cell] = set()
        for place in _list_inside(elements):
            x, y = _find_cell(place)
            self._cells.update((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))

    def hold(self, place: Place) -> bool:
        """Return whether a position is near the inside of a building."""
        return _find_cell(place) in self._cells


def _find_cell(place: Place) -> _Cell:
    return math.floor(place[0] / _CELL), math.floor(place[1] / _CELL)


def _list_inside(elements: Elements) -> Iterable[Place]:
    for element in elements.kept.values():
        if is_inside(element.tags):
            for node in element.nodes or (element.id,):
                if (place := elements.places.get(node)) is not None:
                    yield place

"""The spaces and doors of drawn lines, which routes to a space and closures apply to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.drawn.noding import SNAP, Piece
from interactive_maps.importing.network.neighbour_search import find_neighbours
from interactive_maps.importing.network.plane import Places, flatten, flatten_points


@dataclass(frozen=True, slots=True)
class Homes:
    """The space of each node by its number; ``areas`` are those of spaces in metres, by key."""

    by_node: Mapping[int, str]
    areas: Mapping[str, BaseGeometry]

    def of_node(self, node: int) -> str | None:
        """Return the key of the space that a node is in."""
        return self.by_node.get(node)

    def list_of_pieces(self, pieces: Sequence[Piece]) -> Iterator[str | None]:
        """Yield the space of each piece.

        A piece from one space into another belongs to the one that it ends in: closing a room closes the line into
        it, and closing a corridor does not close its rooms. Otherwise it belongs to the space of its middle.
        """
        degree = Counter(node for piece in pieces for node in (piece.source, piece.target))
        for piece in pieces:
            ends = {node: self.by_node.get(node) for node in (piece.source, piece.target)}
            spaces = set(ends.values())
            if len(spaces) == 1:
                yield spaces.pop()
                continue
            last = [space for node, space in ends.items() if space is not None and degree[node] == 1]
            yield last[0] if len(last) == 1 else self._choose(piece, sorted(filter(None, spaces)))

    def _choose(self, piece: Piece, spaces: Sequence[str]) -> str:
        middle = LineString(piece.places).interpolate(0.5, normalized=True)
        return next((key for key in spaces if self.areas[key].intersects(middle)), spaces[0])


def find_homes(draft: MapDraft, plane: Plane, level: float | None, places: Places) -> Homes:
    """Return the spaces of the nodes at ``places``: the smallest of several, or the room whose point it is."""
    spaces = [space for space in draft.spaces if space.ordinal == level]
    areas = dict(
        zip(
            (space.key for space in spaces),
            flatten(plane, [space.geometry for space in spaces]),
            strict=True,
        )
    )
    keys = sorted(areas, key=lambda key: (-areas[key].area, key))  # the smallest last, so that it wins
    nodes = [Point(place) for place in places]
    by_node = {node: keys[area] for node, area in find_neighbours(nodes, [areas[key] for key in keys], 0.0)}
    rooms = sorted(
        (room for room in draft.rooms if room.level == level and room.home in areas),
        key=lambda room: room.key,
    )
    points = flatten_points(plane, [Point(room.longitude, room.latitude) for room in rooms])
    by_node |= {node: rooms[room].home for room, node in find_neighbours(points, nodes, SNAP)}
    return Homes(by_node, areas)


def find_doorways(
    draft: MapDraft, plane: Plane, level: float | None, pieces: Sequence[Piece]
) -> list[str | None]:
    """Return the opening that each piece leads through; of several, the first by key."""
    openings = sorted((one for one in draft.openings if one.ordinal == level), key=lambda one: one.key)
    lines = [LineString(piece.places) for piece in pieces]
    found: dict[int, int] = {}
    for piece, opening in find_neighbours(lines, flatten(plane, [one.geometry for one in openings]), SNAP):
        found.setdefault(piece, opening)
    return [openings[found[index]].key if index in found else None for index in range(len(pieces))]

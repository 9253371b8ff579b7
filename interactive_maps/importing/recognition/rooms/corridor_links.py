"""Links of corridors: one that ends in an open region goes on to the next, or to an open passage, nearby.

What lies between belongs to no room, since people walk through it: in front of a recess, and around a corner.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.segments import find_directions, to_lines

_FARTHEST = 9.0  # metres, three times as far as a wide corridor is wide
_FARTHEST_AHEAD = 15.0  # metres to a mouth straight ahead
_PARALLEL = np.cos(np.radians(20))  # between a mouth and one straight ahead
_ASKEW = np.sin(np.radians(10))  # between the edges of the way there and the corridor
_LEAST_MOUTH = 0.9  # metres
_SLIVER = 0.1
_AT_WALL = 0.6  # metres from an open passage to the floor beside it
_SHARE = 0.5  # of a piece that lies on the way


def find_mouths(corridors: Sequence[Polygon], parts: Sequence[Polygon]) -> list[Floats]:
    """Return where each corridor opens into the other parts of its region: (n, 4) from side to side."""
    if not corridors:
        return []
    edge = grow(_unite([*corridors, *parts]).boundary, _SLIVER)
    return [_find_mouths_of(corridor, edge) for corridor in corridors]


def _find_mouths_of(corridor: Polygon, edge: BaseGeometry) -> Floats:
    inner = shapely.line_merge(shapely.difference(corridor.boundary, edge))
    ends = [
        shapely.get_coordinates(part)[[0, -1]].ravel()
        for part in shapely.get_parts(inner)
        if part.length >= _LEAST_MOUTH
    ]
    return np.array(ends).reshape(-1, 4)


def find_edges(parts: Sequence[Polygon], mouths: Sequence[Floats], named: Collection[int] = ()) -> Floats:
    """Return the edges (n, 4) of the ways through ``parts`` that lead straight on from a corridor to the next.

    Nothing is drawn there where they lead through an open room. Two of the corridors ``named`` end at it.
    """
    if not mouths:
        return np.empty((0, 4))
    floor = _unite(parts)
    ahead = (
        _draw_edges(one, other)
        for one, other in _list_pairs(mouths, np.empty((0, 4)), floor, named)
        if _is_straight(one, other, floor)
    )
    return np.concatenate([np.empty((0, 4)), *(edges for edges in ahead if edges is not None)])


def find_links(
    pieces: Sequence[Polygon], mouths: Sequence[Floats], named: Collection[int], passages: Floats
) -> set[int]:
    """Return the indices of ``pieces`` on the way between two corridors, or from one to one of ``passages`` (n, 4).

    The first pieces are corridors with these ``mouths``; those ``named`` are rooms, or corridors that end at others.
    """
    if not mouths:
        return set()
    floor = _unite(pieces)
    pairs = _list_pairs(mouths, passages, floor, named)
    shapely.prepare(floor)
    free = [index for index in range(len(mouths), len(pieces)) if index not in named]
    tree = shapely.STRtree([pieces[index] for index in free])
    found: set[int] = set()
    for one, other in pairs:
        if not _is_straight(one, other, floor):
            continue
        hull = shapely.union(one, other).convex_hull
        for row in tree.query(hull, predicate="intersects").tolist():
            piece = pieces[free[row]]
            if shapely.intersection(piece, hull).area >= _SHARE * piece.area:
                found.add(free[row])
    return found


def _list_pairs(
    mouths: Sequence[Floats], passages: Floats, floor: BaseGeometry, named: Collection[int]
) -> list[tuple[BaseGeometry, BaseGeometry]]:
    """Return the mouths of two corridors near each other, or face to face, and each mouth with such passages.

    Of two corridors ``named``, neither goes on to the other.
    """
    openings = [line for line in to_lines(passages) if shapely.dwithin(line, floor, _AT_WALL)]
    own = [to_lines(found) for found in mouths]
    lines = np.array([*(line for found in own for line in found), *openings], dtype=object)
    corridors = np.repeat(np.arange(len(mouths) + 1), [*map(len, mouths), len(openings)])
    ones, others = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=_FARTHEST_AHEAD)
    # The openings come last, as if of one more corridor: two of them make no pair.
    apart = corridors[ones] < corridors[others]
    apart &= ~(np.isin(corridors[ones], [*named]) & np.isin(corridors[others], [*named]))
    return [
        (one, other)
        for one, other in zip(lines[ones[apart]], lines[others[apart]], strict=True)
        if shapely.dwithin(one, other, _FARTHEST) or _draw_edges(one, other) is not None
    ]


def _draw_edges(one: BaseGeometry, other: BaseGeometry) -> Floats | None:
    """Return the edges (2, 4) of the way from a mouth to one straight ahead of it, else None.

    It is as wide as the narrower of the two.
    """
    narrow, wide = (
        shapely.get_coordinates(mouth) for mouth in sorted((one, other), key=lambda line: line.length)
    )
    along, across = find_directions(np.stack([narrow.ravel(), wide.ravel()]))
    if along @ across < 0:
        wide, across = wide[::-1], -across
    if along @ across < _PARALLEL:
        return None
    places = np.clip((narrow - wide[0]) @ along / (across @ along), 0.0, np.hypot(*(wide[1] - wide[0])))
    edges = np.hstack([narrow, wide[0] + places[:, None] * across])
    return edges if np.abs(find_directions(edges) @ along).max() <= _ASKEW else None


def _unite(pieces: Sequence[Polygon]) -> BaseGeometry:
    return shapely.union_all(grow(np.array(pieces, dtype=object), 0.01))


def _is_straight(one: BaseGeometry, other: BaseGeometry, floor: BaseGeometry) -> bool:
    """Return whether the middles of two mouths see each other along the floor."""
    ends = [mouth.interpolate(0.5, normalized=True) for mouth in (one, other)]
    seen = shapely.LineString(ends)
    return bool(shapely.difference(seen, floor).length <= _AT_WALL)

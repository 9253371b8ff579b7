"""Dividers as a draughtsman would draw them: an open region is cut along its walls, where it is narrowest.

The two walls of every corner that projects into the region are extended until they meet another wall, and to the
next corner before them, as a wall between two columns would run. The pieces
between these lines are joined again across the longest lines first, unless both sides hold a label.
The shortest lines remain between the labels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.corners import (
    LEAST_EDGE,
    OVERSHOOT,
    draw_on,
    find_corners,
    join_facing,
)
from interactive_maps.importing.recognition.geometry.segments import (
    explode,
    find_directions,
    lengthen,
    measure_lengths,
    to_lines,
    to_points,
    turn_left,
)
from interactive_maps.importing.recognition.rooms.corridor_links import find_edges, find_links, find_mouths
from interactive_maps.importing.recognition.rooms.joining import Border, join_pieces

_LONGEST = 9.0  # metres of a divider
_WIDEST = 27.0  # metres of an opening in a wall that goes on behind it
_LEAST_WALL = 0.4  # metres of the longer wall at a corner: mullions and reveals divide no room
_GRID = 0.001
_ASIDE = np.cos(np.radians(6))  # between the wall at a corner and the next corner before it
_AT_DOOR = 0.6  # metres from a door's middle to the piece that it opens into
_AT_CORNER = 0.02  # metres from the end of a divider to a corner that projects into the area
_MOUTH = 0.8  # of its length that a line from corner to corner counts beside others
_SLIVER = 0.03  # metres between a corridor and what it leads to
_NECK, _LEAST_NECK = 0.9, 0.3  # metres: a door is wider, and what is narrower is closed already
_CLEAR = 0.45  # of a neck's width that its middle is off the walls
_OFF_WALL = 0.3  # metres: a line whose middle is nearer to a wall divides nothing


def divide_region(
    parts: Sequence[Polygon],
    seeds: Floats,
    corridors: Sequence[Polygon] = (),
    doors: Floats | None = None,
    passages: Floats | None = None,
    signed: Collection[int] = (),
) -> list[tuple[Polygon, list[int]]]:
    """Return the rooms of an open region, each with the indices of its ``seeds`` (n, 2), the places of labels.

    The region consists of ``corridors`` and ``parts``; ``doors`` (m, 2) are the middles of its doors, ``passages``
    (k, 4) the openings without a door; the labels of the seeds ``signed`` say "corridor". A room has several seeds if
    nothing divides them; a corridor or a hall may have none.
    """
    passages = np.empty((0, 4)) if passages is None else passages
    mouths = find_mouths(corridors, parts)
    jambs = np.concatenate([passages, *mouths]) if mouths else np.empty((0, 4))
    called = [index for index, one in enumerate(corridors) if shapely.contains(one, to_points(seeds)).any()]
    edges = lengthen(find_edges(parts, mouths, called), OVERSHOOT)
    cut = [_cut(part, jambs, edges) for part in parts]
    dividers = np.concatenate([lines for _, lines in cut])
    lengths = measure_lengths(dividers)
    if not corridors:  # whose mouths are known
        mouthlike = [_end_at_corners(lines, part) for part, (_, lines) in zip(parts, cut, strict=True)]
        lengths[np.concatenate(mouthlike)] *= _MOUTH
    pieces = np.array([*corridors, *(piece for found, _ in cut for piece in found)], dtype=object)
    homes = _find_homes(pieces, seeds)
    links = find_links(pieces.tolist(), mouths, homes, passages)
    groups = join_pieces(
        pieces.tolist(),
        homes,
        [*range(len(corridors)), *(piece for piece, held in homes.items() if set(held) <= set(signed))],
        _count_doors(pieces, doors),
        [*_measure_borders(pieces, dividers, lengths, edges), *_measure_mouths(pieces, len(corridors))],
        links,
    )
    return _unite_groups(pieces, homes, groups)


def divide_at_wide_openings(area: Polygon, seeds: Floats) -> list[tuple[Polygon, list[int]]]:
    """Return the rooms of an area as ``divide_region`` does, cut where a wall goes on in line behind an opening.

    Such an opening, of a concourse to the halls beside it, may be wider than other dividers are long.
    """
    dividers = join_facing(area, _LEAST_WALL, _WIDEST)
    pieces = np.array(_cut_along(area, dividers), dtype=object)
    homes = _find_homes(pieces, seeds)
    borders = _measure_borders(pieces, dividers, measure_lengths(dividers), np.empty((0, 4)))
    groups = join_pieces(pieces.tolist(), homes, (), [0] * len(pieces), borders)
    return _unite_groups(pieces, homes, groups)


def _unite_groups(
    pieces: np.ndarray, homes: Mapping[int, list[int]], groups: Sequence[Sequence[int]]
) -> list[tuple[Polygon, list[int]]]:
    return [
        (_unite(pieces[members]), [seed for member in members for seed in homes.get(member, [])])
        for members in groups
    ]


def _cut(area: Polygon, passages: Floats, edges: Floats) -> tuple[list[Polygon], Floats]:
    """Return the pieces between the dividers of an area, and the dividers."""
    dividers = np.concatenate([_find_dividers(area, passages), edges])
    return _cut_along(area, dividers), dividers


def _cut_along(area: Polygon, dividers: Floats) -> list[Polygon]:
    if not len(dividers):
        return [area]
    lines = np.concatenate([to_lines(dividers), to_lines(explode(np.array([shapely.boundary(area)])))])
    noded = shapely.union_all(lines, grid_size=_GRID)
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return list(pieces[shapely.intersects(shapely.point_on_surface(pieces), area)])


def _unite(pieces: np.ndarray) -> Polygon:
    if len(pieces) == 1:
        only: Polygon = pieces[0]
        return only
    joined = shapely.union_all(pieces, grid_size=_GRID)
    joined = grow(grow(joined, _SLIVER), -_SLIVER)  # a corridor hardly touches what it leads to
    areas = [part for part in shapely.get_parts(joined) if isinstance(part, Polygon)]
    return max(areas, key=lambda one: one.area)


def _find_dividers(area: Polygon, passages: Floats) -> Floats:
    """Return lines through the open region, (n, 4), from corners along their walls, and from jambs across them."""
    boundary = shapely.boundary(area)
    shapely.prepare(boundary)
    corners = draw_on(*find_corners(area, _LEAST_WALL), boundary, _LONGEST)
    jambs = draw_on(*_find_jambs(area, passages), boundary, _LONGEST)
    return np.concatenate([corners, jambs, _join_corners(area, boundary), _close_necks(area, boundary)])


def _close_necks(area: Polygon, boundary: BaseGeometry) -> Floats:
    """Return lines from corners straight out to a wall across necks narrower than a door, as beside a column."""
    corners, directions = find_corners(area, LEAST_EDGE)
    _, first, which = np.unique(np.round(corners, 3), axis=0, return_index=True, return_inverse=True)
    outward = np.zeros((len(first), 2))
    np.add.at(outward, which.ravel(), directions)
    lengths = np.hypot(*outward.T)[:, None]
    outward = np.divide(outward, lengths, out=outward, where=lengths > 0)
    lines = draw_on(
        np.concatenate([corners, corners[first]]), np.concatenate([directions, outward]), boundary, _NECK
    )
    widths = measure_lengths(lines)
    clear = shapely.distance(to_points((lines[:, :2] + lines[:, 2:]) / 2), boundary) >= _CLEAR * widths
    return lines[clear & (widths > _LEAST_NECK)]


def _find_jambs(area: Polygon, passages: Floats) -> tuple[Floats, Floats]:
    """Return the ends of open passages on the edge of an area, with the direction into it.

    A room beside a passage begins at its jamb, since people walk through the place before it.
    """
    near = passages[shapely.dwithin(to_lines(passages), area, _AT_DOOR)]
    across = turn_left(find_directions(near))
    places = np.concatenate([near[:, :2], near[:, 2:]])
    inner = shapely.get_coordinates(shapely.shortest_line(to_points(places), area.boundary)).reshape(-1, 4)
    middles = np.tile((near[:, :2] + near[:, 2:]) / 2, (2, 1))
    directions = np.tile(across, (2, 1))
    inward = shapely.contains_xy(area, middles + _AT_DOOR * directions)
    return inner[:, 2:], np.where(inward[:, None], directions, -directions)


def _join_corners(area: Polygon, boundary: BaseGeometry) -> Floats:
    """Return lines from each corner to the nearest visible corner in front of it."""
    corners, directions = find_corners(area, LEAST_EDGE)
    pairs = cKDTree(corners).query_pairs(_LONGEST, output_type="ndarray")
    one, other = np.concatenate([pairs, pairs[:, ::-1]]).T
    steps = corners[other] - corners[one]
    apart = np.hypot(*steps.T)
    ahead = np.einsum("ij,ij->i", steps, directions[one]) > _ASIDE * apart
    fit = np.flatnonzero(ahead & (apart > 2 * _OFF_WALL))
    fit = fit[np.lexsort((apart[fit], one[fit]))]
    fit = fit[np.unique(one[fit], return_index=True)[1]]
    lines = np.hstack([corners[one[fit]], corners[other[fit]]])
    shapely.prepare(area)
    middles = to_points((lines[:, :2] + lines[:, 2:]) / 2)
    inner = to_lines(lengthen(lines, -OVERSHOOT))
    clear = shapely.contains(area, inner) & ~shapely.dwithin(middles, boundary, _OFF_WALL)
    return lengthen(lines[clear], OVERSHOOT)


def _find_homes(pieces: np.ndarray, seeds: Floats) -> dict[int, list[int]]:
    homes: dict[int, list[int]] = defaultdict(list)
    tree = shapely.STRtree(pieces)
    for seed, piece in enumerate(tree.query_nearest(to_points(seeds), all_matches=False)[1].tolist()):
        homes[piece].append(seed)
    return dict(homes)


def _count_doors(pieces: np.ndarray, doors: Floats | None) -> list[int]:
    """Return how many doors open into each piece."""
    if doors is None or not len(doors):
        return [0] * len(pieces)
    near = shapely.STRtree(pieces).query_nearest(to_points(doors), max_distance=_AT_DOOR, all_matches=False)
    counts: list[int] = np.bincount(near[1], minlength=len(pieces)).tolist()
    return counts


def _measure_mouths(pieces: np.ndarray, count: int) -> Iterator[Border]:
    """Yield (length of the common border, piece, piece) for each corridor, which come first, and its neighbours."""
    tree = shapely.STRtree(pieces)
    for corridor in range(count):
        around = grow(pieces[corridor], _SLIVER)
        for near in tree.query(around, predicate="intersects").tolist():
            length = (
                shapely.length(shapely.intersection(shapely.boundary(pieces[near]), around)) - 2 * _SLIVER
            )
            if near != corridor and length > 2 * _SLIVER:
                yield length, corridor, near


def _end_at_corners(dividers: Floats, area: Polygon) -> NDArray[np.bool_]:
    """Return which dividers lead from corner to corner, as across the mouth of a side corridor."""
    corners, _ = find_corners(area, LEAST_EDGE)
    if not len(corners):
        return np.zeros(len(dividers), dtype=bool)
    away = np.asarray(cKDTree(corners).query(dividers.reshape(-1, 2))[0])
    return np.asarray((away.reshape(-1, 2) <= _AT_CORNER).all(axis=1))


def _measure_borders(
    pieces: np.ndarray, dividers: Floats, lengths: Floats, edges: Floats
) -> Iterator[Border]:
    """Yield (length of the shortest divider along it, piece, piece) for pieces with a common border.

    It has no length along the ``edges`` of ways: what is beside a way belongs to a room first.
    """
    tree = shapely.STRtree(pieces)
    one, other = tree.query(pieces, predicate="touches")
    fit = one < other
    one, other = one[fit], other[fit]
    borders = shapely.intersection(pieces[one], pieces[other])
    long = shapely.length(borders) > 0.01
    one, other, borders = one[long], other[long], borders[long]
    middles = np.array([_find_middle(border) for border in borders]).reshape(-1, 2)
    border, divider = shapely.STRtree(to_lines(dividers)).query(
        to_points(middles), predicate="dwithin", distance=0.003
    )
    width = np.full(len(borders), np.inf)
    np.minimum.at(width, border, lengths[divider])
    width = np.where(np.isfinite(width), width, shapely.length(borders))
    beside, _ = shapely.STRtree(to_lines(edges)).query(
        to_points(middles), predicate="dwithin", distance=0.003
    )
    width[beside] = 0.0
    yield from zip(width.tolist(), one.tolist(), other.tolist(), strict=True)


def _find_middle(border: BaseGeometry) -> tuple[float, float]:
    lines = [part for part in shapely.get_parts(border) if part.length > 0]
    longest = max(lines, key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True)
    return middle.x, middle.y

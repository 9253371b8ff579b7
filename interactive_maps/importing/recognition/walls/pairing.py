"""Walls among other lines, known by their two faces: lines at the distance of this plan's wall thickness.

If most long lines run side by side, walls are drawn by their faces. Then a single line is not a wall, unless it
joins walls or doors at both ends and crosses none, as thin partitions do and axes do not.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.parallels import Parallels, find_parallels
from interactive_maps.importing.recognition.geometry.rows import connect
from interactive_maps.importing.recognition.geometry.segments import (
    are_near,
    find_near,
    list_ends,
    measure_lengths,
    shorten,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.geometry.shortest_paths import find_paths

THICKNESS = (0.05, 0.62)  # metres between the faces of a wall
_BIN = 0.02
_USUAL = 0.04  # of all parallel length: rarer distances are depths of furniture
_LONG = 1.0  # metres
_DOUBLE = 0.5  # share of the length of long lines, from which a plan's walls are drawn by their faces
_LEAST_OVERLAP = 0.25  # of a line's length, or a long one: chairs along a table make no wall of it
_COVERED = 0.5  # share of a face that has another face beside it
_NEARER, _WELL_COVERED = 1.6, 0.6  # times as near, and share of a line, that rule out its other partner
_TOUCH = 0.13  # metres, as far as careless ends are apart
_CAP = 0.7  # metres: the longest line across a wall's end
_AT_DOOR = 0.45  # metres from a hinge across the wall that it hangs on, to where the far face ends
_NO_SWINGS = np.empty((0, 3, 2))
_OFF_FACE = 0.06  # metres from a face to what stands in the middle of a wall's end
_TURNS = 4  # lines one after another with which an outline turns
_SAME_PLACE = 0.02  # metres: shorter lines are left out before
_LEAST_REPEATED = 0.6  # share of a line that runs on another one
_AT_TURN, _AS_ONE = 0.1, 0.05  # metres between careless ends that meet, and between such faces
_LONGEST_TURN = 1.5  # metres of short lines
_NEIGHBOURS = 6  # the end itself, the line's other one, and some more
_CROSS = 0.15  # metres by which a line extends beyond a wall that it crosses


def choose_faces(segments: Floats, swings: Floats = _NO_SWINGS) -> NDArray[np.bool_] | None:
    """Return which segments are faces of walls, or join these; None if walls are not drawn by their faces.

    ``swings`` (n, 3, 2) are the hinges of doors and both ends of their arcs: a face may end where a door hangs or
    closes, with no line across.
    """
    pairs = find_parallels(segments, *THICKNESS, least_overlap=0.0)
    lengths = measure_lengths(segments)
    overlap = np.where(_find_usual(pairs), np.minimum(pairs.overlap, lengths[pairs.one]), 0.0)
    overlap[_is_paired_nearer(pairs, overlap, lengths)] = 0.0
    least = np.minimum(_LONG, _LEAST_OVERLAP * lengths[pairs.one])
    faces = _is_covered(pairs.one, np.where(overlap >= least, overlap, 0.0), lengths)
    beside = _is_covered(pairs.one, np.where(faces[pairs.other], overlap, 0.0), lengths)
    faces |= beside & (lengths < _LONG)
    long = lengths >= _LONG
    total = float(lengths[long].sum())
    if not total or float(lengths[long & faces].sum()) < _DOUBLE * total:
        return None
    jambs = find_jambs(swings, segments[faces])
    return faces | _find_joining(segments, lengths, np.flatnonzero(faces), jambs)


def find_jambs(swings: Floats, walls: Floats) -> Floats:
    """Return the places at which doors hang and close, (n, 2).

    An open leaf ends within a room. If one end of a swing is at a wall, the other is such an end.
    """
    hinges, tips = swings[:, 0], swings[:, 1:]
    tree = shapely.STRtree(to_lines(walls))
    at_wall = np.stack([are_near(tips[:, side], tree, _AT_DOOR) for side in (0, 1)], axis=1)
    closes = at_wall | ~at_wall.any(axis=1, keepdims=True)
    return np.concatenate([hinges, tips[closes]])


def _is_covered(one: Integers, overlap: Floats, lengths: Floats) -> NDArray[np.bool_]:
    covered = np.bincount(one, weights=overlap, minlength=len(lengths))
    return np.asarray(covered >= _COVERED * np.maximum(lengths, 1e-9))


def _is_paired_nearer(pairs: Parallels, overlap: Floats, lengths: Floats) -> NDArray[np.bool_]:
    """Return which pairs contain a line with a much nearer other face: a table along a wall makes no wall with it."""
    order = np.lexsort((pairs.distance, pairs.one))
    keys = pairs.one[order] + pairs.distance[order]  # distances are below a metre
    sums = np.concatenate([[0.0], np.cumsum(overlap[order])])
    first = np.searchsorted(keys, pairs.other)
    nearer = np.searchsorted(keys, pairs.other + pairs.distance / _NEARER)
    return np.asarray(sums[nearer] - sums[first] >= _WELL_COVERED * lengths[pairs.other])


def _find_usual(pairs: Parallels) -> NDArray[np.bool_]:
    """Return which pairs have a frequent distance, weighted by length."""
    bins = np.round(pairs.distance / _BIN).astype(np.int64)
    weights = np.bincount(bins, weights=pairs.overlap, minlength=3)
    around = np.convolve(weights, np.ones(3), "same")
    return np.asarray(around[bins] >= _USUAL * weights.sum())


def _find_joining(segments: Floats, lengths: Floats, faces: Integers, jambs: Floats) -> NDArray[np.bool_]:
    """Return the lines between walls: across their ends, and from one to another without crossing any.

    Where careless ends come apart, an outline turns by several such lines, each of which joins the next.
    """
    walls = np.zeros(len(segments), dtype=bool)
    walls[faces] = True
    doors = shapely.STRtree(to_points(jambs))
    for _ in range(_TURNS):
        joining = _join(segments, lengths, walls, doors)
        if not len(joining):
            break
        walls[joining] = True
    walls[faces] = False
    return walls


def _join(segments: Floats, lengths: Floats, walls: NDArray[np.bool_], doors: shapely.STRtree) -> Integers:
    """Return the other lines that join ``walls``, or doors, at both ends."""
    rest = np.flatnonzero(~walls)
    tree = shapely.STRtree(to_lines(segments[walls]))
    sides = [_is_held(segments[rest][:, columns], tree, doors) for columns in ((0, 1), (2, 3))]
    rest = rest[sides[0] & sides[1]]
    rest = rest[~_is_within(segments[rest], segments[walls])]
    is_short = lengths[rest] <= _CAP
    others = rest[~is_short]
    crossed = np.zeros(len(others), dtype=bool)
    line, _ = tree.query(to_lines(shorten(segments[others], _CROSS)), predicate="crosses")
    crossed[np.unique(line)] = True
    return np.concatenate([rest[is_short], others[~crossed]])


def _is_within(segments: Floats, walls: Floats) -> NDArray[np.bool_]:
    """Return which segments start and end on lines across the ends of walls, off the faces: leaves, and panes.

    The faces of a wall go on from the ends of such a line.
    """
    across = walls[measure_lengths(walls) <= _CAP]
    middles = to_lines(shorten(across, _OFF_FACE))
    tree = shapely.STRtree(middles[shapely.length(middles) > 0])
    sides = [are_near(segments[:, columns], tree, _SAME_PLACE) for columns in ((0, 1), (2, 3))]
    return np.asarray(sides[0] & sides[1])


def find_corners(segments: Floats, faces: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the lines that lead an outline on from the end of one of the ``faces`` to that of another.

    Such lines have no other face beside them: oblique corners, jogs, rooms in the depth of thick walls. No face ends
    freely, and furniture stands along faces, or where two of them meet.
    """
    found = np.zeros(len(segments), dtype=bool)
    known = np.flatnonzero(measure_lengths(segments) > _SAME_PLACE)
    known = known[~_is_repeated(segments[known])]
    lines, is_face, count = segments[known], faces[known], len(known)
    ends, away = _pair_ends(lines)
    pairs = ends % max(count, 1)
    at_faces = is_face[pairs].sum(axis=0)
    one, other = pairs[:, at_faces == 0]
    _, chain = connect(one, other, count)
    fit = np.flatnonzero(at_faces == 1)
    side = is_face[pairs[:, fit]].argmax(axis=0)
    fit = fit[_are_free(lines, is_face, ends[side, fit], _clear(away[fit]))]
    mixed = pairs[:, fit]
    anchors = np.bincount(chain[mixed[~is_face[mixed]]], minlength=count)
    found[known] = (~is_face & (anchors == 2)[chain]) | _find_jogs(lines, is_face)
    return found


def _find_jogs(segments: Floats, faces: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the few short lines one after another between free ends of faces, which need not meet in pairs.

    The stub of a wall beside a door turns four times within half a metre, and so do careless corners. The outline
    takes the shortest way: the leaf that hangs on a stub, or its swing, leads nowhere.
    """
    found = np.zeros(len(segments), dtype=bool)
    short = np.flatnonzero(~faces & (measure_lengths(segments) < _LONG))
    ends = np.concatenate([np.flatnonzero(faces), np.flatnonzero(faces) + len(segments)])
    ends = ends[_are_free(segments, faces, ends, np.full(len(ends), _AS_ONE))]
    if len(short) and len(ends):
        own, places = list_ends(segments[short])[0], list_ends(segments)[0][ends]
        found[short[find_paths(own, places, _AT_TURN, _LONGEST_TURN)]] = True
    return found


def _clear(away: Floats) -> Floats:
    """Return how far all other lines are from an end that meets another one within ``away``."""
    return 2 * away + _SAME_PLACE


def _are_free(segments: Floats, faces: NDArray[np.bool_], ends: Integers, reach: Floats) -> NDArray[np.bool_]:
    """Return which ``ends`` of faces have no end of another face within ``reach``."""
    places, owners = list_ends(segments)[0], np.tile(np.arange(len(segments)), 2)
    of_faces = np.tile(faces, 2)
    row, near, away = find_near(places[ends], places[of_faces], float(reach.max(initial=0.0)))
    others = (owners[of_faces][near] != owners[ends[row]]) & (away <= reach[row])
    return np.asarray(np.bincount(row[others], minlength=len(ends)) == 0)


def _is_repeated(segments: Floats) -> NDArray[np.bool_]:
    """Return which lines repeat part of another one."""
    pairs = find_parallels(segments, 0.0, _SAME_PLACE, least_overlap=_LEAST_REPEATED)
    lengths = measure_lengths(segments)
    lesser = lengths[pairs.one] < lengths[pairs.other]
    lesser |= (lengths[pairs.one] == lengths[pairs.other]) & (pairs.one > pairs.other)
    return np.asarray(np.isin(np.arange(len(segments)), pairs.one[lesser]))


def _pair_ends(segments: Floats) -> tuple[Integers, Floats]:
    """Return the pairs (2, k) of ends that meet away from others, and their distance; first ends come first."""
    count = len(segments)
    if not count:
        return np.empty((2, 0), dtype=np.int64), np.empty(0)
    places = list_ends(segments)[0]
    found = cKDTree(places).query(places, k=_NEIGHBOURS, distance_upper_bound=2 * _TOUCH)
    away, near = np.asarray(found[0]), np.asarray(found[1])
    away[near % count == np.arange(2 * count)[:, None] % count] = np.inf  # its own ends
    order = np.argsort(away, axis=1, kind="stable")[:, :2]
    first, second = np.take_along_axis(away, order, 1).T
    nearest = np.take_along_axis(near, order, 1)[:, 0]
    nearest[(first > _TOUCH) | (second <= _clear(first))] = -1
    row = np.flatnonzero(nearest >= 0)
    row = row[(nearest[nearest[row]] == row) & (row < nearest[row])]
    return np.array([row, nearest[row]]), first[row]


def end_at_doors(segments: Floats, jambs: Floats) -> NDArray[np.bool_]:
    """Return which segments end across a wall's thickness from where a door hangs or closes."""
    doors = shapely.STRtree(to_points(jambs))
    return are_near(segments[:, :2], doors, _AT_DOOR) | are_near(segments[:, 2:], doors, _AT_DOOR)


def _is_held(places: Floats, walls: shapely.STRtree, doors: shapely.STRtree) -> NDArray[np.bool_]:
    return are_near(places, walls, _TOUCH) | are_near(places, doors, _AT_DOOR)

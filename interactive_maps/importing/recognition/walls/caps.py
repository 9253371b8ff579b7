"""Ends of walls, each with its direction. Openings are between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    list_ends,
    measure_lengths,
    shorten,
    to_lines,
    to_points,
    turn_left,
)

THICKNESS = (0.04, 0.65)  # metres
_TOUCH = 0.025
_LOOSE = 0.035  # an end with nothing nearer is loose
_PERPENDICULAR = 0.42  # cosine of some 65 degrees
_LEAST_FACE = 0.08
_LEAST_STUB = 0.04
_STUB = 0.5  # times as long as thick: the least length of the end of a wall that grows thicker there
_ONWARD = 0.9  # cosine between two lines that are one wall: some 25 degrees
_UNEVEN = 0.10  # metres by which one face may be longer: both ends may be 5 cm off
_SAME_LINE = 0.035  # metres between lines that count as one
_TWIN = 0.06  # metres by which the other of two lines may be longer
_PARALLEL = 0.995
_DEEPEST = 1.6  # metres: walls of castles
_AT_SWING = 0.25  # metres from a hinge, or from where a leaf closes, to the corner of the reveal
_ACROSS = 0.26  # cosine between a closed leaf and a reveal: some 75 degrees
_TAPER = 0.25  # share by which one reveal of a door may be deeper than the other
_NEIGHBOURS = 6  # ends of lines looked at
_LEAST_DEEP, _DEEP = 3, 0.25  # doors with deep reveals, and their share of all doors with reveals
_NO_SWINGS = np.empty((0, 3, 2))
_THICKER = 1.15  # times the second deepest reveals: the deepest may be the walls of a lobby


@dataclass(frozen=True, slots=True)
class Caps:
    """Ends of walls: both corners, and the unit vector out of the wall. A single line's corners are one point.

    ``drawn`` is False for an end that was left open. ``aside`` is True for the long side of a piece of wall between
    two openings, which looks like the end of a thick wall.
    """

    left: Floats
    right: Floats
    out: Floats
    drawn: NDArray[np.bool_]
    aside: NDArray[np.bool_]

    @property
    def middles(self) -> Floats:
        """The middle of each end."""
        return (self.left + self.right) / 2

    @property
    def thickness(self) -> Floats:
        """The thickness of the walls."""
        thickness: Floats = np.hypot(*(self.left - self.right).T)
        return thickness


def find_caps(segments: Floats, swings: Floats = _NO_SWINGS) -> Caps:
    """Return the ends of the walls that ``segments`` draw, by their faces or by single lines.

    ``swings`` (n, 3, 2) are the hinges of doors and both ends of their arcs: their reveals are as deep as walls.
    """
    ends, thickest = _Ends.of(segments), measure_thickest(swings, segments)
    jambs, aside = _find_jambs(segments, ends, thickest)
    open_ends, used = _find_open_ends(ends, thickest)
    parts = [jambs, open_ends, _find_single_ends(segments, ends, used)]
    left, right, out = (np.concatenate(column) for column in zip(*parts, strict=True))
    drawn = np.repeat([True, False, True], [len(out) for *_, out in parts])
    return Caps(left, right, out, drawn, np.pad(aside, (0, len(out) - len(aside))))


def measure_thickest(swings: Floats, segments: Floats) -> float:
    """Return the thickness of a plan's thickest walls in metres, known by the reveals of its doors.

    Walls beyond the usual thickness look like narrow rooms, so several doors have to stand between lines that are as
    deep. ``swings`` are those of ``find_caps``.
    """
    lengths = measure_lengths(segments)
    fit = (lengths >= THICKNESS[0]) & (lengths <= _DEEPEST)
    if not fit.any() or not len(swings):
        return THICKNESS[1]
    depths = _measure_reveals(swings, segments[fit])
    deep = np.sort(depths[depths > THICKNESS[1]])
    if len(deep) < max(_LEAST_DEEP, _DEEP * len(depths)):
        return THICKNESS[1]
    return float(min(_THICKER * deep[-2], _DEEPEST))


def _measure_reveals(swings: Floats, segments: Floats) -> Floats:
    """Return the depth of the reveals of each swing that has two: the shallowest pair, if rooms begin beside it."""
    places = segments.reshape(-1, 2)
    count = min(_NEIGHBOURS, len(places))
    away, near = cKDTree(places).query(swings, k=range(1, count + 1), distance_upper_bound=_AT_SWING)
    missing = ~np.isfinite(away)
    line = np.where(missing, 0, near // 2)
    directions, lengths = find_directions(segments)[line], measure_lengths(segments)[line]
    lengths[missing] = np.nan
    depths = np.full(len(swings), np.inf)
    for tip in (1, 2):
        closed = swings[:, tip] - swings[:, 0]
        closed /= np.maximum(np.hypot(*closed.T), _LEAST_STUB)[:, None]
        across = np.abs(np.einsum("ijkl,il->ijk", directions, closed)) < _ACROSS
        one = np.where(across, lengths, np.nan)[:, 0, :, None]
        other = np.where(across, lengths, np.nan)[:, tip, None, :]
        deeper = np.maximum(one, other)
        pairs = np.where(np.minimum(one, other) >= (1 - _TAPER) * deeper, deeper, np.inf)
        depths = np.minimum(depths, pairs.min(axis=(1, 2)))
    return np.asarray(depths[np.isfinite(depths)])


@dataclass(frozen=True, slots=True)
class _Ends:
    """Both ends of every segment: position, direction out of the segment, index of the segment, and whether loose."""

    places: Floats
    out: Floats
    owner: Integers
    loose: NDArray[np.bool_]
    lengths: Floats

    @classmethod
    def of(cls, segments: Floats) -> _Ends:
        places, out = list_ends(segments)
        owner = np.tile(np.arange(len(segments)), 2)
        return cls(places, out, owner, find_loose(segments), measure_lengths(segments)[owner])


def find_loose(segments: Floats, reach: float = _LOOSE) -> NDArray[np.bool_]:
    """Return for first, then for second ends whether no other segment is within ``reach``.

    A line with a duplicate beside it is still loose: a parallel line that is no longer does not count. The next
    chord of a curve does, however short it is.
    """
    count = len(segments)
    places, out = list_ends(segments)
    tree = shapely.STRtree(to_lines(segments))
    end, line = tree.query(to_points(places), predicate="dwithin", distance=reach)
    other = end % count != line
    end, line = end[other], line[other]
    ahead = np.einsum("ijk,ik->ij", segments[line].reshape(-1, 2, 2) - places[end][:, None], out[end]).max(
        axis=1
    )
    alike = np.abs(np.einsum("ij,ij->i", find_directions(segments[line]), out[end])) > _PARALLEL
    touched = np.zeros(len(places), dtype=bool)
    twin = np.minimum(_TWIN, measure_lengths(segments)[line] / 2)
    touched[end[~(alike & (ahead <= twin))]] = True
    return ~touched


_Part = tuple[Floats, Floats, Floats]


def _find_jambs(segments: Floats, ends: _Ends, thickest: float) -> tuple[_Part, NDArray[np.bool_]]:
    """Return short lines across a wall at which both of its faces end, on the same side, and which are long sides."""
    lengths = measure_lengths(segments)
    short = np.flatnonzero((lengths >= THICKNESS[0]) & (lengths <= thickest))
    directions = find_directions(segments)
    tree = cKDTree(ends.places)
    sides = np.zeros((len(short), 2, 2), dtype=bool)  # segment, end, side of a face
    plain = np.ones(len(short), dtype=bool)  # nothing continues straight on
    aside = np.zeros(len(short), dtype=bool)
    for which, columns in enumerate(((0, 1), (2, 3))):
        places = segments[short][:, columns]
        for row, near in enumerate(np.asarray(tree.query_ball_point(places, _TOUCH), dtype=object)):
            for end in near:
                if ends.owner[end] == short[row]:
                    continue
                inward, along = -ends.out[end], directions[short[row]]
                cosine = abs(float(inward @ along))
                if cosine > 0.9:
                    plain[row] = False
                elif cosine < _PERPENDICULAR and ends.lengths[end] >= _LEAST_FACE:
                    across = along * (1 - 2 * which)
                    aside[row] |= _turns_back(ends, tree, end, lengths[short[row]], across)
                    side = int(along[0] * inward[1] - along[1] * inward[0] > 0)
                    sides[row, which, side] = True
    plain &= ~_is_crossed(segments, short)
    left = np.asarray(sides[:, :, 1].all(axis=1) & ~sides[:, :, 0].any(axis=1))
    right = np.asarray(sides[:, :, 0].all(axis=1) & ~sides[:, :, 1].any(axis=1))
    fit = np.flatnonzero((left | right) & plain)
    chosen = short[fit]
    normal = turn_left(directions[chosen])
    out = np.where(left[fit, None], -normal, normal)
    return (segments[chosen, :2], segments[chosen, 2:], out), aside[fit]


def _turns_back(ends: _Ends, tree: cKDTree, end: int, thickness: float, across: Floats) -> bool:
    """Return whether a face is shorter than the wall would be thick, and a line goes back ``across`` at its far end.

    It is the jamb of a wall along the supposed end then. A stub's faces meet lines that lead away.
    """
    if ends.lengths[end] >= _STUB * thickness:
        return False
    far = (end + len(ends.places) // 2) % len(ends.places)
    near = [other for other in tree.query_ball_point(ends.places[far], _TOUCH) if other != far]
    cosines = -ends.out[near] @ across
    return bool((cosines > _ONWARD).any() and not (cosines < -_ONWARD).any())


def _is_crossed(segments: Floats, jambs: Integers) -> NDArray[np.bool_]:
    """Return which ``jambs``, by index, another line crosses: that end is within another wall.

    Walls drawn piece by piece overlap so at every corner.
    """
    inner = np.full(len(segments), None, dtype=object)
    long = measure_lengths(segments) > 2 * _SAME_LINE
    inner[long] = to_lines(shorten(segments[long], _SAME_LINE))
    crossed = np.zeros(len(jambs), dtype=bool)
    crossed[np.unique(shapely.STRtree(inner).query(inner[jambs], predicate="crosses")[0])] = True
    return crossed


def _find_open_ends(ends: _Ends, thickest: float) -> tuple[_Part, Integers]:
    """Return pairs of loose parallel ends beside each other, and which ends they use."""
    loose = np.flatnonzero(ends.loose & (ends.lengths >= _LEAST_STUB))
    pairs = cKDTree(ends.places[loose]).query_pairs(thickest, output_type="ndarray")
    one, other = loose[pairs[:, 0]], loose[pairs[:, 1]]
    step = ends.places[other] - ends.places[one]
    distance = np.hypot(*step.T)
    along = np.abs(np.einsum("ij,ij->i", step, ends.out[one]))
    across = np.sqrt(np.maximum(distance**2 - along**2, 0))
    fit = np.einsum("ij,ij->i", ends.out[one], ends.out[other]) > _PARALLEL
    fit &= (across >= THICKNESS[0]) & (along <= np.maximum(_UNEVEN, 0.35 * across))
    fit &= np.maximum(ends.lengths[one], ends.lengths[other]) >= _LEAST_FACE
    on = _go_on(ends)
    fit &= ~(on[one] & on[other])
    one, other, distance = one[fit], other[fit], distance[fit]
    taken: set[int] = set()
    kept = []
    for index in np.argsort(distance, kind="stable").tolist():
        if one[index] not in taken and other[index] not in taken:
            taken.update((int(one[index]), int(other[index])))
            kept.append(index)
    chosen = np.array(sorted(kept), dtype=np.int64)
    one, other = one[chosen], other[chosen]
    return (ends.places[one], ends.places[other], ends.out[one]), np.concatenate([one, other])


def _go_on(ends: _Ends) -> NDArray[np.bool_]:
    """Return behind which ends another line goes on, as those of a round wall do that were drawn carelessly."""
    found = np.zeros(len(ends.places), dtype=bool)
    one, other = cKDTree(ends.places).query_pairs(_UNEVEN, output_type="ndarray").T
    ahead = np.einsum("ij,ij->i", ends.out[one], ends.out[other]) < -_ONWARD
    ahead &= ends.owner[one] != ends.owner[other]
    ahead &= np.maximum(ends.lengths[one], ends.lengths[other]) >= _LEAST_FACE
    found[one[ahead]] = found[other[ahead]] = True
    return found


def _find_single_ends(segments: Floats, ends: _Ends, used: Integers) -> _Part:
    """Return loose ends of single lines, with no parallel line beside them."""
    free = ends.loose & (ends.lengths >= _LEAST_STUB)
    free[used] = False
    chosen = np.flatnonzero(free)
    back = ends.places[chosen] - np.minimum(0.15, ends.lengths[chosen] / 2)[:, None] * ends.out[chosen]
    across = 0.5 * turn_left(ends.out[chosen])
    feelers = to_lines(np.hstack([back - across, back + across]))
    feeler, line = shapely.STRtree(to_lines(segments)).query(feelers, predicate="intersects")
    directions = find_directions(segments)
    parallel = np.abs(np.einsum("ij,ij->i", directions[line], ends.out[chosen][feeler])) > 0.9
    off = np.einsum("ij,ij->i", segments[line, :2] - back[feeler], turn_left(directions[line]))
    beside = parallel & (line != ends.owner[chosen][feeler]) & (np.abs(off) > _SAME_LINE)
    chosen = np.delete(chosen, np.unique(feeler[beside]))
    return ends.places[chosen], ends.places[chosen], ends.out[chosen]

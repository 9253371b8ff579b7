"""Dimension lines drawn as plain lines: slanting ticks through both ends, or figures that add up to the length."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition.geometry.segments import (
    are_near,
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
    turn_left,
)
from interactive_maps.importing.recognition.plan import Plan

_METRIC = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?")
_IMPERIAL = re.compile(r"""(?:(\d+)\s*['’′]\s*-?\s*)?(?:(\d+)?\s*(?:(\d+)/(\d+))?\s*(?:["”″]|''))?""")
_UNITS = (0.001, 0.01, 1.0)
_FOOT, _INCH = 0.3048, 0.0254
_BESIDE = 3.0  # heights of a text from its middle to its line
_PARALLEL = np.cos(np.radians(4))
_LEAST = 0.25  # metres
_EXACT = 0.015  # share of its length by which a line and its texts may differ
_TICK = 0.6  # metres
_ON_END = 0.03  # metres from a line's end to the middle of its tick
_OFF_MIDDLE = 0.25  # of a tick's length that its middle may be off the line's end
_AS_LONG = 0.9  # times as long as the tick at the other end
_SLANT = (0.4, 0.9)  # cosines between a line and its ticks
_EXTENSION = 1.0  # metres: longer ones join nothing
_UPRIGHT = 0.05  # cosine between a line and its extension lines
_BEYOND, _FURTHER = 0.1, 1.5  # metres by which these go on, and times as far to what is measured


def find_dimension_lines(plan: Plan, segments: Floats, *, by_figures: bool = True) -> NDArray[np.bool_]:
    """Return which of ``segments`` (n, 4) are dimension lines, the ticks on them, or the extension lines there.

    Among lines that are walls, a figure beside one may be the length of that wall: ticks alone count.
    """
    lengths = measure_lengths(segments)
    found = _find_ticked(segments, lengths)
    for line, sums in _sum_up(plan, segments).items() if by_figures else ():
        if any(_is_alike(total, lengths[line]) for total in sums):
            found[line] = True
    if found.any():
        lines = np.flatnonzero(found)
        found |= _find_ticks(segments, found, lengths)
        found[_find_extensions(segments, lines, found, lengths)] = True
    return found


def _is_alike(said: float, length: float) -> bool:
    return abs(said - length) <= _EXACT * length + 0.01


def _find_ticked(segments: Floats, lengths: Floats) -> NDArray[np.bool_]:
    """Return the lines with short slanting lines through both ends, which are alike: no wall has such ends.

    Oblique corners and jogs only touch the ends of walls.
    """
    found = np.zeros(len(segments), dtype=bool)
    short = np.flatnonzero((lengths <= _TICK) & (lengths > 0.02))
    long = np.flatnonzero(lengths >= _TICK)
    ticks = _find_end_ticks(segments, lengths, long, short)
    directions = find_directions(segments)
    both = (ticks >= 0).all(axis=1)
    one, other = ticks[both].T if both.any() else np.empty((2, 0), dtype=np.int64)
    cosine = np.abs(np.einsum("ij,ij->i", directions[one], directions[other]))
    shorter, longer = np.minimum(lengths[one], lengths[other]), np.maximum(lengths[one], lengths[other])
    found[np.tile(long, 2)[both][(cosine > _PARALLEL) & (shorter >= _AS_LONG * longer)]] = True
    return found


def _find_end_ticks(segments: Floats, lengths: Floats, long: Integers, short: Integers) -> Integers:
    """Return the nearest tick through each end of the ``long`` lines, rising from them or else falling, -1 for none.

    The rows (2n, 2) are those of all rising ones, then those of the falling ones.
    """
    directions = find_directions(segments)
    tree = shapely.STRtree(to_points((segments[short, :2] + segments[short, 2:]) / 2))
    ticks = np.full((2 * len(long), 2), -1)
    for side, columns in enumerate(((0, 1), (2, 3))):
        ends = to_points(segments[long][:, columns])
        end, tick = tree.query(ends, predicate="dwithin", distance=_ON_END)
        away = shapely.distance(ends[end], tree.geometries[tick])
        cosine = np.einsum("ij,ij->i", directions[long[end]], directions[short[tick]])
        sine = np.einsum("ij,ij->i", turn_left(directions[long[end]]), directions[short[tick]])
        fit = _is_slanting(cosine) & (away <= _OFF_MIDDLE * lengths[short[tick]])
        row = end + len(long) * (cosine * sine < 0)
        order = np.flatnonzero(fit)[np.argsort(-away[fit], kind="stable")]
        ticks[row[order], side] = short[tick[order]]  # the last one written is the nearest
    return ticks


def _is_slanting(cosine: Floats) -> NDArray[np.bool_]:
    return np.asarray((np.abs(cosine) > _SLANT[0]) & (np.abs(cosine) < _SLANT[1]))


def _sum_up(plan: Plan, segments: Floats) -> dict[int, list[float]]:
    """Return the sum of the figures beside each segment in each unit, metres.

    Figures that match the length of a line beside them belong to this line, others to the nearest.
    """
    figures = [(text, values) for text in plan.texts if (values := list(read_lengths(text.text)))]
    tree = shapely.STRtree(to_lines(segments))
    directions = find_directions(segments)
    lengths = measure_lengths(segments)
    heights = np.array([_BESIDE * text.height for text, _ in figures])
    points = to_points(np.array([text.centre for text, _ in figures]))
    row, line = tree.query(points, predicate="dwithin", distance=heights)
    fit = [
        _runs_along(figures[one][0], directions[other]) and lengths[other] >= _LEAST
        for one, other in zip(row.tolist(), line.tolist(), strict=True)
    ]
    row, line = row[fit], line[fit]
    away = shapely.distance(points[row], tree.geometries[line])
    exact = np.array(
        [
            any(_is_alike(value, lengths[other]) for value in figures[one][1])
            for one, other in zip(row.tolist(), line.tolist(), strict=True)
        ],
        dtype=bool,
    )
    held: dict[int, list[list[float]]] = defaultdict(list)
    taken: set[int] = set()
    for index in np.lexsort((away, ~exact)).tolist():
        values, segment = figures[row[index]][1], int(line[index])
        if row[index] not in taken and min(values) <= lengths[segment] * (1 + _EXACT):
            taken.add(int(row[index]))
            held[segment].append(values)
    return {line: [sum(column) for column in zip(*rows, strict=True)] for line, rows in held.items()}


def _runs_along(text: Text, direction: Floats) -> bool:
    along = np.array([np.cos(text.angle), np.sin(text.angle)])
    across = np.array([-along[1], along[0]])
    # Figures run along their line, or stand upright beside lines that are not level.
    return bool(max(abs(along @ direction), abs(across @ direction)) > _PARALLEL)


def read_lengths(text: str) -> Iterator[float]:
    """Yield the possible metres of a written dimension, one value for each possible unit."""
    said = text.strip()
    if _METRIC.fullmatch(said):
        value = float(said.replace(",", "."))
        yield from (value * unit for unit in _UNITS)
    elif (match := _IMPERIAL.fullmatch(said)) is not None:
        feet, inches, part, whole = (int(group or 0) for group in match.groups())
        value = feet * _FOOT + (inches + (part / whole if whole else 0.0)) * _INCH
        if value > 0:
            yield from (value for _ in _UNITS)


def _find_ticks(segments: Floats, lines: NDArray[np.bool_], lengths: Floats) -> NDArray[np.bool_]:
    """Return the short slanting lines that cross dimension lines in their middle."""
    ticks = np.zeros(len(segments), dtype=bool)
    short = np.flatnonzero((lengths <= _TICK) & ~lines)
    if not len(short):
        return ticks
    middles = to_points((segments[short, :2] + segments[short, 2:]) / 2)
    tree = shapely.STRtree(to_lines(segments[lines]))
    reach = np.minimum(_ON_END, _OFF_MIDDLE * lengths[short])
    tick, line = tree.query(middles, predicate="dwithin", distance=reach)
    directions, others = find_directions(segments[short]), find_directions(segments[lines])
    cosine = np.einsum("ij,ij->i", directions[tick], others[line])
    ticks[short[tick[_is_slanting(cosine)]]] = True
    return ticks


def _find_extensions(
    segments: Floats, lines: Integers, found: NDArray[np.bool_], lengths: Floats
) -> Integers:
    """Return the short lines across the ends of dimension ``lines`` that touch no other lines with their ends.

    A dimension may end at the face of a wall as well, but the next face is at the end of that.
    """
    short = np.flatnonzero((lengths <= _EXTENSION) & ~found)
    across = to_lines(segments[short])
    ends = to_points(np.concatenate([segments[lines, :2], segments[lines, 2:]]))
    end, row = shapely.STRtree(across).query(ends, predicate="dwithin", distance=_ON_END)
    directions = find_directions(segments)
    cosine = np.abs(
        np.einsum("ij,ij->i", directions[lines[end % max(len(lines), 1)]], directions[short[row]])
    )
    along = shapely.line_locate_point(across[row], ends[end])
    rest = lengths[short[row]] - along
    beyond, before = np.minimum(along, rest), np.maximum(along, rest)
    inner = (beyond >= _BEYOND) & (before >= _FURTHER * beyond)
    chosen = np.unique(short[row[inner & (cosine <= _UPRIGHT)]])
    others = np.setdiff1d(np.flatnonzero(~found), chosen)
    tree = shapely.STRtree(to_lines(segments[others]))
    held = [are_near(segments[chosen][:, columns], tree, _ON_END) for columns in ((0, 1), (2, 3))]
    return np.asarray(chosen[~held[0] & ~held[1]])

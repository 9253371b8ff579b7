"""Bézier curves as points, and runs of points as arcs and lines of a drawing under construction."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from interactive_maps.importing.drawing.arcs import fit_arc
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.drawing.drawing import Floats

_PIECES = 6  # of a curve
_SHARES = np.linspace(0.0, 1.0, _PIECES + 1)[1:, None]


def evaluate_curve(start: Floats, first: Floats, second: Floats, end: Floats) -> Floats:
    """Return points of a cubic Bézier curve, without its start."""
    back = 1 - _SHARES
    points: Floats = (
        back**3 * start + 3 * back**2 * _SHARES * first + 3 * back * _SHARES**2 * second + _SHARES**3 * end
    )
    return points


def is_curved(points: Floats) -> bool:
    """Return whether points of a curve deviate from the straight line between its ends."""
    start, chord = points[0], points[-1] - points[0]
    length = float(np.hypot(*chord))
    if length == 0.0:
        return True
    offsets = points - start
    return bool(np.max(np.abs(offsets[:, 0] * chord[1] - offsets[:, 1] * chord[0])) > 1e-3 * length * length)


def add_runs(builder: DrawingBuilder, entity: int, runs: Iterable[tuple[Floats, bool]]) -> None:
    """Add the runs of one line, which alternate between curved and straight; curves that are arcs become arcs."""
    for points, curved in join_runs(runs):
        arc = fit_arc(points) if curved else None
        if arc is not None:
            builder.add_arc(entity, *arc)
        else:
            builder.add_line(entity, drop_doubles(points))


def join_runs(runs: Iterable[tuple[Floats, bool]]) -> list[tuple[Floats, bool]]:
    """Merge adjacent runs that continue each other: lines, and curves that are parts of one arc."""
    joined: list[tuple[Floats, bool]] = []
    for points, curved in runs:
        if joined and joined[-1][1] == curved and (not curved or _continues(joined[-1][0], points)):
            joined[-1] = (np.concatenate([joined[-1][0], points[1:]]), curved)
        else:
            joined.append((points, curved))
    return joined


def _continues(before: Floats, after: Floats) -> bool:
    """Return whether two adjacent curves may be parts of one arc: no corner between them, and the same direction."""
    if len(before) < 3 or len(after) < 3:
        return False
    one, other = before[-1] - before[-2], after[1] - after[0]
    bend, next_bend = before[-2] - before[-3], after[2] - after[1]
    turn, next_turn = _cross(bend, one), _cross(other, next_bend)
    lengths = float(np.hypot(*one) * np.hypot(*other))
    return float(one @ other) > 0.8 * lengths and turn * next_turn >= 0


def _cross(one: Floats, other: Floats) -> float:
    return float(one[0] * other[1] - one[1] * other[0])


def drop_doubles(points: Floats) -> Floats:
    """Return points without consecutive duplicates."""
    if len(points) < 2:
        return points
    moved = (points[1:] != points[:-1]).any(axis=1)
    return points if moved.all() else points[np.concatenate([[True], moved])]

"""Arcs as numbers: fitted to points, and flattened to points."""

from __future__ import annotations

import math

import numpy as np

from interactive_maps.importing.drawing.drawing import Floats

Arc = tuple[float, float, float, float, float]  # centre x, y, radius, start angle, sweep

_ROUND = 0.02  # share of the radius by which a point may deviate from an arc
_STRAIGHT = 1e-6  # share of a square's area that points enclose which are in line but for rounding
_MOST_CHORDS = 256


def fit_arc(points: Floats) -> Arc | None:
    """Return the arc through (n, 2) ``points``, in either direction, or None if there is none.

    At least four points are needed: any three lie on a circle.
    """
    if len(points) < 4:
        return None
    origin = points[0]
    local = points - origin
    circle = _through(local[len(local) // 3], local[(2 * len(local)) // 3], local[-1])
    if circle is None:
        return None
    x, y, radius = circle
    offsets = local - (x, y)
    distances = np.hypot(offsets[:, 0], offsets[:, 1])
    if np.max(np.abs(distances - radius)) > _ROUND * radius:
        return None
    angles = np.unwrap(np.arctan2(offsets[:, 1], offsets[:, 0]))
    turns = np.diff(angles)
    sweep = float(angles[-1] - angles[0])
    if not (np.all(turns > 0) or np.all(turns < 0)) or abs(sweep) > math.tau * 1.001:
        return None
    start = float(angles[0] if sweep > 0 else angles[-1])
    return x + float(origin[0]), y + float(origin[1]), radius, math.remainder(start, math.tau), abs(sweep)


def _through(one: Floats, other: Floats, last: Floats) -> tuple[float, float, float] | None:
    """Return the circle through the origin and two other points, or None if they are collinear."""
    # The first point is the origin, so that only two of the three others are needed; a circle ends where it begins.
    ax, ay = one
    cross, bx, by = max(((ax * y - ay * x, x, y) for x, y in (other, last)), key=lambda found: abs(found[0]))
    a, b = ax * ax + ay * ay, bx * bx + by * by
    if abs(cross) <= _STRAIGHT * max(a, b):
        return None
    x, y = (by * a - ay * b) / (2 * cross), (ax * b - bx * a) / (2 * cross)
    return float(x), float(y), math.hypot(x, y)


def list_arc_ends(arcs: Floats) -> Floats:
    """Return the first and the last point of each of ``arcs`` (n, 5), as (n, 2, 2)."""
    angles = np.stack([arcs[:, 3], arcs[:, 3] + arcs[:, 4]], axis=1)
    ends: Floats = arcs[:, None, :2] + arcs[:, None, 2:3] * np.stack([np.cos(angles), np.sin(angles)], axis=2)
    return ends


def flatten_arc(arc: Arc | Floats, sagitta: float) -> Floats:
    """Return the points of an arc, with no chord farther than ``sagitta`` from it."""
    x, y, radius, start, sweep = (float(number) for number in arc)
    step = 2 * math.acos(max(1 - sagitta / radius, 0.0)) if radius > sagitta else math.pi / 2
    count = min(max(math.ceil(sweep / max(step, 1e-6)), 2), _MOST_CHORDS)
    angles = start + np.linspace(0.0, sweep, count + 1)
    return np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])

"""The step that aligns one level with another: proposed by pairs of shafts and corners, rated by all that meets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from interactive_maps.importing.alignment.level_plan import Floats, LevelPlan

_MOST_SAMPLES = 1500
_MOST_PROPOSALS = 40
_MOST_SHAFTS = 60
_NEAR = 0.75  # metres between the centres of one shaft on two levels
_REACH = 0.75  # metres between two faces of the same wall
_FACE = 0.15  # metres between faces that meet
_APART = 1.0  # metres between steps that count as different
_LEAST_SCORE = 0.5
_LEAST_OUTLINE = 0.8  # least common share of outlines without shafts
_RIVAL = 0.85  # share of the best score: another step that fits this well makes the result ambiguous


@dataclass(frozen=True, slots=True)
class Shift:
    """A step in metres, its score from 0 to 1, the number of shafts that meet, and the distance of walls (RMS)."""

    step: tuple[float, float]
    score: float
    shafts: int
    outline: float
    residual: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two steps that fit equally well."""

    first: Shift
    second: Shift

    @property
    def apart(self) -> float:
        """The distance between the two in metres."""
        return float(np.hypot(*np.subtract(self.first.step, self.second.step)))


def find_shift(lower: LevelPlan, upper: LevelPlan) -> Shift | Ambiguous | None:
    """Return the step that aligns ``upper`` with ``lower``, or None without any evidence."""
    walls = _Walls.of(lower)
    rated = [_rate(lower, upper, walls, step) for step in _propose(lower, upper)]
    rated.sort(key=lambda shift: -shift.score)
    if not rated:
        return None
    best = rated[0]
    if best.score < _LEAST_SCORE or (not best.shafts and best.outline < _LEAST_OUTLINE):
        return None
    for other in rated[1:]:
        if other.score >= _RIVAL * best.score and _measure(best, other) > _APART:
            return Ambiguous(best, other)
    return best


def rate_as_it_is(lower: LevelPlan, upper: LevelPlan) -> Shift:
    """Rate how well two levels are aligned already."""
    return _rate(lower, upper, _Walls.of(lower), np.zeros(2), refine=False)


def _measure(one: Shift, other: Shift) -> float:
    return float(np.hypot(*np.subtract(one.step, other.step)))


def _propose(lower: LevelPlan, upper: LevelPlan) -> list[Floats]:
    """Return candidate steps: those that many pairs of shafts or of corners agree on."""
    steps = [
        (x - east, y - north)
        for kind, x, y in lower.shafts[:_MOST_SHAFTS]
        for other, east, north in upper.shafts[:_MOST_SHAFTS]
        if kind == other
    ]
    proposals: list[Floats] = []
    if steps:
        places = np.array(steps)
        votes = np.array([len(near) for near in cKDTree(places).query_ball_point(places, _NEAR)])
        for index in np.argsort(-votes, kind="stable").tolist():
            if all(np.hypot(*(places[index] - known)) > _NEAR / 2 for known in proposals):
                proposals.append(places[index])
            if len(proposals) >= _MOST_PROPOSALS:
                break
    return proposals + _match_boxes(lower, upper)


def _match_boxes(lower: LevelPlan, upper: LevelPlan) -> list[Floats]:
    if lower.outline.is_empty or upper.outline.is_empty:
        return []
    one, other = (np.array(storey.outline.bounds).reshape(2, 2) for storey in (lower, upper))
    corners = [np.array([one[i, 0] - other[i, 0], one[j, 1] - other[j, 1]]) for i in (0, 1) for j in (0, 1)]
    return [*corners, one.mean(axis=0) - other.mean(axis=0)]


@dataclass(frozen=True, slots=True)
class _Walls:
    """Points on walls, with the normals of the walls."""

    points: Floats
    normals: Floats
    tree: cKDTree

    @classmethod
    def of(cls, storey: LevelPlan) -> _Walls:
        points, normals = _sample(storey.walls, 4 * _MOST_SAMPLES)
        return cls(points, normals, cKDTree(points))

    def find_nearest(self, points: Floats, reach: float) -> tuple[Floats, NDArray[np.int64]]:
        """Return for each point the distance to the nearest wall point (infinite beyond ``reach``), and its index."""
        distance, nearest = self.tree.query(points, distance_upper_bound=reach)
        return np.asarray(distance, dtype=np.float64), np.asarray(nearest, dtype=np.int64)


def _sample(walls: Floats, most: int) -> tuple[Floats, Floats]:
    """Return up to ``most`` points evenly along walls, and the normal of the wall at each."""
    steps = walls[:, 2:] - walls[:, :2]
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    spacing = max(0.1, float(lengths.sum()) / most)
    counts = np.maximum((lengths / spacing).astype(np.int64), 1)
    owner = np.repeat(np.arange(len(walls)), counts)
    share = (np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts) + 0.5) / counts[owner]
    normals = np.column_stack([-steps[:, 1], steps[:, 0]]) / np.maximum(lengths, 1e-9)[:, None]
    return walls[owner, :2] + share[:, None] * steps[owner], normals[owner]


def _rate(lower: LevelPlan, upper: LevelPlan, walls: _Walls, step: Floats, *, refine: bool = True) -> Shift:
    points, normals = _sample(upper.walls, _MOST_SAMPLES)
    if refine:
        step = _refine(points + step, normals, walls, step)
    offsets = _measure_offsets(points + step, normals, walls, _FACE)
    met = float(np.mean(~np.isnan(offsets))) if len(offsets) else 0.0
    moved = upper.moved(step)
    shafts = _count_shafts(lower, moved)
    possible = min(len(lower.shafts), len(upper.shafts))
    common = lower.outline.intersection(moved.outline).area / max(
        shapely.union(lower.outline, moved.outline).area, 1e-9
    )
    weight = 2.0 if possible else 0.0
    score = (weight * shafts / max(possible, 1) + common + met) / (weight + 2.0)
    residual = float(np.sqrt(np.nanmean(offsets**2))) if met else 0.0
    east, north = step.tolist()
    return Shift((east, north), float(score), shafts, float(common), residual)


def _refine(points: Floats, normals: Floats, walls: _Walls, step: Floats) -> Floats:
    """Refine a step by least squares across the walls, in rounds with a shrinking reach."""
    reach = _REACH
    for _ in range(6):
        distance, nearest = walls.find_nearest(points, reach + 0.2)
        held = np.flatnonzero(np.isfinite(distance))
        if len(held) < 2:
            break
        normal = walls.normals[nearest[held]]
        parallel = np.abs((normal * normals[held]).sum(axis=1)) > 0.95
        offset = (normal * (walls.points[nearest[held]] - points[held])).sum(axis=1)
        used = parallel & (np.abs(offset) <= reach)
        if used.sum() < 2:
            break
        pull = np.linalg.lstsq(normal[used], offset[used], rcond=None)[0]
        step, points = step + pull, points + pull
        reach = max(reach / 1.6, _FACE)
    return step


def _measure_offsets(points: Floats, normals: Floats, walls: _Walls, reach: float) -> NDArray[np.float64]:
    """Return the distance of each point across to a parallel wall, NaN if none is within ``reach``."""
    distance, nearest = walls.find_nearest(points, reach + 0.2)
    offsets = np.full(len(points), np.nan)
    held = np.flatnonzero(np.isfinite(distance))
    normal = walls.normals[nearest[held]]
    across = np.abs((normal * (walls.points[nearest[held]] - points[held])).sum(axis=1))
    parallel = np.abs((normal * normals[held]).sum(axis=1)) > 0.95
    fits = parallel & (across <= reach)
    offsets[held[fits]] = across[fits]
    return offsets


def _count_shafts(lower: LevelPlan, upper: LevelPlan) -> int:
    """Return the number of shafts that lie above one of their kind, counting each once."""
    count = 0
    for kind in {kind for kind, _, _ in upper.shafts}:
        one = np.array([(x, y) for other, x, y in lower.shafts if other == kind]).reshape(-1, 2)
        other = np.array([(x, y) for known, x, y in upper.shafts if known == kind])
        if len(one):
            near = np.asarray(cKDTree(one).query(other, distance_upper_bound=_NEAR)[1])
            count += len(set(near[near < len(one)].tolist()))
    return count

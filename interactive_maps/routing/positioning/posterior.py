"""The probability of each place, by what lies around a position: areas that hold it, and ways through it. Pure.

Two kinds of evidence count alike: how much of the position's distribution lies in a place, and how much of the
network near it does. Somebody outdoors is on the ground floor; what lies outside all places of another level counts
for nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.positioning.fixes import Fix
from interactive_maps.routing.positioning.level_prior import WALKING, weigh_levels
from interactive_maps.routing.positioning.network_cells import NetworkCells
from interactive_maps.routing.positioning.place_index import NOWHERE, PlaceIndex

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_SAMPLES = 400
_FARTHEST = 3.0  # standard deviations at which cells of the network still count
_OUTDOORS = 0.3  # of the weight that the inside has: who asks for a room is seldom outside
_LOST = 1e-3  # of what lies beyond walking distance of the previous location
_ACROSS = 0.5  # of ways across the heading


@dataclass(frozen=True, eq=False, slots=True)
class Posterior:
    """Per place and then per level, outside all its places: ``shares``, which sum to 1 or are all 0.

    ``on_network`` is the cell that is the most likely one of each; NOWHERE if it has none.
    """

    shares: Floats
    on_network: Integers
    prior: Floats


def weigh_places(
    fix: Fix, point: Floats, previous_point: Floats | None, places: PlaceIndex, cells: NetworkCells
) -> Posterior:
    """Return how likely somebody is in each place; points [2] are in metres of the plane."""
    prior = weigh_levels(fix, places.levels, cells, previous_point)
    count = len(places.keys) + len(places.levels)
    near = cells.find_near(point, _FARTHEST * fix.deviation + 2.0)
    by_area = _weigh_areas(fix, point, previous_point, places, prior)
    if len(near) == 0 and not by_area[: len(places.keys)].any():
        by_area = np.zeros(count)  # far away, nobody is just outside
    weights = _weigh_cells(fix, point, previous_point, cells, near)
    level = places.find_level(cells.level[near])
    owner = np.where(cells.place[near] == NOWHERE, len(places.keys) + level, cells.place[near])
    by_network = np.bincount(owner, weights * prior[level], count)
    shares = np.zeros(count)
    for mass in (by_area, by_network):
        if mass.sum() > 0:
            shares += mass / mass.sum()
    if shares.sum() > 0:
        shares /= shares.sum()
    on_network = np.full(count, NOWHERE, dtype=np.int64)
    order = np.argsort(weights, kind="stable")
    on_network[owner[order]] = near[order]  # of several, the heaviest comes last
    return Posterior(shares, on_network, prior)


def _weigh_areas(
    fix: Fix, point: Floats, previous_point: Floats | None, places: PlaceIndex, prior: Floats
) -> Floats:
    samples = point + fix.deviation * _PATTERN
    reach = _weigh_reach(fix, samples, previous_point)
    sample, place = places.find_places(samples)
    level = places.find_level(places.level[place])
    count = len(places.keys) + len(places.levels)
    mass: Floats = np.bincount(place, reach[sample] * prior[level], count).astype(np.float64)
    inside = np.zeros(_SAMPLES, dtype=bool)
    ground = np.flatnonzero(places.levels == 0.0)
    if len(ground) and len(places.areas):
        inside[sample[level == ground[0]]] = True
        mass[len(places.keys) + ground[0]] += _OUTDOORS * prior[ground[0]] * reach[~inside].sum()
    return mass


def _weigh_cells(
    fix: Fix, point: Floats, previous_point: Floats | None, cells: NetworkCells, near: Integers
) -> Floats:
    places = cells.points[near]
    apart = np.hypot(*(places - point).T)
    weights = np.exp(-0.5 * (apart / math.hypot(fix.deviation, 1.0)) ** 2)
    if fix.heading is not None:
        angle = math.radians(fix.heading)
        along = np.abs(cells.direction[near] @ np.array([math.sin(angle), math.cos(angle)]))
        weights *= _ACROSS + (1 - _ACROSS) * along
    return np.asarray(weights * _weigh_reach(fix, places, previous_point), dtype=np.float64)


def _weigh_reach(fix: Fix, points: Floats, previous_point: Floats | None) -> Floats:
    """Return a weight for each of ``points`` [n, 2]: 1 within walking distance of the previous location."""
    if fix.previous is None or previous_point is None:
        return np.ones(len(points))
    apart = np.hypot(*(points - previous_point).T)
    beyond = np.maximum(apart - WALKING * fix.previous.seconds - fix.deviation, 0.0)
    weights = np.maximum(np.exp(-0.5 * (beyond / (fix.deviation + 2.0)) ** 2), _LOST)
    return np.asarray(weights, dtype=np.float64)


def _make_pattern() -> Floats:
    """Return points [n, 2] of a standard normal distribution, evenly spread along a spiral."""
    number = np.arange(_SAMPLES)
    radius = np.sqrt(-2.0 * np.log(1.0 - (number + 0.5) / _SAMPLES))
    angle = number * math.pi * (3.0 - math.sqrt(5.0))
    points = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return np.asarray(points, dtype=np.float64)


_PATTERN = _make_pattern()

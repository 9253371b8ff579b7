"""Weights of levels before the position is looked at: a hint, the level before, connectors on the way. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interactive_maps.routing.positioning.fixes import Fix, PreviousLocation
from interactive_maps.routing.positioning.network_cells import NetworkCells

Floats = NDArray[np.float64]

WALKING = 1.5  # metres a second, of somebody in a hurry
_HINTED = 0.995  # that a level which was told is right
_STRAY = 0.02  # that somebody is on another level although no connector is near, each ten seconds
_CHANGE = 0.4  # that somebody beside a connector has taken it, within ...
_CHANGE_SECONDS = 20.0
_RIDE_SECONDS = 4.0  # the least that a level takes
_LINK_REACH = 10.0  # metres besides what was walked


def weigh_levels(fix: Fix, levels: Floats, cells: NetworkCells, previous_point: Floats | None) -> Floats:
    """Return a weight for each of ``levels``; ``previous_point`` [2] is where somebody was, in metres."""
    prior = np.ones(len(levels))
    if fix.previous is not None and previous_point is not None and fix.previous.level in levels:
        prior = _follow(fix.previous, levels, cells, previous_point)
    if fix.level is not None and fix.level in levels:
        hinted = np.where(levels == fix.level, _HINTED, (1 - _HINTED) / max(len(levels) - 1, 1))
        prior = prior * hinted
    total = prior.sum()
    return prior / total if total else prior


def _follow(previous: PreviousLocation, levels: Floats, cells: NetworkCells, point: Floats) -> Floats:
    """Return the weights after ``previous``: its level, unless a connector was within reach."""
    assert previous.level is not None
    others = levels != previous.level
    spread = np.where(others, 1.0, 0.0)
    moved = _STRAY * min(previous.seconds / 10.0, 1.0)
    apart = np.hypot(*(cells.links - point).T)
    near = apart <= WALKING * previous.seconds + _LINK_REACH
    if (near & (cells.link_levels[:, 0] == previous.level)).any():
        climbed = np.nan_to_num(np.abs(levels - previous.level), nan=1.0)
        possible = climbed * _RIDE_SECONDS <= previous.seconds
        if (possible & others).any():
            moved = max(moved, _CHANGE * min(previous.seconds / _CHANGE_SECONDS, 1.0))
            spread = np.where(possible & others, 0.5**climbed, 0.0)
    if spread.sum():
        spread = spread / spread.sum()
    followed = np.where(others, moved * spread, 1.0 - moved)
    return previous.confidence * followed + (1 - previous.confidence) / len(levels)

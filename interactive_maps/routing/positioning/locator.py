"""Ranked candidates for a position on one map. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interactive_maps.geo.plane import Plane
from interactive_maps.routing.network.graph import Graph
from interactive_maps.routing.positioning.fixes import Fix
from interactive_maps.routing.positioning.network_cells import NetworkCells, list_flat_levels, make_cells
from interactive_maps.routing.positioning.place_index import NOWHERE, PlaceIndex, index_places
from interactive_maps.routing.positioning.posterior import Posterior, weigh_places

Floats = NDArray[np.float64]
Columns = Mapping[str, Any]

MOST_CANDIDATES = 5
COARSEST = 150.0  # metres of accuracy, beyond which no room is named
_LEAST_SHARE = 0.005
# Cautious: devices are off by more than they report at times, and above 0.8 one answer in twenty may be wrong. On
# levels that nobody told, three in twenty were: maps leave out spaces, and people take stairs unseen.
_OF_PLACE, _OF_LEVEL = 0.9, 0.99
_OF_UNTOLD_PLACE, _OF_UNTOLD_LEVEL = 0.8, 0.96


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where somebody may be; ``key`` None: outside all places of ``level`` (None unknown).

    ``point`` (longitude, latitude) is on the network, None where the network is out of reach.
    """

    kind: str | None
    key: int | None
    level: float | None
    point: tuple[float, float] | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest candidates, and how far away the network is: metres and its nearest point, None without any.

    ``levels`` are levels (None unknown) with their confidences over all places, the likeliest first.
    """

    candidates: tuple[Candidate, ...]
    levels: tuple[tuple[float | None, float], ...]
    metres: float | None
    nearest: tuple[float, float] | None


class Locator:
    """Locates fixes on one network. Safe to share between threads."""

    def __init__(self, plane: Plane, places: PlaceIndex, cells: NetworkCells) -> None:
        self._plane = plane
        self._places = places
        self._cells = cells

    def locate(self, fix: Fix) -> Ranking:
        """Return where somebody may be, the likeliest first; confidences sum to less than 1."""
        places, cells = self._places, self._cells
        known = [(fix.longitude, fix.latitude)]
        if fix.previous is not None:
            known.append((fix.previous.longitude, fix.previous.latitude))
        points = self._plane.to_metres(np.array(known))
        if not np.isfinite(points).all():  # the other side of the earth
            return Ranking((), (), None, None)
        nearest = cells.measure_distance(points[0])
        candidates: tuple[Candidate, ...] = ()
        levels: tuple[tuple[float | None, float], ...] = ()
        if fix.accuracy <= COARSEST:
            posterior = weigh_places(fix, points[0], points[1] if len(points) > 1 else None, places, cells)
            candidates = self._rank(fix, posterior)
            levels = _rank_levels(fix, posterior, places)
        if nearest is None:
            return Ranking(candidates, levels, None, None)
        return Ranking(candidates, levels, nearest[0], self._place(nearest[1]))

    def find_place(self, point: tuple[float, float], level: float | None) -> tuple[str | None, int | None]:
        """Return kind and key of the place at a point of a level; None, None outside all places."""
        places = self._places
        _, found = places.find_places(self._plane.to_metres(np.array([point])))
        here = [place for place in found.tolist() if places.level[place] == level]
        return (places.kind(here[0]), int(places.keys[here[0]])) if here else (None, None)

    def _rank(self, fix: Fix, posterior: Posterior) -> tuple[Candidate, ...]:
        places, shares = self._places, posterior.shares
        best = np.argsort(-shares, kind="stable")[:MOST_CANDIDATES]
        only = len(_rank_levels(fix, posterior, places)) == 1
        trusted = _OF_PLACE if _is_level_known(fix, places) else _OF_UNTOLD_PLACE
        found = []
        for place in best[shares[best] >= _LEAST_SHARE].tolist():
            is_place = place < len(places.keys)
            level = float(places.level[place] if is_place else places.levels[place - len(places.keys)])
            cell = int(posterior.on_network[place])
            found.append(
                Candidate(
                    kind=places.kind(place) if is_place else None,
                    key=int(places.keys[place]) if is_place else None,
                    level=_know(level),
                    point=None if cell == NOWHERE else self._place(cell),
                    confidence=round(trusted * float(shares[place]), 3),
                    reason=_choose_reason(fix, level, only=only),
                )
            )
        return tuple(found)

    def _place(self, cell: int) -> tuple[float, float]:
        longitude, latitude = self._plane.to_degrees(self._cells.points[cell : cell + 1])[0].tolist()
        return longitude, latitude


def make_locator(graph: Graph, areas: Columns, rooms: Columns) -> Locator:
    """Return a locator of the areas of spaces (WKB) and the points of rooms, with ``ogc_fid`` and ``level`` each."""
    flat = list_flat_levels(graph)
    places = index_places(graph.plane, areas, rooms, np.unique(flat[~np.isinf(flat)]))
    return Locator(graph.plane, places, make_cells(graph, places))


def _is_level_known(fix: Fix, places: PlaceIndex) -> bool:
    """Return whether the level was told, or is the only one of the map."""
    return len(places.levels) == 1 or (fix.level is not None and fix.level in places.levels)


def _rank_levels(
    fix: Fix, posterior: Posterior, places: PlaceIndex
) -> tuple[tuple[float | None, float], ...]:
    """Return the levels that are likely at all, with their confidences."""
    level = np.concatenate([places.find_level(places.level), np.arange(len(places.levels))])
    shares = np.bincount(level, posterior.shares, len(places.levels))
    trusted = _OF_LEVEL if _is_level_known(fix, places) else _OF_UNTOLD_LEVEL
    ranked = np.argsort(-shares, kind="stable")
    likely = ranked[shares[ranked] >= _LEAST_SHARE].tolist()
    return tuple((_know(float(places.levels[one])), round(trusted * float(shares[one]), 3)) for one in likely)


def _know(level: float) -> float | None:
    return None if math.isnan(level) else level


def _choose_reason(fix: Fix, level: float, *, only: bool) -> str:
    """Return the strongest thing that speaks for ``level``."""
    if fix.level is not None and fix.level == level:
        return "level"
    if only:
        return "only_level"
    if fix.previous is not None and fix.previous.level == level:
        return "previous"
    return "position"

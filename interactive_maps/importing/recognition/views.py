"""Views: several plans in one model space, such as storeys side by side, told apart by the space between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.values.level_names import guess_level

_CELL = 1.0  # metres
_MOST_CELLS = 4_000_000
_APART = 2  # cells on either side of a view that belong to it
_LEAST_SHARE = 0.25  # of the lines of the largest view
_LEAST_SIDE = 4.0  # metres
_ALIKE = 0.2  # share by which the sides of two storeys may differ
_TITLE_REACH = 0.35  # of a view's height, below and above it, where its title stands
_FRAME = 0.6  # of the whole drawing's extent: longer lines frame views instead of being in one


@dataclass(frozen=True, slots=True)
class View:
    """One plan of several: its bounds in metres (west, south, east, north), its title, the level that this says."""

    bounds: tuple[float, float, float, float]
    title: str = ""
    level: float | None = None

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Return which of (n, 2) points lie in the view or close to it."""
        west, south, east, north = self.bounds
        inside = (points >= (west - _CELL, south - _CELL)) & (points <= (east + _CELL, north + _CELL))
        return np.asarray(inside.all(axis=1))


def find_views(plan: Plan, roles: Roles, step: Step) -> list[View]:
    """Return the storeys that a drawing shows side by side, from left to right, then upwards; one or none for most.

    Views are storeys where they are about as large as each other, or where titles name levels: a campus of unlike
    buildings is one view.
    """
    segments, _ = plan.of_entities(~roles.chosen(Role.ANNOTATION, Role.LABEL, Role.FURNITURE))
    segments = segments[measure_lengths(segments) > 0.3]
    views = [_title(view, plan) for view in _cluster(segments)]
    views.sort(key=lambda view: (round(view.bounds[0]), round(view.bounds[1])))
    named = len({view.level for view in views if view.level is not None}) >= 2
    found = views if len(views) > 1 and (named or _are_alike(views)) else views[:1]
    step.count(views=len(found))
    return found


def _cluster(segments: Floats) -> list[View]:
    """Return groups of segments with free space around them that hold much of the drawing."""
    if len(segments) < 3:
        return []
    points = segments.reshape(-1, 2)
    low, high = points.min(axis=0), points.max(axis=0)
    lengths = measure_lengths(segments)
    inside = lengths < _FRAME * float(np.max(high - low))
    segments, lengths = segments[inside], lengths[inside]
    if not len(segments):
        return []
    cell = max(_CELL, float(np.sqrt(np.prod(high - low + _CELL) / _MOST_CELLS)))
    counts = np.maximum(np.ceil(lengths / cell).astype(np.int64), 1)
    owner = np.repeat(np.arange(len(segments)), counts)
    share = (np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts) + 0.5) / counts[owner]
    places = segments[owner, :2] + share[:, None] * (segments[owner, 2:] - segments[owner, :2])
    cells = ((places - low) / cell).astype(np.int64)
    grid = np.zeros(cells.max(axis=0) + 1, dtype=bool)
    grid[cells[:, 0], cells[:, 1]] = True
    grown = ndimage.binary_dilation(np.pad(grid, _APART), np.ones((3, 3), dtype=bool), iterations=_APART)
    labels, _ = ndimage.label(grown, np.ones((3, 3), dtype=bool))
    of_place = labels[cells[:, 0] + _APART, cells[:, 1] + _APART]
    weights = np.bincount(of_place, weights=(lengths / counts)[owner])
    views = []
    for label in np.flatnonzero(weights >= _LEAST_SHARE * weights.max()).tolist():
        (west, south), (east, north) = (
            places[of_place == label].min(axis=0),
            places[of_place == label].max(axis=0),
        )
        if min(east - west, north - south) >= _LEAST_SIDE:
            views.append(View((float(west), float(south), float(east), float(north))))
    return views


def _title(view: View, plan: Plan) -> View:
    """Return a view with the title that stands below or above it: the largest letters that name a level."""
    west, south, east, north = view.bounds
    reach = _TITLE_REACH * (north - south) + 2.0
    best = (0.0, "", None)
    for text in plan.texts:
        x, y = text.centre
        beside = west <= x <= east and (south - reach <= y <= south or north <= y <= north + reach)
        level = guess_level(text.text) if beside else None
        if level is not None and text.height > best[0]:
            best = (text.height, text.text, level)  # type: ignore[assignment]
    return View(view.bounds, best[1], best[2])


def _are_alike(views: list[View]) -> bool:
    sides = np.array([(v.bounds[2] - v.bounds[0], v.bounds[3] - v.bounds[1]) for v in views])
    return bool(np.all(sides.max(axis=0) <= (1 + _ALIKE) * sides.min(axis=0)))

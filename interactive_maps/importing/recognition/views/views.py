"""Views: several plans in one model space, such as storeys side by side, separated by the space between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views.elevations import SWINGS, count_swings, find_elevation
from interactive_maps.importing.recognition.views.titles import Title, ViewKind, read_title
from interactive_maps.texts.cleaning import clean_text

_CELL = 1.0  # metres
_MOST_CELLS = 4_000_000
_APART = 2  # cells on either side of a view that belong to it
_LEAST_SHARE = 0.25  # of the lines of the largest view
_LEAST_SIDE = 4.0  # metres
_ALIKE = 0.2  # share by which the sides of two storeys may differ
_TITLE_REACH = 0.35  # of a view's height: the search for its title below and above it
_FRAME = 0.6  # of the whole drawing's extent: longer lines frame views instead of being in one


@dataclass(frozen=True, slots=True)
class View:
    """One drawing of several: its bounds in metres (west, south, east, north), its title, and the title's meaning.

    ``because`` is the reason for its ``kind``: its title or its lines. ``topmost`` is True for the floor below the
    roof, if its title gives it no number.
    """

    bounds: tuple[float, float, float, float]
    title: str = ""
    level: float | None = None
    kind: ViewKind = ViewKind.PLAN
    because: str = ""
    topmost: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether a floor has room in it."""
        west, south, east, north = self.bounds
        return min(east - west, north - south) >= _LEAST_SIDE

    def holds(self, points: Floats) -> NDArray[np.bool_]:
        """Return which of (n, 2) points lie in the view or close to it."""
        west, south, east, north = self.bounds
        inside = (points >= (west - _CELL, south - _CELL)) & (points <= (east + _CELL, north + _CELL))
        return np.asarray(inside.all(axis=1))


def list_views(plan: Plan, roles: Roles) -> list[View]:
    """Return all views of a drawing, including elevations and sections, from left to right, then upwards."""
    segments, _ = plan.of_entities(~roles.chosen(Role.ANNOTATION, Role.LABEL, Role.FURNITURE))
    segments = segments[measure_lengths(segments) > 0.3]
    views = [_judge(_title(view, plan), plan) for view in _cluster(segments)]
    return sorted(views, key=lambda view: (round(view.bounds[0]), round(view.bounds[1])))


def choose_storeys(views: Sequence[View]) -> list[View]:
    """Return the plans among views that are storeys of one building, one or none for most drawings.

    Storeys are about equally large, or their titles name levels: a campus of different buildings
    is one view.
    """
    plans = [view for view in views if view.kind is ViewKind.PLAN and view.is_wide]
    levels = {view.level for view in plans if view.level is not None}
    return plans if len(levels) >= 2 or _are_alike(plans) else plans[:1]


def name_levels(views: Sequence[View]) -> list[View]:
    """Return the storeys whose titles name different levels, in the order of levels; none if two name the same.

    The floor below the roof is above all numbered floors.
    """
    counted = [view for view in views if view.level is not None]
    top = max((view.level for view in counted if view.level is not None), default=0.0)
    attics = [replace(view, level=top + 1) for view in views if view.level is None and view.topmost]
    named = sorted([*counted, *attics], key=lambda view: view.level or 0.0)
    distinct = len({view.level for view in named}) == len(named)
    return named if distinct and len(named) > 1 else []


def _cluster(segments: Floats) -> list[View]:
    """Return groups of segments surrounded by free space that hold much of the drawing."""
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
        if max(east - west, north - south) >= _LEAST_SIDE:
            views.append(View((float(west), float(south), float(east), float(north))))
    return views


def _title(view: View, plan: Plan) -> View:
    """Return a view with the title below or above it: the largest text that is a title."""
    west, south, east, north = view.bounds
    reach = _TITLE_REACH * (north - south) + 2.0
    best: tuple[float, str, Title] | None = None
    for text in plan.texts:
        x, y = text.centre
        beside = west <= x <= east and (south - reach <= y <= south or north <= y <= north + reach)
        title = read_title(text.text) if beside and (best is None or text.height > best[0]) else None
        if title is not None:
            best = (text.height, clean_text(text.text), title)
    if best is None:
        return view
    _, said, title = best
    because = "" if title.kind is ViewKind.PLAN else f"its title says {said!r}"
    return View(view.bounds, said, title.level, title.kind, because, title.topmost)


def _judge(view: View, plan: Plan) -> View:
    """Return a view with its kind from its lines; door swings make it a plan, whatever its title."""
    if count_swings(view.bounds, plan) >= SWINGS:
        return replace(view, kind=ViewKind.PLAN, because="")
    seen = find_elevation(view.bounds, plan) if view.kind is ViewKind.PLAN and view.level is None else None
    return view if seen is None else replace(view, kind=seen[0], because=seen[1])


def _are_alike(views: Sequence[View]) -> bool:
    sides = [(v.bounds[2] - v.bounds[0], v.bounds[3] - v.bounds[1]) for v in views]
    return all(max(side) <= (1 + _ALIKE) * min(side) for side in zip(*sides, strict=True))

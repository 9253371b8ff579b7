"""Terraces: porches, balconies and decks, which no wall encloses, but lines of their own and the wall behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely import Polygon

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.rows import find_rows
from interactive_maps.importing.recognition.geometry.segments import (
    find_directions,
    measure_lengths,
    to_lines,
    to_points,
)
from interactive_maps.importing.recognition.labels import Reading
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.mapdata.categories.room_names import find_unit_category

TERRACE = "terrace"

_REACH = 15.0  # metres from a label to the edges of its terrace
_AREA = (1.5, 250.0)  # square metres
_LEAST_LINE = 0.3  # metres
_MOST_LINES = 20_000
_OVERSHOOT = 0.05  # metres: edges are drawn by hand as well
_AT_BUILDING = 0.6
_HALF_WIDTH = 0.3
_NO_EDGES = (Role.ANNOTATION, Role.LABEL, Role.FURNITURE, Role.STAIR)


def find_terraces(
    plan: Plan,
    roles: Roles,
    readings: Sequence[Reading],
    regions: Sequence[Region],
    barriers: Floats,
    step: Step,
) -> list[Region]:
    """Return the areas outside all ``regions`` that texts call terraces, bounded by lines of any layer.

    ``barriers`` (n, 4) are walls with everything that closes them.
    """
    areas = [one.area for one in regions]
    places = [plan.texts[one.index].centre for one in readings if _names_terrace(one)]
    if not places or not areas:
        return []
    points = to_points(np.array(places))
    inside = np.unique(shapely.STRtree(areas).query(points, predicate="within")[0])
    outside = points[np.setdiff1d(np.arange(len(points)), inside)]
    taken = shapely.union_all(areas)
    found: list[Polygon] = []
    for point in outside.tolist():
        if any(area.contains(point) for area in found):
            continue
        area = _enclose(plan, roles, point, barriers, taken)
        if area is not None:
            found.append(area)
            taken = shapely.union(taken, area)
    step.count(labels=len(outside), terraces=len(found))
    return [Region(area, outdoors=True) for area in found]


def _names_terrace(reading: Reading) -> bool:
    label = reading.label
    return label.kind is LabelKind.NAME and find_unit_category(label.name) == TERRACE


def _enclose(
    plan: Plan, roles: Roles, point: shapely.Point, barriers: Floats, taken: shapely.Geometry
) -> Polygon | None:
    """Return the area around a label that lines and the building bound, None where nothing does."""
    around = point.buffer(_REACH)
    chosen = ~roles.chosen(*_NO_EDGES)[plan.segment_entities]
    chosen &= measure_lengths(plan.segments) >= _LEAST_LINE
    lines = _list_near(plan.segments[chosen], around)
    walls = _list_near(barriers, around)
    if len(lines) + len(walls) > _MOST_LINES:
        return None
    lines = np.concatenate([lines[~find_rows(lines)], walls])
    if len(lines) < 3:
        return None
    along = _OVERSHOOT * find_directions(lines)
    noded = shapely.union_all(
        to_lines(np.hstack([lines[:, :2] - along, lines[:, 2:] + along])), grid_size=0.001
    )
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    holding = [face for face in faces if face.contains(point)]
    if not holding:
        return None
    free = grow(grow(shapely.difference(holding[0], taken), -_HALF_WIDTH), _HALF_WIDTH)
    parts = [part for part in shapely.get_parts(free) if isinstance(part, Polygon)]
    area = next((part for part in parts if part.distance(point) == 0), None)
    if area is None or not _AREA[0] <= area.area <= _AREA[1]:
        return None
    return area if area.distance(taken) <= _AT_BUILDING else None


def _list_near(segments: Floats, around: Polygon) -> Floats:
    if not len(segments):
        return segments
    return np.asarray(
        segments[np.sort(shapely.STRtree(to_lines(segments)).query(around, predicate="intersects"))]
    )


def find_ways_out(
    sides: Sequence[tuple[int, int]],
    widths: Sequence[float],
    terraces: Sequence[int],
    hung: Mapping[int, int],
) -> list[int]:
    """Return the widest opening (by index) to each of the ``terraces`` that no door leads to: a French window.

    ``sides`` are the regions beside each opening, and ``hung`` counts the doors of each region.
    """
    found = []
    for terrace in terraces:
        fit = [
            index
            for index, pair in enumerate(sides)
            if terrace in pair and min(pair) >= 0 and pair[0] != pair[1]
        ]
        if fit and not hung.get(terrace):
            found.append(max(fit, key=lambda index: (widths[index], -index)))
    return found

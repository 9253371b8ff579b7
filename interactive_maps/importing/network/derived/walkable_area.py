"""The walkable area of each space: its area without obstacles, with a clearance from its walls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.graph import Place
from interactive_maps.importing.network.neighbour_search import find_neighbours
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.mapdata.edits.features import Space

# Clearances of paths from walls in metres; the next smaller one is used if a passage would be closed.
_CLEARANCES = (0.15, 0.05, 0.01)
_GAP = 0.5  # metres around an opening that are free of walls
_WALL = 0.02  # half the thickness of a wall drawn as a line
_LEAST_AREA = 0.05  # square metres
_MOST_CORNERS = 2000
_INSIDE = 0.5  # least share of a space in a larger one that is cut out of it


@dataclass(slots=True)
class WalkableArea:
    """The floor of a space in metres. ``core`` has the full clearance from walls, ``visibility`` half of it.

    ``stops`` are the nodes to connect, by key.
    """

    space: Space
    area: BaseGeometry
    core: BaseGeometry
    visibility: BaseGeometry
    stops: dict[str, Place] = field(default_factory=dict)
    has_way_in: bool = False
    on_steps: bool = False

    def step_in(self, place: Point) -> Place:
        """Return the nearest position in the core."""
        if shapely.intersects(self.core, place):
            return place.x, place.y
        near = shapely.get_coordinates(shapely.shortest_line(self.core, place))[0]
        return float(near[0]), float(near[1])


def make_walkable_areas(
    spaces: Sequence[Space],
    areas: Sequence[BaseGeometry],
    walls: Sequence[BaseGeometry],
    gaps: Sequence[BaseGeometry],
    issues: IssueCollector,
) -> dict[str, WalkableArea]:
    """Return the walkable areas of one level by key; ``walls`` are lines in them, ``gaps`` points or lines."""
    if not spaces:
        return {}
    carved = _carve(_keep_valid(areas))
    carved = _subtract_walls(carved, walls, gaps)
    walkables = {}
    for space, area in zip(spaces, carved, strict=True):
        walkable = _lay(space, area, issues)
        if walkable is None:
            issues.note(rules.NO_ROOM_TO_WALK, "space", space.key)
        else:
            walkables[space.key] = walkable
    return walkables


def _keep_valid(areas: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    # Without lines, to which parts of an invalid area collapse: no overlay takes both.
    return [
        area if area.is_valid else shapely.make_valid(area, method="structure", keep_collapsed=False)
        for area in areas
    ]


def _carve(areas: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return each area without the smaller ones that lie mostly in it."""
    sizes = shapely.area(np.asarray(areas, dtype=object))
    inner: dict[int, list[BaseGeometry]] = {}
    for outer, part in find_neighbours(areas, areas, 0.0):
        is_larger = sizes[outer] > sizes[part] * 1.05 and sizes[part] > 0
        if is_larger and areas[outer].intersection(areas[part]).area >= _INSIDE * sizes[part]:
            inner.setdefault(outer, []).append(areas[part])
    return [
        shapely.difference(area, shapely.union_all(inner[index])) if index in inner else area
        for index, area in enumerate(areas)
    ]


def _subtract_walls(
    areas: list[BaseGeometry], walls: Sequence[BaseGeometry], gaps: Sequence[BaseGeometry]
) -> list[BaseGeometry]:
    if not len(walls):
        return areas
    standing = _open_walls(walls, gaps)
    found: dict[int, list[int]] = {}
    for area, wall in find_neighbours(areas, standing, 0.0):
        found.setdefault(area, []).append(wall)
    for index, hits in found.items():
        areas[index] = shapely.difference(areas[index], _unite([standing[hit] for hit in hits]))
    return areas


def _open_walls(walls: Sequence[BaseGeometry], gaps: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return walls as areas that are open around ``gaps``: each only once, although it bounds several spaces."""
    thick = shapely.buffer(np.asarray(walls, dtype=object), _WALL, cap_style="flat", join_style="mitre")
    standing = list(thick)
    holes = list(_open_gaps(gaps))
    near: dict[int, list[BaseGeometry]] = {}
    for wall, hole in find_neighbours(standing, holes, 0.0):
        near.setdefault(wall, []).append(holes[hole])
    for wall, found in near.items():
        standing[wall] = shapely.difference(standing[wall], _unite(found))
    return standing


def _unite(parts: list[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(parts) if len(parts) > 1 else parts[0]


def _open_gaps(gaps: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Return the areas around openings without walls: a line ends at the jambs, and these stand."""
    openings = np.asarray(gaps, dtype=object).reshape(-1)
    is_line = (shapely.get_type_id(openings) == shapely.GeometryType.LINESTRING) & (
        shapely.length(openings) > 0
    )
    return np.asarray(
        np.where(is_line, shapely.buffer(openings, _GAP, cap_style="flat"), shapely.buffer(openings, _GAP)),
        dtype=object,
    )


def _lay(space: Space, area: BaseGeometry, issues: IssueCollector) -> WalkableArea | None:
    area = _keep_areas(area)
    tolerance = 0.05
    while shapely.get_num_coordinates(area) > _MOST_CORNERS and tolerance < 10.0:
        area = _keep_areas(area.simplify(tolerance))
        if tolerance == 0.05:
            issues.note(rules.SIMPLIFIED, "space", space.key)
        tolerance *= 2
    if area.area < _LEAST_AREA:
        return None
    parts = shapely.get_num_geometries(area)
    for clearance in _CLEARANCES:
        core = _keep_areas(_shrink(area, clearance))
        if not core.is_empty and shapely.get_num_geometries(core) <= parts:
            break
    if core.is_empty:
        return None
    core = _keep_areas(core.simplify(clearance / 10))
    return WalkableArea(space, area, core, _shrink(area, clearance / 2))


def _shrink(area: BaseGeometry, clearance: float) -> BaseGeometry:
    return area.buffer(-clearance, join_style="mitre", mitre_limit=5.0)


def _keep_areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry, without slivers, in a canonical order."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    parts = parts[(shapely.get_dimensions(parts) == 2) & (shapely.area(parts) > 1e-3)]
    return shapely.normalize(shapely.union_all(parts))

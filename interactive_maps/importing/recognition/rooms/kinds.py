"""Kinds of rooms, from their names, else from what is drawn in them, else from their shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.segments import measure_lengths, to_points
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.importing.recognition.walls.diagonals import find_crosses
from interactive_maps.mapdata.categories.room_names import find_unit_category

_LEAST_TREADS, _TREAD = 5, (0.5, 4.0)  # lines in a room that make it stairs, and their length in metres
_LARGEST_STAIRS, _LARGEST_LIFT = 60.0, 9.0  # square metres
_CORRIDOR_DOORS = 3
_CORRIDOR_SHAPE = 0.5  # of a square's area with the same outline


def find_kinds(plan: Plan, roles: Roles, regions: Sequence[Region], doors: Counter[int]) -> list[str]:
    """Return the IMDF category of each region; ``doors`` counts the openings of each, by index."""
    areas = [region.area for region in regions]
    treads = _count_inside(areas, _list_middles(plan, roles, Role.STAIR))
    lifts = _count_inside(areas, _list_middles(plan, roles, Role.LIFT))
    crosses = _count_inside(areas, _list_crosses(plan, roles))
    return [
        _say(region) or _look(region, treads[index], lifts[index] + crosses[index], doors[index])
        for index, region in enumerate(regions)
    ]


def _say(region: Region) -> str | None:
    """Return the kind from the label: the name, else the letters of a number such as ``STR-6``."""
    label = region.label
    if label is None:
        return None
    return find_unit_category(label.name) or find_unit_category(label.number)


def _look(region: Region, treads: int, lifts: int, doors: int) -> str:
    """Return the kind from the drawing: treads, a lift's cross, a long room with many doors."""
    area = region.area.area
    if region.stairs or (treads >= _LEAST_TREADS and area <= _LARGEST_STAIRS):
        return "stairs"
    if lifts >= 2 and area <= _LARGEST_LIFT:
        return "elevator"
    shape = 16 * area / region.area.exterior.length**2
    named = region.label is not None and bool(region.label.name)
    if not named and doors >= _CORRIDOR_DOORS and shape < _CORRIDOR_SHAPE:
        return "walkway"
    return "room"


def _list_middles(plan: Plan, roles: Roles, role: Role) -> Floats:
    segments, _ = plan.of_entities(roles.chosen(role))
    lengths = measure_lengths(segments)
    chosen = segments[(lengths >= _TREAD[0]) & (lengths <= _TREAD[1])]
    return (chosen[:, :2] + chosen[:, 2:]) / 2


def _list_crosses(plan: Plan, roles: Roles) -> Floats:
    segments, _ = plan.of_entities(~roles.chosen(Role.FURNITURE, Role.ANNOTATION, Role.LABEL))
    lengths = measure_lengths(segments)
    long = segments[(lengths > 1.2) & (lengths < 6.0)]
    crossed = long[find_crosses(long)]
    return (crossed[:, :2] + crossed[:, 2:]) / 2


def _count_inside(areas: Sequence[shapely.Polygon], places: Floats) -> list[int]:
    area = shapely.STRtree(areas).query(to_points(places), predicate="within")[1]
    counts: list[int] = np.bincount(area, minlength=len(areas)).tolist()
    return counts

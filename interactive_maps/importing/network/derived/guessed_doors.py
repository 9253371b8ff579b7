"""Guessed doors: a space without any opening gets one where it borders a corridor or an area."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.network.derived.virtual_openings import find_straight_runs, is_open
from interactive_maps.importing.network.derived.walkable_area import WalkableArea
from interactive_maps.importing.network.neighbour_search import find_neighbours
from interactive_maps.importing.network.plane import place_on_earth
from interactive_maps.mapdata.edits.features import Opening, Space

_WALL = 0.6  # metres: the largest gap between a room and the corridor beside it
_TOUCH = 0.05
_LEAST_BORDER = 0.8  # metres of wall that a door needs
_CORNER = 0.1
# What the tag ``indoor`` says of an area without walls, whatever other tag its layer is named by.
_AREAS = frozenset({"yes", "area", "corridor"})


def guess_doors(
    plane: Plane, walkables: Mapping[str, WalkableArea], layers: Mapping[str, str], served: Collection[str]
) -> Iterator[tuple[Opening, Point]]:
    """Yield an opening and its position in metres for each walkable area of a level without any.

    It is in the middle of the longest straight border with a corridor, else with another open space. ``layers`` tells
    by key how spaces were drawn; ``served`` are spaces with an opening of their own, of whatever kind, or an open
    passage.
    """
    opened = [key for key in sorted(walkables) if _is_hall(walkables[key].space, layers)]
    closed = [key for key in sorted(walkables.keys() - set(opened)) if key not in served]
    areas, halls = [walkables[key].area for key in closed], [walkables[key].area for key in opened]
    best: dict[int, tuple[bool, float, str, LineString]] = {}
    for room, hall in find_neighbours(areas, halls, _WALL):
        for border in _find_borders(areas[room], halls[hall]):
            corridor = is_open(walkables[opened[hall]].space, layers)
            found = (corridor, round(border.length, 3), opened[hall], border)
            best[room] = max(best.get(room, found), found, key=lambda one: one[:3])
    for room, (_, _, beside, border) in sorted(best.items()):
        yield _make_opening(plane, walkables[closed[room]], beside, border)


def _is_hall(space: Space, layers: Mapping[str, str]) -> bool:
    """Return whether rooms open onto a space: one without walls, or a part of the building that is no room itself."""
    is_area = space.properties.get("indoor") in _AREAS and not space.names and not space.ref
    return is_area or is_open(space, layers)


def _find_borders(room: BaseGeometry, hall: BaseGeometry) -> Iterator[LineString]:
    """Yield the straight runs of the hall's outline that lie along the room, behind a wall or none."""
    for reach in (_TOUCH, _WALL):
        least = _LEAST_BORDER + (0 if reach == _TOUCH else 2 * reach)
        runs = [run for run in find_straight_runs(hall, room, reach, _CORNER) if run.length >= least]
        yield from runs
        if runs:
            return


def _make_opening(
    plane: Plane, walkable: WalkableArea, hall: str, border: LineString
) -> tuple[Opening, Point]:
    middle = border.interpolate(0.5, normalized=True)
    (place,) = place_on_earth(plane, shapely.get_coordinates(middle)).tolist()
    opening = Opening(
        key=f"guessed/{walkable.space.key}",
        ordinal=walkable.space.ordinal,
        geometry=Point(place),
        spaces=(walkable.space.key, hall),
        category="pedestrian",
        guessed=True,
    )
    return opening, middle

"""A floor from a building model: rooms between the faces of walls as modelled, and the walls between."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import Point, Polygon
from shapely.geometry import shape

from benchmarks.drafting.building import Building, Door, Room

_OUTER = 0.4  # metres: the thickness of walls to the outdoors
_CLOSING = 0.7  # metres: a gap between rooms up to twice as wide is wall
_REACH = 1.2  # metres from a door to the rooms that it joins
_WIDTH = 0.9
_CATEGORIES = {
    "hallway": "walkway",
    "foyer": "walkway",
    "stair": "stairs",
    "bathroom 1": "restroom",
    "bathroom 2": "restroom",
}
_STAIRS = {"B105"}  # numbers of stairs whose author named them "Room", though their twins are stairs


def read_model(folder: Path, storey: str) -> Building:
    """Return a storey of a plan with ground truth from a building model."""
    collection = json.loads((folder / "truth.geojson").read_text("utf-8"))
    said = json.loads((folder / "truth.json").read_text("utf-8"))
    rooms = [
        _read_room(feature)
        for feature in collection["features"]
        if feature["properties"].get("storey") == storey
    ]
    areas = [room.area for room in rooms]
    grown = shapely.union_all([area.buffer(_CLOSING, join_style="mitre") for area in areas])
    outline = grown.buffer(_OUTER - _CLOSING, join_style="mitre")
    solid = shapely.difference(outline, shapely.union_all(areas)).simplify(0.01)
    places = [Point(door["x"], door["y"]) for door in said["doors"] if door["storey"] == storey]
    hung = [door for place in places if (door := _hang(place, areas)) is not None]
    kept: list[Door] = []
    for door in hung:
        if all(np.hypot(*np.subtract(door.place, one.place)) > 1.3 for one in kept):
            kept.append(door)
    return Building(f"{folder.name} {storey}", tuple(rooms), tuple(kept), (), solid)


def _read_room(feature: dict[str, Any]) -> Room:
    area = shape(feature["geometry"])
    assert isinstance(area, Polygon)
    plain = area.simplify(0.01)
    assert isinstance(plain, Polygon)
    said = feature["properties"]
    name = said.get("name") or ""
    number = said.get("number") or ""
    return Room(number, name, plain, "stairs" if number in _STAIRS else _CATEGORIES.get(name.lower(), "room"))


def _hang(place: Point, areas: Sequence[Polygon]) -> Door | None:
    """Return the door in the wall of the nearest room, None if no straight wall is long enough for it."""
    home = min(areas, key=lambda area: area.boundary.distance(place))
    if home.boundary.distance(place) > _REACH:
        return None
    points = shapely.get_coordinates(home.exterior)
    sides = [shapely.LineString(pair) for pair in itertools.pairwise(points)]
    sides = [side for side in sides if side.length > _WIDTH + 0.3]
    if not sides:
        return None
    side = min(sides, key=lambda one: one.distance(place))
    margin = _WIDTH / 2 + 0.12
    foot = side.interpolate(min(max(side.project(place), margin), side.length - margin))
    start, end = shapely.get_coordinates(side)
    along = (end - start) / side.length
    outward = np.array([along[1], -along[0]])
    if home.contains(Point(foot.x + outward[0] * 0.05, foot.y + outward[1] * 0.05)):
        outward = -outward
    ray = shapely.LineString([(foot.x, foot.y), (foot.x + outward[0], foot.y + outward[1])])
    hits = [ray.intersection(area.boundary) for area in areas if area is not home and ray.intersects(area)]
    foot_point = Point(foot.x, foot.y)
    thickness = min([hit.distance(foot_point) for hit in hits] or [_OUTER])
    middle = np.array([foot.x, foot.y]) + outward * thickness / 2
    return Door(
        (float(middle[0]), float(middle[1])), (float(along[0]), float(along[1])), _WIDTH, max(thickness, 0.05)
    )

"""Ground truth of a plan: its rooms, doors and unit, in drawing coordinates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import Point, Polygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}


@dataclass(frozen=True, slots=True)
class TrueRoom:
    """A room as a person sees it: number and name as written, a point in it, its outline if known."""

    number: str
    name: str
    point: Point
    area: Polygon | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """The ground truth of a plan; ``doors`` are points at the doors with known positions.

    ``walls`` are impassable, and open at doors: areas, or lines if only these are known. ``landings`` are points at
    doors of lifts that ``doors`` does not list. ``columns`` stand free in rooms.
    """

    rooms: tuple[TrueRoom, ...]
    doors: tuple[Point, ...]
    doors_seen: int
    metres_per_unit: float | None
    walls: BaseGeometry | None = None
    landings: tuple[Point, ...] = ()
    columns: tuple[Polygon, ...] = ()


def read_truth(folder: Path, page: int | None = None) -> Truth:
    """Return the truth in ``folder``: ``truth.json``, and outlines from ``truth.geojson`` if there are any."""
    said = json.loads((folder / "truth.json").read_text("utf-8"))
    rooms = [_read_room(room) for room in said["rooms"] if page is None or room.get("page") == page]
    outlines = folder / "truth.geojson"
    if outlines.is_file():
        rooms = _read_outlines(json.loads(outlines.read_text("utf-8")), rooms)
    doors = tuple(Point(x, y) for x, y in said.get("doors_xy", ()))
    metres = _METRES.get(str(said.get("units", "")).split(" ", maxsplit=1)[0])
    return Truth(tuple(rooms), doors, int(said.get("doors_seen", len(doors))), metres)


def _read_room(room: dict[str, Any]) -> TrueRoom:
    return TrueRoom(
        room.get("number") or "",
        room.get("name") or "",
        Point(room["x"], room["y"]),
        kind=room.get("kind") or "",
    )


def _read_outlines(collection: dict[str, Any], rooms: list[TrueRoom]) -> list[TrueRoom]:
    found = []
    for feature in collection["features"]:
        area = shape(feature["geometry"])
        assert isinstance(area, Polygon)
        said = feature["properties"]
        twin = next(
            (
                room
                for room in rooms
                if area.contains(room.point) and room.number == (said.get("number") or "")
            ),
            None,
        )
        kind = twin.kind if twin else ""
        point = twin.point if twin else area.representative_point()
        found.append(TrueRoom(said.get("number") or "", said.get("name") or "", point, area, kind))
    return found

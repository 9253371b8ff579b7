"""Storeys to put above each other, made of rooms in metres."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import Polygon, box

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.mapdata.edits.features import Space

PLANE = Plane(0.0, 0.0)

Rooms = list[tuple[str, Polygon]]


def make_rooms() -> Rooms:
    """Return offices on both sides of a corridor, stairs, and a lift that no other lies like."""
    rooms: Rooms = [("office", box(4 * i + 0.1, 8.1, 4 * i + 3.9, 12.9)) for i in range(6)]
    rooms += [("walkway", box(0.1, 6.1, 23.9, 7.9)), ("stairs", box(8.1, 0.1, 13.9, 5.9))]
    return [*rooms, ("elevator", box(14.1, 0.1, 15.9, 5.9)), ("office", box(16.1, 0.1, 23.9, 5.9))]


def make_draft(level: float, rooms: Rooms, east: float = 0.0, north: float = 0.0) -> MapDraft:
    """Return a drawing of one level, moved."""
    draft = MapDraft(f"{level:g}.dxf")
    draft.report.level = level
    for number, (category, area) in enumerate(rooms):
        placed = shapely.transform(area, lambda places: PLANE.to_degrees(places + np.array([east, north])))
        draft.spaces.append(
            Space(f"S{number}", category, {}, level, placed, placed.representative_point(), ref=str(number))
        )
    return draft

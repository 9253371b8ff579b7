"""Moving a draft on the earth, with everything in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.alignment.level_plan import Floats
from interactive_maps.importing.draft.map_draft import MapDraft

Geometry = TypeVar("Geometry", bound=BaseGeometry)


def move_draft(draft: MapDraft, plane: Plane, step: tuple[float, float]) -> None:
    """Move everything in a draft by ``step``, in metres on ``plane``."""

    def shift(places: Floats) -> Floats:
        return plane.to_degrees(plane.to_metres(places) + np.array(step))

    def move(geometry: Geometry) -> Geometry:
        return shapely.transform(geometry, shift)

    draft.lines = [replace(line, geometry=move(line.geometry)) for line in draft.lines]
    draft.network = [replace(line, geometry=move(line.geometry)) for line in draft.network]
    draft.edges = [replace(edge, geometry=move(edge.geometry)) for edge in draft.edges]
    draft.openings = [replace(one, geometry=move(one.geometry)) for one in draft.openings]
    draft.connectors = [replace(one, geometry=move(one.geometry)) for one in draft.connectors]
    draft.levels = [
        level if level.geometry is None else replace(level, geometry=move(level.geometry))
        for level in draft.levels
    ]
    draft.spaces = [
        replace(space, geometry=move(space.geometry), display_point=move(space.display_point))
        for space in draft.spaces
    ]
    draft.drawn = [
        replace(layer, segments=shift(layer.segments.reshape(-1, 2)).reshape(-1, 4)) for layer in draft.drawn
    ]
    for name in ("rooms", "nodes"):
        rows = getattr(draft, name)
        places = shift(np.array([(row.longitude, row.latitude) for row in rows]).reshape(-1, 2)).tolist()
        moved = [
            replace(row, longitude=longitude, latitude=latitude)
            for row, (longitude, latitude) in zip(rows, places, strict=True)
        ]
        setattr(draft, name, moved)

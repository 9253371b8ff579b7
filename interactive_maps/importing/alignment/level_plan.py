"""The parts of a level that align with other levels: stairs and lifts, faces of walls, the outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.plane import Plane
from interactive_maps.importing.draft.map_draft import MapDraft

Floats = NDArray[np.float64]

_SHAFTS = frozenset({"stairs", "elevator", "escalator", "ramp"})
_WALL = 0.6  # metres: the widest gap between rooms of one level
_LEAST_SEGMENT = 0.3


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """One level in metres: centres of ``shafts`` by kind, and the inner faces of ``walls`` (n, 4)."""

    shafts: tuple[tuple[str, float, float], ...]
    walls: Floats
    outline: BaseGeometry

    def moved(self, step: Floats) -> LevelPlan:
        """Return the level moved by ``step`` (2,)."""
        x, y = step.tolist()
        return LevelPlan(
            tuple((kind, east + x, north + y) for kind, east, north in self.shafts),
            self.walls + np.tile(step, 2),
            shapely.transform(self.outline, lambda places: places + step),
        )


def read_level(draft: MapDraft, plane: Plane, ordinal: float | None = None) -> LevelPlan | None:
    """Return the level made of all spaces of a draft, or of those of one ordinal; None if there are none."""
    spaces = [space for space in draft.spaces if ordinal in {None, space.ordinal}]
    if not spaces:
        return None
    areas = shapely.transform(np.array([space.geometry for space in spaces], dtype=object), plane.to_metres)
    shafts = [
        (space.category, area.centroid.x, area.centroid.y)
        for space, area in zip(spaces, areas, strict=True)
        if space.category in _SHAFTS
    ]
    grown = shapely.buffer(areas, _WALL / 2, join_style="mitre")
    return LevelPlan(tuple(shafts), _list_walls(areas), shapely.union_all(grown))


def join_parts(storeys: Sequence[LevelPlan]) -> LevelPlan:
    """Return several parts of one level as one."""
    return LevelPlan(
        tuple(shaft for storey in storeys for shaft in storey.shafts),
        np.concatenate([storey.walls for storey in storeys]),
        shapely.union_all([storey.outline for storey in storeys]),
    )


def _list_walls(areas: NDArray[np.object_]) -> Floats:
    rings = shapely.get_rings(areas)
    pieces = [np.empty((0, 4))]
    for ring in rings:
        points = shapely.get_coordinates(ring)
        pieces.append(np.hstack([points[:-1], points[1:]]))
    segments = np.concatenate(pieces)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    return np.asarray(segments[lengths >= _LEAST_SEGMENT])

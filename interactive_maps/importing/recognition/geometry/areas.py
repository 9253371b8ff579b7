"""Growing and shrinking of areas, and location of points in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing.drawing import Floats, Integers


def grow(
    geometry: Any,
    distance: float | Floats,
    join: Literal["mitre", "round"] = "mitre",
    cap: Literal["round", "flat", "square"] = "round",
    sharpest: float = 5.0,
) -> Any:
    """Return a geometry, or an array of them, grown by ``distance`` metres each, or shrunk by a negative one.

    Mitred corners reach at most ``sharpest`` times as far.

    GEOS divides by zero at corners without an angle, with a right result; its floating-point flag can be ignored.
    Sharp extended corners may cross each other: the result is valid all the same.
    """
    with np.errstate(all="ignore"):
        grown = shapely.buffer(
            geometry, distance, quad_segs=4, cap_style=cap, join_style=join, mitre_limit=sharpest
        )
    if np.all(shapely.is_valid(grown)):
        return grown
    return repair_areas(grown)


def repair_areas(areas: Any) -> Any:
    """Return an area, or an array of them, fit for overlays: valid, and without lines, to which slivers collapse."""
    return shapely.make_valid(areas, method="structure", keep_collapsed=False)


def keep_largest(geometry: BaseGeometry) -> Polygon:
    """Return the largest area of a geometry, an empty one if it has none."""
    parts = [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area, default=Polygon())


def find_areas(places: Floats, areas: Sequence[Polygon]) -> dict[int, int]:
    """Return the index of the area that contains each of ``places`` (n, 2); the smallest if areas overlap."""
    point, area = shapely.STRtree(areas).query(shapely.points(places), predicate="within")
    sizes = shapely.area(areas)
    order = np.argsort(-sizes[area], kind="stable")  # the smallest last, so that it wins
    return {int(point[index]): int(area[index]) for index in order.tolist()}


def pair_with_areas(points: NDArray[np.object_], tree: shapely.STRtree) -> tuple[Integers, Integers]:
    """Return the rows of points, and of the tree's areas that hold them or have them on their border.

    The tree alone would walk along the whole border of an area for each point; a prepared area is asked by height.
    """
    point, area = tree.query(points)
    areas = tree.geometries
    shapely.prepare(areas)
    held = shapely.intersects(areas[area], points[point])
    return point[held], area[held]

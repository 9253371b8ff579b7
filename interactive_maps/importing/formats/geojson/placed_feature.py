"""A feature on one of its levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.geojson.properties import Said


@dataclass(frozen=True, slots=True)
class PlacedFeature:
    """A feature in WGS84 with a unique ``key``. ``dimension`` is 0 for points, 2 for areas."""

    key: str
    said: Said
    level: float | None
    geometry: BaseGeometry
    dimension: int


def divide(feature: PlacedFeature) -> Iterator[PlacedFeature]:
    """Yield the parts of a multi-part feature with keys of their own: all doors of a floor may be one feature."""
    geometry = feature.geometry
    if geometry.geom_type == "MultiLineString":
        geometry = shapely.line_merge(geometry)
    for number, part in enumerate(shapely.get_parts(geometry)):
        yield replace(feature, key=f"{feature.key}/{number}" if number else feature.key, geometry=part)

"""A feature on one of its levels."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.geojson.properties import Said


@dataclass(frozen=True, slots=True)
class PlacedFeature:
    """A feature in WGS84; ``key`` is like no other's. ``dimension`` is 0 for points, 2 for areas."""

    key: str
    said: Said
    level: float | None
    geometry: BaseGeometry
    dimension: int

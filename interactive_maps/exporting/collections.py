"""GeoJSON feature collections (RFC 7946) as text, one feature at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.geojson import to_geojson
from interactive_maps.importing.values.json_text import dump_json

Feature = Mapping[str, Any]


def write_collection(output: IO[bytes], name: str | None, features: Iterable[Feature]) -> int:
    """Write a collection and return the number of its features."""
    count = 0
    named = b"" if name is None else b',"name":' + dump_json(name)
    output.write(b'{"type":"FeatureCollection"' + named + b',"features":[')
    for feature in features:
        output.write((b",\n" if count else b"\n") + dump_json(feature))
        count += 1
    output.write(b"\n]}\n")
    return count


def draw(geometry: BaseGeometry | None) -> dict[str, Any] | None:
    """Return a GeoJSON geometry with counter-clockwise outlines, as RFC 7946 requires."""
    if geometry is None or geometry.is_empty:
        return None
    return to_geojson(shapely.orient_polygons(geometry))


def as_number(value: float | None) -> float | int | None:
    """Return an integer for a whole number: ordinals are integers wherever possible."""
    return int(value) if value is not None and float(value).is_integer() else value

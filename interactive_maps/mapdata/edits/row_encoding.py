"""Encoding of features: from each dataclass to the columns of its layer's table. Pure.

A column that refers to another layer contains the target's key; the database replaces it with the target's id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.mapdata.edits.features import (
    Connector,
    Level,
    Occupant,
    Opening,
    PointOfInterest,
    Space,
)
from interactive_maps.mapdata.edits.rows import EdgeRow, LineRow, NodeRow, RoomRow, SourceRows
from interactive_maps.mapdata.schema.layer import SHARED_COLUMNS, Layer

Columns = dict[str, Any]
Spaces = Mapping[str, Space]
_WGS84 = 4326
_BATCH = 5000
# Match the escape itself, not six characters behind an escaped backslash.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def list_records(layer: Layer, rows: SourceRows) -> Iterator[tuple[Any, ...]]:
    """Yield (origin, key, the values of :func:`list_columns`, EWKB or None) of each of ``rows`` for ``layer``."""
    features = rows.features.get(layer.name, ())
    needs_spaces = features and layer.name in {"rooms", "occupants", "points"}
    spaces = {space.key: space for space in rows.features.get("spaces", ())} if needs_spaces else {}
    columns = list_columns(layer)
    for start in range(0, len(features), _BATCH):
        batch = features[start : start + _BATCH]
        written = [_write(layer, feature, spaces) for feature in batch]
        geometries = _encode([geometry for _, geometry in written])
        for feature, (values, _), ewkb in zip(batch, written, geometries, strict=True):
            values["origin_part"] = _find_part(feature.key, rows.parts)
            yield rows.source, feature.key, *(values.get(column) for column in columns), ewkb


def list_columns(layer: Layer) -> dict[str, str]:
    """Return the written columns with their types, besides origin, key and geometry."""
    shared = {name: kind for name, kind in SHARED_COLUMNS.items() if name not in {"origin", "origin_key"}}
    return {**layer.columns, **shared}


def _write(layer: Layer, feature: Any, spaces: Spaces) -> tuple[Columns, BaseGeometry | None]:
    write = _WRITERS.get(layer.name)
    return _write_feature(layer, feature, spaces) if write is None else write(feature, spaces)


def _find_part(key: str, parts: Mapping[str, str]) -> str | None:
    # Linework of a unit has the key unit/KEY.
    return parts.get(key) or parts.get(key.rpartition("/")[2])


def _write_room(row: RoomRow, spaces: Spaces) -> tuple[Columns, BaseGeometry]:
    building = row.building or (spaces[row.home].building if row.home in spaces else None)
    values: Columns = {"text": row.name, "category": row.category, "level": row.level}
    return {**values, "space_id": row.home, "building_id": building}, Point(row.longitude, row.latitude)


def _write_line(row: LineRow, _: Spaces) -> tuple[Columns, BaseGeometry]:
    names = ("layer", "paperspace", "subclasses", "linetype", "text", "level")
    values = {name: getattr(row, name) for name in names}
    return {**values, "entityhandle": row.key.rpartition("/")[2]}, row.geometry


def _write_node(row: NodeRow, _: Spaces) -> tuple[Columns, BaseGeometry]:
    values = {"level": row.level, **_refer_to_places(row)}
    return values, Point(row.longitude, row.latitude)


def _write_edge(row: EdgeRow, _: Spaces) -> tuple[Columns, BaseGeometry]:
    names = ("source", "target", "level", "target_level", "kind", "one_way", "width", "slope", "name")
    values = {name: getattr(row, name) for name in (*names, "step_free")}
    return {**values, "cost": row.length, **_refer_to_places(row)}, row.geometry


def _refer_to_places(row: NodeRow | EdgeRow) -> Columns:
    return {"space_id": row.space, "opening_id": row.opening, "connector_id": row.connector}


def _write_feature(layer: Layer, feature: Any, spaces: Spaces) -> tuple[Columns, BaseGeometry | None]:
    """Encode a feature: fields named like columns directly, others by the feature's type."""
    values: Columns = {name: getattr(feature, name) for name in layer.columns if hasattr(feature, name)}
    values["properties"] = _dump(feature.properties) if feature.properties else None
    if hasattr(feature, "names"):
        values["names"] = _dump(feature.names)
    if "aliases" in values:
        values["aliases"] = list(values["aliases"])
    values["level"] = getattr(feature, "ordinal", None)
    geometry: BaseGeometry | None = getattr(feature, "geometry", None)
    match feature:
        case Level():
            values |= {"short_names": _dump(feature.short_names), "building_ids": list(feature.buildings)}
        case Space():
            point = shapely.set_srid(feature.display_point, _WGS84)
            values |= {
                "display_point": shapely.to_wkb(point, hex=True, include_srid=True),
                "level_id": feature.level,
                "building_id": feature.building,
            }
        case Opening():
            values["space_ids"] = list(feature.spaces)
        case Connector():
            levels = list(feature.ordinals)
            level = levels[0] if levels else None
            values |= {"space_ids": list(feature.spaces), "levels": levels, "level": level}
        case PointOfInterest():
            values |= _refer_to_home(feature, spaces)
            values["space_ids"], geometry = list(feature.spaces), feature.location
        case Occupant():
            space = spaces.get(feature.space or "")
            values |= {"space_id": feature.space, "level": space.ordinal if space else None}
            geometry = feature.location or (space.display_point if space else None)
        case _ if hasattr(feature, "venue"):
            values["venue_id"] = feature.venue
    return values, geometry


def _refer_to_home(point: PointOfInterest, spaces: Spaces) -> Columns:
    """Return the level and the building of a point: its own, else those of the space that it is in."""
    space = next((spaces[key] for key in point.spaces if key in spaces), None)
    return {
        "level_id": point.level or (space.level if space else None),
        "building_id": point.building or (space.building if space else None),
    }


def _encode(geometries: Sequence[BaseGeometry | None]) -> list[bytes | None]:
    """Return geometries as EWKB, many in one call because a call costs more than encoding one."""
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    encoded: list[bytes | None] = shapely.to_wkb(shapely.set_srid(array, _WGS84), include_srid=True).tolist()
    return encoded


def _dump(values: Mapping[str, Any]) -> str:
    # PostgreSQL text cannot contain NUL; drop it.
    return _NUL.sub(r"\1", json.dumps(dict(values), ensure_ascii=False))


_WRITERS: dict[str, Callable[[Any, Spaces], tuple[Columns, BaseGeometry | None]]] = {
    "rooms": _write_room,
    "base-floor": _write_line,
    "nav-nodes": _write_node,
    "nav-edges": _write_edge,
}

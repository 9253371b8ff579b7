"""IMDF features: unchanged if they came from an archive, else completed as IMDF requires. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from interactive_maps.exporting.collections import draw
from interactive_maps.geo.geojson import to_geojson
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.formats.imdf.archive.source_records import print_shape
from interactive_maps.mapdata.bulk.map_export import Reference, Row

_OURS = uuid.UUID("8f0f6a5e-2f0b-5d0c-9a51-0c1f3c6d6a44")
_UNDETERMINED = "und"  # BCP 47: undetermined language
EMPTY: Mapping[str, Any] = {}


def make_id(*words: Any) -> str:
    """Return an id that depends on ``words`` alone."""
    return str(uuid.uuid5(_OURS, "/".join(str(word) for word in words)))


def identify(layer: str, row: Row | Reference) -> str:
    """Return the IMDF id of a row of ``layer``."""
    has_record = is_marked(row) if isinstance(row, Row) else row.has_record
    if has_record and row.key is not None:
        return row.key
    return make_id(layer, row.id) if row.key is None else make_id(layer, row.origin, row.key)


def is_marked(row: Row) -> bool:
    """Return whether a row came from an IMDF archive."""
    return RECORD_KEY in row.properties


def make_feature(
    collection: str, key: str, geometry: dict[str, Any] | None, properties: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a feature."""
    return {
        "id": key,
        "type": "Feature",
        "feature_type": collection,
        "geometry": geometry,
        "properties": dict(properties),
    }


def restore(row: Row, collection: str, *, keep_geometry: bool = False) -> dict[str, Any]:
    """Return a feature as its archive wrote it, with the map's geometry if that has changed since."""
    said = row.properties[RECORD_KEY]
    own = {name: value for name, value in row.properties.items() if name != RECORD_KEY}
    properties = said.get("properties", own)
    key = (row.key or "").removeprefix(f"{collection}/") if row.layer == "source-features" else row.key
    geometry = to_geojson(row.geometry)
    if "geometry" in said and (keep_geometry or said.get("shape") == print_shape(row.geometry)):
        geometry = said["geometry"]
    elif "geometry" in said:
        geometry = draw(row.geometry)
    feature = {
        "id": said.get("id", key),
        "type": "Feature",
        "feature_type": collection,
        **said.get("members", {}),
        "geometry": geometry,
        "properties": properties,
    }
    if feature["id"] is None:
        del feature["id"]
    return feature


def make_label(names: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return texts by language as a label, or None if there are none."""
    if not names:
        return None
    named = {language: text for language, text in names.items() if language}
    return {_UNDETERMINED: names[""], **named} if "" in names else named


def make_accessibility(step_free: bool | None) -> list[str] | None:
    """Return IMDF's value for a place that is accessible by wheelchair."""
    return ["wheelchair"] if step_free else None

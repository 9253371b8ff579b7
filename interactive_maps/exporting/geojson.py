"""The map as GeoJSON: one collection per layer, or a single one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from interactive_maps.exporting.collections import Feature, as_number, draw, write_collection
from interactive_maps.exporting.export_issues import ExportIssues
from interactive_maps.exporting.zip_members import describe_member
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.mapdata.bulk.export_scope import ExportScope
from interactive_maps.mapdata.bulk.map_export import MapSnapshot, Row
from interactive_maps.mapdata.schema.layers import LAYERS

# Edges imply the nodes, only the source's own format can express unmapped features, and signs hang in one place.
_LEFT_OUT = frozenset({"nav-nodes", "source-features", "signs"})
_LAYERS = tuple(name for name in LAYERS if name not in _LEFT_OUT)
# Expressed by other properties or by the geometry.
_TOLD = frozenset(
    {"names", "short_names", "properties", "text", "room", "outline", "display_point", "is_outline"}
)
Advance = Callable[[str, int], None]


def write_single(
    output: IO[bytes], snapshot: MapSnapshot, part: ExportScope, issues: ExportIssues, advance: Advance
) -> None:
    """Write all layers as one collection; where a room is also a space, write only the space."""

    def list_features() -> Iterator[Feature]:
        for layer in _LAYERS:
            issues.written[layer] = 0
            for feature in list_layer(snapshot, part, layer, advance):
                if layer == "rooms" and feature["properties"]["space_id"] is not None:
                    continue
                issues.written[layer] += 1
                yield feature

    write_collection(output, None, list_features())


def write_archive(
    output: IO[bytes], snapshot: MapSnapshot, part: ExportScope, issues: ExportIssues, advance: Advance
) -> None:
    """Write a ZIP with one collection per layer; empty layers are omitted."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for layer in _LAYERS:
            if snapshot.count(layer, part):
                with archive.open(describe_member(f"{layer}.geojson"), "w", force_zip64=True) as member:
                    features = list_layer(snapshot, part, layer, advance)
                    issues.written[layer] = write_collection(member, layer, features)


def list_layer(snapshot: MapSnapshot, part: ExportScope, layer: str, advance: Advance) -> Iterator[Feature]:
    """Yield the features of a layer."""
    for number, row in enumerate(snapshot.read(layer, part)):
        advance(layer, number)
        yield make_feature(row)


def make_feature(row: Row) -> Feature:
    """Return a row as a feature, with the properties of its source under ``source_properties``."""
    values = row.values
    names = values.get("names") or {}
    text = values.get("text") if row.layer == "rooms" else None
    properties: dict[str, Any] = {
        "layer": row.layer,
        **_spread_names("name", {"": text} if text else names),
        **_spread_names("short_name", values.get("short_names") or {}),
        "level": as_number(row.level),
        **{name: value for name, value in values.items() if name not in _TOLD},
    }
    if row.layer == "base-floor":
        properties |= {"layer": row.layer, "drawn_on": values["layer"], "text": values["text"]}
    if (point := values.get("display_point")) is not None:
        properties["display_point"] = draw(point)
    said = {name: value for name, value in row.properties.items() if name != RECORD_KEY}
    properties |= {"source": row.origin, "source_key": row.key}
    if said:
        properties["source_properties"] = said
    return {
        "type": "Feature",
        "id": f"{row.layer}/{row.id}",
        "geometry": draw(row.geometry),
        "properties": properties,
    }


def _spread_names(name: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return names such as ``name`` and ``name:de``, as OpenStreetMap does."""
    if not names:
        return {}
    first = names.get("") or next(iter(names.values()))
    spread = {f"{name}:{language}": said for language, said in names.items() if language}
    return {name: first, **spread}

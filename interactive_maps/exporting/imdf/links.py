"""Relationships between levels, and linework as details."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.exporting.collections import draw
from interactive_maps.exporting.imdf.archive_context import Frame
from interactive_maps.exporting.imdf.features import identify, is_marked, make_feature, restore
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.mapdata.bulk.map_export import Row

Feature = dict[str, Any]
_DIRECTED = frozenset({"forward", "backward"})
# Linework that repeats the outlines of units: the IMDF import makes it from them.
_OF_ARCHIVES = ("building/", "unit/", "opening/", "fixture/", "detail/", "section/", "geofence/", "kiosk/")


def list_relationships(frame: Frame) -> Iterator[Feature]:
    """Yield the relationships of the source archive, and all other connectors."""
    for row in frame.read("connectors", "relationship"):
        if not is_marked(row):
            yield from _make_relationship(row, frame)
        elif row.properties[RECORD_KEY].get("collection") != "unit":  # stacked units already express it
            yield restore(row, "relationship")
    for row in frame.read("source-features", "relationship", kind="relationship"):
        yield restore(row, "relationship")


def _make_relationship(row: Row, frame: Frame) -> Iterator[Feature]:
    levels = list(row.values["levels"] or ())
    spaces = [space for space in row.references.get("space_ids", ()) if space.level in levels]
    spaces.sort(key=lambda space: levels.index(space.level))
    if len({space.level for space in spaces}) < 2:
        reason = "joins no units of two levels, and IMDF requires that: left out"
        frame.issues.note("relationship", reason, row.key)
        return
    if row.values["direction"] == "backward":
        spaces.reverse()
    stops = [{"id": identify("spaces", space), "feature_type": "unit"} for space in spaces]
    properties = {
        "category": row.values["kind"] or "traversal",
        "direction": "directed" if row.values["direction"] in _DIRECTED else "undirected",
        "origin": stops[0],
        "intermediary": stops[1:-1] or None,
        "destination": stops[-1],
        "hours": None,
    }
    yield make_feature("relationship", identify("connectors", row), None, properties)


def list_details(frame: Frame) -> Iterator[Feature]:
    """Yield the details of the source archive, and other linework that does not outline a unit."""
    for row in frame.read("source-features", "detail", kind="detail"):
        yield restore(row, "detail")
    archives = {manifest["origin"] for manifest in frame.manifests}
    for row in frame.read("base-floor", "detail"):
        lines = _draw_lines(row.geometry)
        if lines is None or row.values["is_outline"] or row.values["paperspace"]:
            continue
        if row.origin in archives and (row.key or "").startswith(_OF_ARCHIVES):
            continue
        properties = {"level_id": frame.find_level(row, "detail")}
        yield make_feature("detail", identify("base-floor", row), draw(lines), properties)


def _draw_lines(geometry: BaseGeometry | None) -> BaseGeometry | None:
    """Return a geometry as the lines that IMDF requires for a detail, or None for lettering."""
    if geometry is None or geometry.geom_type == "GeometryCollection":
        return None
    dimension = int(shapely.get_dimensions(geometry))
    if dimension == 0:
        return None
    return geometry if dimension == 1 else geometry.boundary

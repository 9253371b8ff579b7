"""Venues, buildings, footprints and levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.exporting.collections import as_number, draw
from interactive_maps.exporting.imdf.archive_context import Frame
from interactive_maps.exporting.imdf.features import (
    identify,
    is_marked,
    make_feature,
    make_id,
    make_label,
    restore,
)
from interactive_maps.exporting.imdf.source_overlay import restore_building, restore_level, restore_venue
from interactive_maps.geo.geojson import to_geojson
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.formats.imdf.archive.source_records import print_shape
from interactive_maps.mapdata.bulk.map_export import Row

Feature = dict[str, Any]
# IMDF has no category for an unknown kind of venue.
_VENUE = "businesscampus"
_GROUND = "ground"


def list_venues(frame: Frame) -> Iterator[Feature]:
    """Yield the venues; IMDF requires one, so one is made if the map has none."""
    count = 0
    for row in frame.read("venues", "venue"):
        count += 1
        if count == 2:
            frame.issues.note("venue", "IMDF allows only one: export each by --source", None)
        yield restore_venue(row) if is_marked(row) else _make_venue(row, frame)
    if not count and (frame.levels or frame.made_levels):
        yield _invent_venue(frame)


def _make_venue(row: Row, frame: Frame) -> Feature:
    values = row.values
    if not values["category"]:
        frame.issues.note("venue", f"no category, which IMDF requires: written as {_VENUE}", row.key)
    return _write_venue(
        identify("venues", row), make_label(values["names"]), values["category"], row.geometry, frame
    )


def _invent_venue(frame: Frame) -> Feature:
    part = frame.part
    source = part.source or (part.building.origin if part.building else None)
    equal = {"origin": source} if source is not None else {}
    hulls = [frame.snapshot.find_hull(layer, **equal) for layer in ("buildings", "spaces", "rooms")]
    outline = shapely.union_all([hull for hull in hulls if hull is not None]).convex_hull
    frame.issues.note(
        "venue", f"missing on the map, and IMDF requires one: made, with the category {_VENUE}", source
    )
    key = make_id("venue", source or "map")
    return _write_venue(key, {"und": source or "Map"}, None, None if outline.is_empty else outline, frame)


def _write_venue(
    key: str, name: dict[str, str] | None, category: str | None, outline: BaseGeometry | None, frame: Frame
) -> Feature:
    frame.issues.note("venue", "no address, which IMDF requires: address_id is null", None)
    point = None if outline is None else draw(outline.representative_point())
    properties = {
        "category": category or _VENUE,
        "name": name,
        "display_point": point,
        **dict.fromkeys(("restriction", "alt_name", "hours", "phone", "website", "address_id")),
    }
    return make_feature("venue", key, draw(outline), properties)


def list_buildings(frame: Frame) -> Iterator[Feature]:
    """Yield the buildings; footprints hold their outlines."""
    for row in frame.read("buildings", "building"):
        if is_marked(row):
            yield restore_building(row)
        else:
            properties = {
                "name": make_label(row.values["names"]),
                "category": row.values["category"] or "unspecified",
                **dict.fromkeys(("alt_name", "restriction", "display_point", "address_id")),
            }
            yield make_feature("building", identify("buildings", row), None, properties)


def list_footprints(frame: Frame) -> Iterator[Feature]:
    """Yield the outlines of buildings: the archive's, unless they have changed on the map."""
    outlines = {identify("buildings", row): row for row in frame.read("buildings", "footprint")}
    changed = {key for key, row in outlines.items() if is_marked(row) and _is_redrawn(row)}
    seen: set[str] = set()
    for row in frame.read("source-features", "footprint", kind="footprint"):
        footprint = restore(row, "footprint")
        keys = set(_list_buildings(footprint))
        seen |= keys
        if keys.isdisjoint(changed) or footprint["properties"].get("category") != _GROUND:
            yield footprint
    for key, row in outlines.items():
        if key in changed or not is_marked(row) or (key not in seen and _had_footprint(row)):
            yield _make_footprint(key, row, frame)


def _is_redrawn(row: Row) -> bool:
    said = row.properties[RECORD_KEY]
    return "shape" in said and said["shape"] != print_shape(row.geometry)


def _had_footprint(row: Row) -> bool:
    """Return whether a building's outline came from a footprint of its archive."""
    return row.geometry is not None and "geometry" in row.properties[RECORD_KEY]


def _list_buildings(footprint: Feature) -> list[str]:
    properties = footprint["properties"]
    keys = properties.get("building_ids") if isinstance(properties, dict) else None
    return [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []


def _make_footprint(key: str, row: Row, frame: Frame) -> Feature:
    outline = row.geometry
    if outline is None:
        frame.issues.note("footprint", "the building has no outline: drawn around its contents", row.key)
        hulls = (frame.snapshot.find_hull(layer, building_id=row.id) for layer in ("spaces", "rooms"))
        outline = next((hull for hull in hulls if hull is not None), None)
    properties = {"category": _GROUND, "name": None, "building_ids": [key]}
    return make_feature("footprint", make_id("footprint", key), draw(outline), properties)


def list_levels(frame: Frame) -> Iterator[Feature]:
    """Yield the levels, and those that features refer to but that have no row."""
    for row in frame.levels:
        yield restore_level(row) if is_marked(row) else _make_level(row, frame)
    for (origin, ordinal), key in frame.made_levels.items():
        frame.issues.note("level", "without a name: named by its number", f"{ordinal:g}")
        outline = _outline_place(frame, origin, ordinal)
        yield _write_level(key, ordinal, None, None, [], outline)


def _make_level(row: Row, frame: Frame) -> Feature:
    ordinal = row.level if row.level is not None else 0.0
    if not ordinal.is_integer():
        frame.issues.note("level", "the ordinal is a fraction, but IMDF requires an integer", row.key)
    outline = row.geometry
    if outline is None:
        frame.issues.note("level", "no outline, which IMDF requires: drawn around its contents", row.key)
        outline = frame.snapshot.find_hull("spaces", level_id=row.id)
        outline = outline or _outline_place(frame, row.origin, ordinal)
    buildings = [identify("buildings", building) for building in row.references.get("building_ids", ())]
    names, short = make_label(row.values["names"]), make_label(row.values["short_names"])
    return _write_level(identify("levels", row), ordinal, names, short, buildings, outline)


def _outline_place(frame: Frame, origin: str | None, ordinal: float) -> BaseGeometry | None:
    hulls = (
        frame.snapshot.find_hull(layer, origin=origin, level=ordinal)
        for layer in ("spaces", "rooms", "base-floor", "openings")
    )
    return next((hull for hull in hulls if hull is not None), None)


def _write_level(
    key: str,
    ordinal: float,
    names: dict[str, str] | None,
    short: dict[str, str] | None,
    buildings: list[str],
    outline: BaseGeometry | None,
) -> Feature:
    number = {"und": f"{ordinal:g}"}
    properties = {
        "category": "unspecified",
        "restriction": None,
        "outdoor": False,
        "ordinal": as_number(ordinal),
        "name": names or short or number,
        "short_name": short or names or number,
        "display_point": None if outline is None else to_geojson(outline.representative_point()),
        "address_id": None,
        "building_ids": buildings or None,
    }
    return make_feature("level", key, draw(outline), properties)

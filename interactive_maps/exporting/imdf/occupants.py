"""Occupants, their anchors, and amenities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from interactive_maps.exporting.collections import draw
from interactive_maps.exporting.imdf.archive_context import Frame
from interactive_maps.exporting.imdf.features import (
    identify,
    is_marked,
    make_accessibility,
    make_feature,
    make_id,
    make_label,
    restore,
)
from interactive_maps.exporting.imdf.source_overlay import restore_occupant, restore_point
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.formats.imdf.archive.source_records import print_shape
from interactive_maps.importing.rules.contact_fields import make_imdf_contacts
from interactive_maps.mapdata.bulk.map_export import Row

Feature = dict[str, Any]


def list_occupants(frame: Frame) -> Iterator[Feature]:
    """Yield the occupants."""
    for row in frame.read("occupants", "occupant"):
        if is_marked(row):
            yield restore_occupant(row, _name_anchor(row) if _has_moved(row) else None)
        else:
            yield _make_occupant(row, frame)


def list_anchors(frame: Frame) -> Iterator[Feature]:
    """Yield the anchors, and new ones for occupants that have none or have moved."""
    known = set()
    for row in frame.read("source-features", "anchor", kind="anchor"):
        anchor = restore(row, "anchor")
        known.add(anchor.get("id"))
        yield anchor
    for row in frame.read("occupants", "anchor"):
        stays = is_marked(row) and not _has_moved(row)
        key = row.properties.get("anchor_id") if stays else _name_anchor(row)
        if isinstance(key, str) and key not in known and row.geometry is not None:
            known.add(key)
            yield _make_anchor(key, row, frame)


def _name_anchor(row: Row) -> str:
    return make_id("anchor", identify("occupants", row))


def _has_moved(row: Row) -> bool:
    """Return whether an occupant is no longer in the room or at the position of its archive's anchor."""
    said = row.properties[RECORD_KEY]
    spaces = row.references.get("space_id", ())
    if spaces and identify("spaces", spaces[0]) != said.get("unit"):
        return True
    return row.geometry is not None and said.get("shape") != print_shape(row.geometry)


def _make_anchor(key: str, row: Row, frame: Frame) -> Feature:
    spaces = row.references.get("space_id", ())
    if not spaces:
        frame.issues.note("anchor", "in no unit, and IMDF requires one: unit_id is null", row.key)
    unit = identify("spaces", spaces[0]) if spaces else None
    return make_feature("anchor", key, draw(row.geometry), {"address_id": None, "unit_id": unit})


def _make_occupant(row: Row, frame: Frame) -> Feature:
    names = make_label(row.values["names"])
    if names is None:
        frame.issues.note("occupant", "without a name, and IMDF requires one", row.key)
    if row.geometry is None:
        frame.issues.note("occupant", "nowhere, and IMDF requires an anchor: anchor_id is null", row.key)
    properties = {
        "name": names,
        "category": row.values["category"] or "unspecified",
        "anchor_id": None if row.geometry is None else _name_anchor(row),
        "hours": row.values["opening_hours"],
        **make_imdf_contacts(row.values),
        **dict.fromkeys(("validity", "correlation_id")),
    }
    return make_feature("occupant", identify("occupants", row), None, properties)


def list_amenities(frame: Frame) -> Iterator[Feature]:
    """Yield the points of interest, and the rooms of drawings, which are known by a point only."""
    for row in frame.read("points", "amenity"):
        if not is_marked(row):
            yield _make_amenity(row, row.values["names"], row.values["category"], frame)
        elif row.properties[RECORD_KEY].get("collection", "amenity") == "amenity":
            yield restore_point(row, "amenity")
    for row in frame.read("rooms", "amenity"):
        if row.values["space_id"] is None:
            yield _make_amenity(row, {"": row.values["text"] or ""}, row.values["category"], frame)


def list_kiosks(frame: Frame) -> Iterator[Feature]:
    """Yield the kiosks, which the map stores as points."""
    for row in frame.read("points", "kiosk"):
        if is_marked(row) and row.properties[RECORD_KEY].get("collection") == "kiosk":
            yield restore_point(row, "kiosk")


def _make_amenity(row: Row, names: dict[str, str] | None, category: str | None, frame: Frame) -> Feature:
    units = [identify("spaces", space) for space in row.references.get("space_ids", ())]
    if not units:
        frame.issues.note("amenity", "in no unit, and IMDF requires one: unit_ids is empty", row.key)
    properties = {
        "category": category or "unspecified",
        "accessibility": make_accessibility(row.values.get("step_free")),
        "name": make_label(names),
        "hours": row.values.get("opening_hours"),
        "unit_ids": units,
        **make_imdf_contacts(row.values),
        **dict.fromkeys(("alt_name", "address_id", "correlation_id")),
    }
    return make_feature("amenity", identify(row.layer, row), draw(row.geometry), properties)

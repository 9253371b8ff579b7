"""Features of an archive, with the changes made on the map since.

A property is rewritten only if its value on the map is no longer the one that was read. What the import merely tidied
stays as the source wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from interactive_maps.exporting.imdf.archive_context import Frame
from interactive_maps.exporting.imdf.features import (
    identify,
    make_accessibility,
    make_label,
    restore,
)
from interactive_maps.geo.geojson import to_geojson
from interactive_maps.importing.draft.source_record import RECORD_KEY
from interactive_maps.importing.formats.imdf.archive.labels import Labels, step_free
from interactive_maps.importing.formats.imdf.archive.records import Record, read_again
from interactive_maps.importing.formats.imdf.archive.source_records import print_shape
from interactive_maps.importing.formats.imdf.rows import choose_name
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.rules.contact_fields import CONTACT_FIELDS, read_imdf_contacts
from interactive_maps.importing.rules.space_fields import SPACE_FIELDS
from interactive_maps.mapdata.bulk.map_export import Reference, Row

Feature = dict[str, Any]
_LABELS = Labels("feature", IssueCollector())


class Overlay:
    """A feature, and the values that were read from it."""

    def __init__(self, row: Row, collection: str, *, keep_geometry: bool = False) -> None:
        self.feature: Feature = restore(row, collection, keep_geometry=keep_geometry)
        self.row = row
        self.said: Mapping[str, Any] = row.properties[RECORD_KEY]
        properties = self.feature["properties"]
        self.record: Record = read_again(collection, row.key or "", properties)
        self._properties: dict[str, Any] = dict(properties) if isinstance(properties, dict) else {}

    def put(self, name: str, read: Any, now: Any, value: Any) -> None:
        """Set ``name`` to ``value`` if the map's value ``now`` differs from the one ``read``."""
        if read != now:
            self._properties[name] = value
            self.feature["properties"] = self._properties

    def put_names(self, now: Mapping[str, str] | None, name: str = "name", read: Any = None) -> None:
        """Compare a label by language; pass ``read`` if it was read from elsewhere."""
        self.put(name, read or _LABELS.names(self.record, name), now or {}, make_label(now))

    def put_text(self, name: str, now: str | None) -> None:
        """Compare a text."""
        self.put(name, _LABELS.text(self.record, name), now, now)

    def put_category(self) -> None:
        """Compare a category that IMDF requires."""
        now = self.row.values["category"]
        self.put("category", _LABELS.category(self.record), now, now or "unspecified")

    def put_references(self, name: str, layer: str, now: Sequence[Reference]) -> None:
        """Compare a list of ids, ignoring those that never resolved."""
        lost = set(self.said.get("lost", ()))
        read = [key for key in _LABELS.references(self.record, name) if key not in lost]
        keys = [identify(layer, reference) for reference in now]
        self.put(name, read, keys, keys)

    def put_accessibility(self) -> None:
        """Compare wheelchair access, and keep all other values of accessibility."""
        words = list(_LABELS.words(self.record, "accessibility"))
        read, now = step_free(tuple(words)), self.row.values["step_free"] or None
        others = [word for word in words if word != "wheelchair"] + (make_accessibility(now) or [])
        self.put("accessibility", read, now, others or None)


def restore_venue(row: Row) -> Feature:
    """Return a venue."""
    overlay = Overlay(row, "venue")
    overlay.put_names(row.values["names"])
    overlay.put_text("category", row.values["category"])
    return overlay.feature


def restore_building(row: Row) -> Feature:
    """Return a building; footprints hold its outline."""
    overlay = Overlay(row, "building", keep_geometry=True)
    overlay.put_names(row.values["names"])
    overlay.put_text("category", row.values["category"])
    return overlay.feature


def restore_level(row: Row) -> Feature:
    """Return a level."""
    overlay = Overlay(row, "level")
    overlay.put_names(row.values["names"])
    overlay.put_names(row.values["short_names"], "short_name")
    written = overlay.record.properties.get("ordinal")
    read = float(written) if isinstance(written, int | float | str) else None
    ordinal = int(row.level) if row.level is not None and row.level.is_integer() else row.level
    overlay.put("ordinal", read, row.level, ordinal)
    overlay.put_references("building_ids", "buildings", row.references.get("building_ids", ()))
    return overlay.feature


def restore_unit(row: Row, frame: Frame) -> Feature:
    """Return a unit; renaming its room renames it."""
    overlay = Overlay(row, "unit")
    values = row.values
    read = overlay.said.get("names") or _LABELS.names(overlay.record)
    overlay.put_names(_choose_names(row, read, frame), read=read)
    now = values["aliases"] or []
    aliases = set(_LABELS.names(overlay.record, "alt_name").values())  # stored JSON objects are unordered
    overlay.put("alt_name", aliases, set(now), make_label({"": now[0]} if now else None))
    overlay.put_category()
    overlay.put_text("restriction", values["access"])
    overlay.put_accessibility()
    for field in SPACE_FIELDS:
        now = values[field.name]
        overlay.put(field.imdf, field.read(overlay.record.properties.get(field.imdf)), now, now)
    _put_level(overlay, row.references.get("level_id", ()))
    _put_display_point(overlay)
    return overlay.feature


def _choose_names(row: Row, read: Mapping[str, str], frame: Frame) -> Mapping[str, str]:
    """Return a space's names, with the room's new name if only the room was renamed."""
    names: Mapping[str, str] = row.values["names"] or {}
    room = row.values["room"]
    if not room or names != read:
        return names
    language = frame.choose_language(row.origin)
    if names and room == choose_name(names, language):
        return names
    return {**names, language if language in names or not names else next(iter(names)): room}


def _put_level(overlay: Overlay, now: Sequence[Reference]) -> None:
    read = _LABELS.reference(overlay.record, "level_id")
    key = identify("levels", now[0]) if now else None
    overlay.put("level_id", None if read in overlay.said.get("lost", ()) else read, key, key)


def _put_display_point(overlay: Overlay) -> None:
    now = overlay.row.values["display_point"]
    if now is not None and overlay.said.get("point") != print_shape(now):
        read = _LABELS.point(overlay.record)
        overlay.put("display_point", print_shape(read), print_shape(now), to_geojson(now))


def restore_opening(row: Row, frame: Frame) -> Feature:
    """Return an opening."""
    overlay = Overlay(row, "opening")
    values = row.values
    overlay.put_names(values["names"])
    overlay.put_category()
    overlay.put_accessibility()
    access = ";".join(_LABELS.words(overlay.record, "access_control")) or None
    overlay.put("access_control", access, values["access"], (values["access"] or "").split(";"))
    _put_door(overlay)
    read = frame.ordinal_of(_LABELS.reference(overlay.record, "level_id"))
    if read != row.level:
        overlay.put("level_id", read, row.level, frame.find_level(row, "opening"))
    return overlay.feature


def _put_door(overlay: Overlay) -> None:
    written = overlay.record.properties.get("door")
    door = written if isinstance(written, dict) else {}
    kind, automatic = door.get("type"), door.get("automatic")
    read = (kind[:100] if isinstance(kind, str) else None, automatic if isinstance(automatic, bool) else None)
    now = (overlay.row.values["kind"], overlay.row.values["automatic"])
    overlay.put("door", read, now, {**door, "type": now[0], "automatic": now[1]})


def restore_point(row: Row, collection: str) -> Feature:
    """Return an amenity or a kiosk."""
    overlay = Overlay(row, collection)
    overlay.put_names(row.values["names"])
    if collection == "amenity":
        overlay.put_category()
        overlay.put_text("hours", row.values["opening_hours"])
        _put_contacts(overlay)
        overlay.put_accessibility()
        overlay.put_references("unit_ids", "spaces", row.references.get("space_ids", ()))
    return overlay.feature


def restore_occupant(row: Row, anchor: str | None) -> Feature:
    """Return an occupant; ``anchor`` is the id of its new anchor if it has moved."""
    overlay = Overlay(row, "occupant")
    if "geometry" in overlay.said:
        overlay.feature["geometry"] = overlay.said["geometry"]
    overlay.put_names(row.values["names"])
    overlay.put_text("category", row.values["category"])
    overlay.put_text("hours", row.values["opening_hours"])
    _put_contacts(overlay)
    overlay.put("anchor_id", None, anchor, anchor)
    return overlay.feature


def _put_contacts(overlay: Overlay) -> None:
    read = read_imdf_contacts(overlay.record.properties)
    for field in CONTACT_FIELDS:
        now = overlay.row.values[field.name]
        overlay.put(field.imdf, read[field.name], now, now)

"""The JSON of features, kept word for word so that an export can restore it. Pure.

Stored properties are those of the source and our :data:`RECORD_KEY`, an object with what they do not tell:

- ``id``, if it is not a text, or missing (null);
- ``collection``, if the table does not tell it;
- ``members`` of the feature besides id, properties and geometry;
- ``properties``, if they are not an object;
- ``geometry`` as written, if the map's differs, and ``shape``, the fingerprint of the map's;
- ``names`` that a unit got from its occupant, ``point``, the fingerprint of a display point placed by the import;
- ``unit``, the id of the unit of an occupant's anchor;
- ``lost``, the ids of missing features that the feature refers to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.geojson import to_geojson
from interactive_maps.importing.draft.source_record import RECORD_KEY, SourceRecord
from interactive_maps.importing.values.json_text import dump_json, parse_json

_MEMBERS = frozenset({"type", "id", "geometry", "properties"})


@dataclass(frozen=True, slots=True)
class RecordText:
    """A feature as written: its properties as JSON text, and ``notes`` for :data:`RECORD_KEY`.

    ``geometry`` is JSON, too; None if the geometry that was read is equal.
    """

    properties: bytes = b"{}"
    notes: Mapping[str, Any] = field(default_factory=dict)
    geometry: bytes | None = None

    def keep(
        self, read: BaseGeometry | None, shown: BaseGeometry | None, notes: Mapping[str, Any]
    ) -> SourceRecord:
        """Return the record to store; ``read`` is the geometry that was read, ``shown`` the map's."""
        said = {**self.notes, **notes}
        if shown is not read or self.geometry is not None:
            written = parse_json(self.geometry) if self.geometry is not None else to_geojson(read)
            said |= {"geometry": written, "shape": print_shape(shown)}
        joint = b"," if len(self.properties) > 2 else b""
        return SourceRecord(
            b'{"%s":%s%s' % (RECORD_KEY.encode(), dump_json(said), joint) + self.properties[1:]
        )


def record_text(value: Mapping[str, Any], collection: str, key: str, read: BaseGeometry | None) -> RecordText:
    """Return the feature ``value`` as written; ``key`` and ``read`` are its id and geometry as read."""
    notes: dict[str, Any] = {}
    if value.get("id") != key:
        notes["id"] = value.get("id")
    properties = value.get("properties")
    if not isinstance(properties, dict) or RECORD_KEY in properties:
        notes["properties"], properties = properties, {}
    members = {name: said for name, said in value.items() if name not in _MEMBERS}
    if members.get("feature_type") == collection:
        del members["feature_type"]
    if members:
        notes["members"] = members
    geometry = dump_json(value.get("geometry"))
    same = geometry == dump_json(_order(to_geojson(read), value.get("geometry")))
    return RecordText(dump_json(properties), notes, None if same else geometry)


def _order(geometry: dict[str, Any] | None, like: Any) -> dict[str, Any] | None:
    """Return ``geometry`` with its members in the order of ``like``, because the order of text matters."""
    if geometry is None or not isinstance(like, dict) or set(like) != set(geometry):
        return geometry
    return {name: geometry[name] for name in like}


def print_shape(geometry: BaseGeometry | None) -> str | None:
    """Return a fingerprint of a geometry, exact to the last bit of its coordinates."""
    if geometry is None:
        return None
    return hashlib.blake2b(shapely.to_wkb(geometry, byte_order=1), digest_size=8).hexdigest()

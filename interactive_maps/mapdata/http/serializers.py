"""Schemas of items for the API description. PostGIS writes the actual JSON; tests compare both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from interactive_maps.mapdata.schema.layer import Encoding, Field, Layer
from interactive_maps.mapdata.schema.layers import LAYERS

_POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_POINT = {
    "type": "object",
    "description": "GeoJSON Point, WGS84 longitude and latitude in degrees.",
    "properties": {"type": {"type": "string", "enum": ["Point"]}, "coordinates": _POSITION},
    "required": ["type", "coordinates"],
}
_GEOMETRY = {
    "type": "object",
    "description": "Any GeoJSON geometry, WGS84 longitude and latitude in degrees.",
    "properties": {"type": {"type": "string"}},
    "required": ["type"],
}


@extend_schema_field(_POINT)
class PointField(serializers.JSONField):
    """A GeoJSON Point."""


@extend_schema_field(_GEOMETRY)
class GeometryField(serializers.JSONField):
    """A GeoJSON geometry of any type."""


_ORDINAL = "Ordinal; 0 is the ground floor, null is unknown."
_FIELDS: dict[str, Callable[[], serializers.Field[Any, Any, Any, Any]]] = {
    "integer": lambda: serializers.IntegerField(allow_null=True),
    "double precision": lambda: serializers.FloatField(allow_null=True),
    "boolean": lambda: serializers.BooleanField(allow_null=True),
    "text": lambda: serializers.CharField(allow_null=True),
    "integer[]": lambda: serializers.ListField(child=serializers.IntegerField(), allow_null=True),
    "double precision[]": lambda: serializers.ListField(child=serializers.FloatField(), allow_null=True),
    "text[]": lambda: serializers.ListField(child=serializers.CharField(), allow_null=True),
    "jsonb": lambda: serializers.DictField(
        child=serializers.CharField(), allow_null=True, help_text="By BCP 47 language; empty if unknown."
    ),
}


def make_serializer(layer: Layer, name: str, doc: str) -> type[serializers.Serializer[Any]]:
    """Return the schema of the layer's items, as a class with the given name and description."""
    fields: dict[str, Any] = {"id": serializers.IntegerField(), "__doc__": doc}
    for member in layer.members:
        fields[member.name] = _make_field(layer, member)
    return type(name, (serializers.Serializer,), fields)


def _make_field(layer: Layer, member: Field) -> serializers.Field[Any, Any, Any, Any]:
    match member.encoding:
        case Encoding.LEVEL:
            return serializers.FloatField(allow_null=True, help_text=_ORDINAL)
        case Encoding.POINT | Encoding.PLACE:
            return PointField(allow_null=True)
        case Encoding.SHAPE:
            return GeometryField(allow_null=True)
        case Encoding.FLAG:
            return serializers.BooleanField(allow_null=True)
        case Encoding.TEXT | Encoding.NAME:
            return serializers.CharField(allow_null=True)
        case Encoding.VALUE:
            return _FIELDS[layer.columns[member.column]]()


RoomSerializer = make_serializer(LAYERS["rooms"], "RoomSerializer", "A room: a name at a point of a level.")
BaseFloorSerializer = make_serializer(
    LAYERS["base-floor"], "BaseFloorSerializer", "A piece of a drawing: linework or lettering."
)
VenueSerializer = make_serializer(LAYERS["venues"], "VenueSerializer", "A place with buildings.")
BuildingSerializer = make_serializer(
    LAYERS["buildings"], "BuildingSerializer", "A building, and its footprint."
)
LevelSerializer = make_serializer(LAYERS["levels"], "LevelSerializer", "A floor.")
SpaceSerializer = make_serializer(
    LAYERS["spaces"], "SpaceSerializer", "A room, corridor or area of one level."
)
OpeningSerializer = make_serializer(LAYERS["openings"], "OpeningSerializer", "A door or passage.")
ConnectorSerializer = make_serializer(
    LAYERS["connectors"], "ConnectorSerializer", "Stairs, lift, escalator, ramp or moving walkway."
)
PointSerializer = make_serializer(
    LAYERS["points"], "PointOfInterestSerializer", "A point of interest that is not a room."
)
OccupantSerializer = make_serializer(LAYERS["occupants"], "OccupantSerializer", "An occupant of a space.")

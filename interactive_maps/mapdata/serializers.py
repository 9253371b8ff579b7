"""The shapes of items, for the API's description; PostGIS writes the JSON itself, and tests compare the two."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_POSITION = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_POINT = {
    "type": ["object", "null"],
    "description": "GeoJSON Point, WGS84 longitude and latitude in degrees.",
    "properties": {"type": {"type": "string", "enum": ["Point"]}, "coordinates": _POSITION},
    "required": ["type", "coordinates"],
}
_GEOMETRY = {
    "type": ["object", "null"],
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


class RoomSerializer(serializers.Serializer[Any]):
    """A room: a name at a point of a level."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_null=True)
    level = serializers.FloatField(
        allow_null=True, help_text="Ordinal; 0 is the ground floor, null is unknown."
    )
    location = PointField(allow_null=True)


class BaseFloorSerializer(serializers.Serializer[Any]):
    """A piece of a drawing: linework or lettering."""

    id = serializers.IntegerField()
    layer = serializers.CharField(allow_null=True, help_text="The drawing's layer.")
    level = serializers.FloatField(
        allow_null=True, help_text="Ordinal; 0 is the ground floor, null is unknown."
    )
    paperspace = serializers.BooleanField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    geometry = GeometryField(allow_null=True)


class ErrorSerializer(serializers.Serializer[Any]):
    """What is wrong, and what is accepted."""

    detail = serializers.CharField()
    code = serializers.CharField()
    parameter = serializers.CharField(required=False)

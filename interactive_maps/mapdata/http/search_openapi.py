"""OpenAPI description of search."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema_field, extend_schema_view
from rest_framework import serializers

from interactive_maps.mapdata.http.openapi import LANGUAGE
from interactive_maps.mapdata.http.parameters import MAX_ID, MAX_LEVEL, MAX_QUERY_LENGTH
from interactive_maps.mapdata.search.search_request import KINDS, MAX_RESULTS, USUAL_RESULTS
from interactive_maps.ops.http.openapi import (
    Operation,
    describe_answer,
    describe_errors,
    describe_operation,
    describe_unchanged,
)

_POSITION = {
    "type": "array",
    "items": {"type": "number"},
    "minItems": 2,
    "maxItems": 2,
    "description": "WGS84 longitude and latitude in degrees.",
}


@extend_schema_field(_POSITION)
class PositionField(serializers.JSONField):
    """Longitude and latitude."""


class SearchResultSerializer(serializers.Serializer[object]):
    """A search result; a category has no id."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    ref = serializers.CharField(allow_null=True)
    category = serializers.CharField(allow_null=True)
    level = serializers.FloatField(
        allow_null=True, help_text="Ordinal; 0 is the ground floor, null is unknown."
    )
    level_name = serializers.CharField(allow_null=True)
    levels = serializers.ListField(
        child=serializers.FloatField(),
        allow_null=True,
        help_text="Of a lift, stairs and the like, one result: where they lead, lowest first.",
    )
    building_id = serializers.IntegerField(allow_null=True)
    building = serializers.CharField(allow_null=True)
    location = PositionField(allow_null=True)
    score = serializers.FloatField(help_text="0..1; comparable only within one response.")
    why = serializers.CharField(help_text="The reason for the match, in a few words.")


class SearchAnswerSerializer(serializers.Serializer[object]):
    """The best results, best first."""

    query = serializers.CharField()
    version = serializers.IntegerField(help_text="Sum of the versions of all searched layers.")
    results = SearchResultSerializer(many=True)


_OPERATION = Operation(
    "searchMap",
    "search",
    "Find rooms, places and categories",
    "Finds features by name in any language, by room number or by kind of place, despite typing errors. "
    "The best results come first; `why` gives the reason for each match.",
)
_EXAMPLE = {
    "query": "apb 1.221",
    "version": 1795553742104,
    "results": [
        {
            "kind": "room",
            "id": 12,
            "name": "1.221",
            "ref": None,
            "category": None,
            "level": 1.0,
            "level_name": "First floor",
            "levels": None,
            "building_id": 3,
            "building": "Andreas-Pfitzmann-Bau",
            "location": [13.7229, 51.0255],
            "score": 0.94,
            "why": "the number, in the building APB",
        }
    ],
}
_PARAMETERS = [
    OpenApiParameter(
        "q",
        {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH},
        required=True,
        description="A name, a number or a kind of place, and perhaps a building: `apb 1.221`, `rest room`.",
    ),
    OpenApiParameter(
        "level",
        {"type": "number", "minimum": -MAX_LEVEL, "maximum": MAX_LEVEL},
        description="Ordinal of the level whose features are preferred among equal matches.",
    ),
    OpenApiParameter(
        "near",
        {"type": "string", "pattern": r"^[-+0-9.]+,[-+0-9.]+$"},
        description="longitude,latitude in degrees: nearer features are preferred among equal matches.",
    ),
    OpenApiParameter(
        "building",
        {"type": "integer", "minimum": 0, "maximum": MAX_ID},
        description="Only features of the building with this id.",
    ),
    OpenApiParameter(
        "kinds",
        {"type": "string", "pattern": f"^({'|'.join(KINDS)})(,({'|'.join(KINDS)}))*$"},
        description=f"Any of {', '.join(KINDS)}, separated by commas. Default: all.",
    ),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_RESULTS, "default": USUAL_RESULTS},
        description="Maximum number of results.",
    ),
    LANGUAGE,
]
describe_search = extend_schema_view(
    get=describe_operation(
        _OPERATION,
        {
            **describe_answer(SearchAnswerSerializer, "The results, best first.", _EXAMPLE),
            **describe_unchanged(),
            **describe_errors(400, 406, 429, 503),
        },
        parameters=_PARAMETERS,
    )
)

"""How search is described in the OpenAPI document."""

from __future__ import annotations

from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import serializers

from interactive_maps.mapdata.http.parameters import MAX_ID, MAX_QUERY_LENGTH
from interactive_maps.mapdata.http.serializers import ErrorSerializer
from interactive_maps.mapdata.search.search_request import KINDS, MAX_RESULTS, USUAL_RESULTS

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
    """One thing that was found; a category has no id."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    ref = serializers.CharField(allow_null=True)
    category = serializers.CharField(allow_null=True)
    level = serializers.FloatField(
        allow_null=True, help_text="Ordinal; 0 is the ground floor, null is unknown."
    )
    level_name = serializers.CharField(allow_null=True)
    building_id = serializers.IntegerField(allow_null=True)
    building = serializers.CharField(allow_null=True)
    location = PositionField(allow_null=True)
    score = serializers.FloatField(help_text="0..1; comparable only within one answer.")
    why = serializers.CharField(help_text="Why it was found, in a few words.")


class SearchAnswerSerializer(serializers.Serializer[object]):
    """The best results, best first."""

    query = serializers.CharField()
    version = serializers.IntegerField(help_text="Of all that is searched.")
    results = SearchResultSerializer(many=True)


_ERROR = OpenApiResponse(ErrorSerializer, description="What is wrong, and what is accepted.")
describe_search = extend_schema_view(
    get=extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH},
                required=True,
                description="A name, a number, a kind of place, and perhaps a building: `apb 1.221`, `rest room`.",
            ),
            OpenApiParameter(
                "level",
                {"type": "number", "minimum": -1000, "maximum": 1000},
                description="Ordinal of the level whose things come first among equals.",
            ),
            OpenApiParameter(
                "near",
                {"type": "string", "pattern": r"^[-+0-9.]+,[-+0-9.]+$"},
                description="longitude,latitude in degrees: what is near comes first among equals.",
            ),
            OpenApiParameter(
                "building",
                {"type": "integer", "minimum": 0, "maximum": MAX_ID},
                description="The id of a building: nothing else is found.",
            ),
            OpenApiParameter(
                "kinds",
                {"type": "string", "pattern": f"^({'|'.join(KINDS)})(,({'|'.join(KINDS)}))*$"},
                description=f"Some of {', '.join(KINDS)}, with commas between; all, unless given.",
            ),
            OpenApiParameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_RESULTS, "default": USUAL_RESULTS},
                description="How many results at most.",
            ),
            OpenApiParameter(
                "lang",
                {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"},
                description="The language of names; without it, Accept-Language counts.",
            ),
        ],
        responses={
            (200, "application/json"): SearchAnswerSerializer,
            304: OpenApiResponse(description="The version is the one in If-None-Match."),
            (400, "application/json"): _ERROR,
            (406, "application/json"): _ERROR,
            (429, "application/json"): _ERROR,
            (503, "application/json"): _ERROR,
        },
    )
)

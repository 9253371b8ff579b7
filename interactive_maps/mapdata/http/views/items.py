"""Single items of a layer, by id or by position."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from interactive_maps.mapdata.http.etags import make_query_headers, read_known_versions
from interactive_maps.mapdata.http.openapi import describe_item, describe_place
from interactive_maps.mapdata.http.parameters import MAX_KEY, read_item_request, read_place_request
from interactive_maps.mapdata.http.serializers import (
    BuildingSerializer,
    ConnectorSerializer,
    LevelSerializer,
    OccupantSerializer,
    OpeningSerializer,
    PointSerializer,
    RoomSerializer,
    SpaceSerializer,
    VenueSerializer,
)
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import NotFound


class ItemAPIView(APIView):
    """One item of a layer, by its id."""

    layer: ClassVar[Layer]

    def get(self, request: Request, **address: int) -> HttpResponse:
        """Return the item."""
        query = read_item_request(
            request.query_params, request.META["QUERY_STRING"], request.headers, self.layer
        )
        key = address["id"]
        absent = f"This item does not exist. /api/{self.layer.name}/ lists the existing items."
        if key > MAX_KEY:
            raise NotFound(absent)
        version, item = queries.fetch_item(query, key)
        if item is None:
            raise NotFound(absent)
        return _answer_item(request, query, version, item)


@describe_place(SpaceSerializer, LAYERS["spaces"])
class SpaceAtAPIView(APIView):
    """The space at a position."""

    def get(self, request: Request) -> HttpResponse:
        """Return the smallest space of the level that contains the point."""
        place, query = read_place_request(request.query_params, request.META["QUERY_STRING"], request.headers)
        version, item = queries.fetch_at(query, place)
        if item is None:
            raise NotFound("No space of this level contains the point.")
        return _answer_item(request, query, version, item)


def _answer_item(request: Request, query: LayerQuery, version: int, item: bytes) -> HttpResponse:
    headers = make_query_headers(query, version)
    known = read_known_versions(request.headers.get("If-None-Match", ""), query.layer.name, query.languages)
    if version in known:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(item, content_type="application/json", headers=headers)


def _make_view(layer: Layer, serializer: type[Serializer[Any]]) -> type[ItemAPIView]:
    name = serializer.__name__.replace("Serializer", "APIView")
    view = type(name, (ItemAPIView,), {"layer": layer, "__doc__": serializer.__doc__})
    return describe_item(serializer, layer)(view)


# Keyed by layer name.
ITEM_VIEWS = {
    name: _make_view(LAYERS[name], serializer)
    for name, serializer in {
        "rooms": RoomSerializer,
        "venues": VenueSerializer,
        "buildings": BuildingSerializer,
        "levels": LevelSerializer,
        "spaces": SpaceSerializer,
        "openings": OpeningSerializer,
        "connectors": ConnectorSerializer,
        "points": PointSerializer,
        "occupants": OccupantSerializer,
    }.items()
}

"""Layers as vector tiles."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.http.etags import make_query_headers, read_known_versions
from interactive_maps.mapdata.http.openapi import TILE_LAYERS, TILE_TYPE, describe_tile
from interactive_maps.mapdata.http.parameters import read_tile_request
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import WIDE_ZOOM
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import NotFound
from interactive_maps.ops.limits.lanes import Lane

_WIDE = frozenset(map(str, range(WIDE_ZOOM)))


class TileNegotiation(BaseContentNegotiation):
    """Tiles ignore Accept; errors are JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return (renderer, media type)."""
        return renderers[0], renderers[0].media_type

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return None: tile requests have no body."""
        return None


@describe_tile
class TileAPIView(APIView):
    """A layer as Mapbox Vector Tiles."""

    content_negotiation_class = TileNegotiation

    @staticmethod
    def lane(request: HttpRequest) -> Lane:
        """Return the lane of a request: a tile with many buildings may take long."""
        found = request.resolver_match
        zoom = found.kwargs.get("z", "") if found else ""
        return Lane.COSTLY if zoom in _WIDE else Lane.LIGHT

    def get(self, request: Request, layer: str, **address: str) -> HttpResponse:
        """Return one tile; it is empty if there is nothing to draw."""
        if layer not in TILE_LAYERS:
            raise NotFound(f"This layer has no tiles. Layers with tiles: {', '.join(TILE_LAYERS)}.")
        tile, query = read_tile_request(
            address, request.query_params, request.META["QUERY_STRING"], request.headers, LAYERS[layer]
        )
        known = read_known_versions(request.headers.get("If-None-Match", ""), layer, query.languages)
        version, body = queries.fetch_tile(query, tile, known)
        headers = make_query_headers(query, version)
        if body is None:
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, content_type=TILE_TYPE, headers=headers)

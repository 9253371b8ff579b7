"""Layers as event streams or pages."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlencode

from asgiref.sync import async_to_sync
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.http.etags import make_query_headers, read_known_versions, vary_with_language
from interactive_maps.mapdata.http.parameters import MapRequest, read_map_request
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.reading.queries import PageOfItems
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.ops.limits.admission import take_stream_place
from interactive_maps.ops.limits.lanes import Lane
from interactive_maps.streaming.channels import Position
from interactive_maps.streaming.encodings import Encoding, choose_encoding
from interactive_maps.streaming.responses import EventStreamResponse, Pace, Playback
from interactive_maps.streaming.store import Frames
from interactive_maps.streaming.worker import get_store


class LayerNegotiation(DefaultContentNegotiation):
    """Streams ignore Accept, so that EventSource and curl both work; pages are JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return (renderer, media type)."""
        if "limit" not in request.query_params:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


class LayerAPIView(APIView):
    """One layer of the map."""

    layer: ClassVar[Layer]
    content_negotiation_class = LayerNegotiation

    @staticmethod
    def lane(request: HttpRequest) -> Lane:
        """Return the lane of a request: filters and counts cost more on larger layers."""
        return Lane.COSTLY if request.GET.keys() & {"q", "offset"} else Lane.LIGHT

    def get(self, request: Request) -> HttpResponseBase:
        """Stream the layer; with ``limit``, return one page."""
        asked = read_map_request(
            request.query_params,
            request.META["QUERY_STRING"],
            request.headers,
            self.layer,
        )
        if asked.page is not None:
            return self._answer_page(request, asked.query, asked.page)
        return self._answer_stream(request, asked)

    def _answer_stream(self, request: Request, asked: MapRequest) -> HttpResponseBase:
        resumed = asked.last_event_id
        version = queries.fetch_version(self.layer, at_least=resumed.version if resumed else 0)
        if resumed is not None and resumed.batch is None and _is_newest(asked, version):
            return HttpResponse(status=204)  # stops a browser's EventSource from reconnecting
        encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
        playback = None
        if request.method != "HEAD":
            async_to_sync(take_stream_place)(request)
            playback = async_to_sync(_open_playback)(asked, version, encoding)
        response = EventStreamResponse(playback, encoding)
        vary_with_language(response, asked.query)
        return response

    def _answer_page(self, request: Request, query: LayerQuery, page: Page) -> HttpResponse:
        known = read_known_versions(
            request.headers.get("If-None-Match", ""), query.layer.name, query.languages
        )
        version, items = queries.fetch_page(query, page, known)
        headers = make_query_headers(query, version)
        if items is None:
            return HttpResponse(status=304, headers=headers)
        if items.next_after is not None:
            headers["Link"] = f'<{_next_address(request, page, items)}>; rel="next"'
        return HttpResponse(b"[" + items.items + b"]", content_type="application/json", headers=headers)


def _is_newest(asked: MapRequest, version: int) -> bool:
    """Return whether the given final event is that of the current stream."""

    async def find_version() -> int:
        return get_store().find_version(asked.query, version)

    assert asked.last_event_id is not None, "only a stream that was complete is asked about"
    return asked.last_event_id.version in {version, async_to_sync(find_version)()}


async def _open_playback(asked: MapRequest, version: int, encoding: Encoding) -> Playback:
    store = get_store()
    open_snapshot = partial(queries.open_snapshot, asked.query)

    async def open_frames(version: int, position: Position | None) -> Frames:
        return await store.open(asked.query, version, open_snapshot, encoding, position)

    async def reopen(position: Position) -> Frames:
        return await open_frames(await asyncio.to_thread(queries.fetch_version, asked.query.layer), position)

    resumed = asked.last_event_id
    position = Position(resumed.version, resumed.batch) if resumed and resumed.batch else None
    pace = Pace(heartbeat=settings.STREAM_HEARTBEAT_SECONDS)
    return Playback(store, await open_frames(version, position), reopen, resumed, pace)


def _next_address(request: Request, page: Page, items: PageOfItems) -> str:
    query = request.query_params.dict()
    if page.offset is not None:
        query["offset"] = str(page.offset + items.count)
    else:
        query["after"] = str(items.next_after)
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")

"""`GET /api/preview.png`: a picture of the map for links that are shared."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema_view
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.http.etags import make_headers, read_known_versions
from interactive_maps.mapdata.http.parameters import MAX_LEVEL
from interactive_maps.ops.http.openapi import (
    Operation,
    describe_answer,
    describe_errors,
    describe_operation,
    describe_unchanged,
)
from interactive_maps.ops.limits.lanes import Lane
from interactive_maps.viewer.preview.content import fetch_content, fetch_version
from interactive_maps.viewer.preview.frame import HEIGHT, WIDTH
from interactive_maps.viewer.preview.parameters import ACCEPTED_PLACES, PreviewRequest, read_preview_request
from interactive_maps.viewer.preview.picture import draw_picture

_MOST_BYTES = 8_000_000  # of pictures that are kept
_TYPE = "image/png"
_OPERATION = Operation(
    "getPreview",
    "tiles",
    "Get a picture of a level or a place",
    f"A picture of {WIDTH} by {HEIGHT} pixels, as readers of shared links show it: the rooms of a level in the "
    "colours of the viewer, and a pin at `place`. At most the 3,000 largest spaces are drawn.",
)
_PARAMETERS = [
    OpenApiParameter(
        "place",
        {"type": "string", "examples": ["space:12", "13.7229,51.0255,1"]},
        description=f"What is marked: {ACCEPTED_PLACES}.",
    ),
    OpenApiParameter(
        "level",
        {"type": "number", "minimum": -MAX_LEVEL, "maximum": MAX_LEVEL},
        description="Ordinal of the level. Default: that of the place, or the ground floor.",
    ),
    OpenApiParameter(
        "at",
        {"type": "string", "examples": ["13.7229,51.0255,19.5"]},
        description="longitude,latitude,zoom of what is shown, as in addresses of the viewer. "
        "Default: the place, or the whole level.",
    ),
]


class Pictures:
    """Pictures that were asked for last, by request and version. Safe to share between threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[PreviewRequest, int], bytes] = OrderedDict()

    def get(self, request: PreviewRequest, version: int) -> bytes:
        """Return the picture, drawn if it is not there."""
        key = (request, version)
        with self._lock:
            picture = self._kept.get(key)
            if picture is not None:
                self._kept.move_to_end(key)
                return picture
        picture = draw_picture(fetch_content(request))
        with self._lock:
            self._kept[key] = picture
            while sum(map(len, self._kept.values())) > self._most_bytes:
                self._kept.popitem(last=False)
        return picture


class PictureNegotiation(BaseContentNegotiation):
    """Pictures ignore Accept; errors are JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return (renderer, media type)."""
        return renderers[0], renderers[0].media_type

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return None: these requests have no body."""
        return None


@extend_schema_view(
    get=describe_operation(
        _OPERATION,
        {
            **describe_answer({"type": "string", "format": "binary"}, "The picture.", None, media_type=_TYPE),
            **describe_unchanged(),
            **describe_errors(400, 404, 429, 503),
        },
        parameters=_PARAMETERS,
    )
)
class PreviewAPIView(APIView):
    """A picture of the map."""

    content_negotiation_class = PictureNegotiation
    lane = Lane.COSTLY
    pictures: ClassVar[Pictures] = Pictures()

    def get(self, request: Request) -> HttpResponse:
        """Return the picture as PNG."""
        asked = read_preview_request(request.query_params, request.META["QUERY_STRING"])
        version = fetch_version(asked)
        headers = make_headers("preview", version, (), by_language=False)
        if version in read_known_versions(request.headers.get("If-None-Match", ""), "preview", ()):
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(self.pictures.get(asked, version), content_type=_TYPE, headers=headers)

"""How the layers' addresses are described in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.serializers import Serializer

from interactive_maps.mapdata.parameters import MAX_LIMIT, MAX_QUERY_LENGTH
from interactive_maps.mapdata.serializers import ErrorSerializer

View = TypeVar("View")

_STREAM = """Server-Sent Events: batches of 500 as

    id: 42.1
    data: {"batch":1,"fetched":500,"more_pending":true,"items":[...]}

then `event: complete` with `{"version", "total"}`. `event: reset` says that the map has changed and starts over;
`event: drain` that the server is about to restart: resume by id."""

_EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": r"^[0-9]+\.([0-9]+|end)$"},
        "event": {"type": "string", "enum": ["message", "complete", "reset", "drain"]},
        "data": {"type": "string", "contentMediaType": "application/json"},
        "retry": {"type": "integer"},
    },
    "required": ["data"],
}

_PAGING = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
        description="Answer one page, as a JSON array, instead of a stream.",
    ),
    OpenApiParameter(
        "after",
        {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
        description="Page: items whose id is greater.",
    ),
    OpenApiParameter(
        "offset",
        {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
        description="Page: skip so many items. Not with `after`, which is quicker.",
    ),
]
_FILTERS = [
    OpenApiParameter(
        "level",
        {"type": "number", "minimum": -1000, "maximum": 1000},
        description="Ordinal of a level; 0 is the ground floor.",
    ),
    OpenApiParameter(
        "bbox",
        {"type": "string", "pattern": r"^[-+0-9.]+(,[-+0-9.]+){3}$"},
        description="west,south,east,north in degrees: features whose bounding box meets it.",
    ),
]
_SEARCH = OpenApiParameter(
    "q",
    {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH},
    description="Names that contain this text; case does not matter.",
)
_RESUME = [
    OpenApiParameter(
        "last_event_id", {"type": "string"}, description="Stream: go on behind the event of this id."
    ),
    OpenApiParameter(
        "Last-Event-ID",
        {"type": "string"},
        location=OpenApiParameter.HEADER,
        description="The same, as browsers' EventSource sends it.",
    ),
]


def describe_layer(
    serializer: type[Serializer[Any]], name: str, *, searchable: bool
) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes a layer's view: both modes, all parameters, all answers."""
    error = OpenApiResponse(ErrorSerializer, description="What is wrong, and what is accepted.")
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{name}_list",
            parameters=[*_PAGING, *_FILTERS, *([_SEARCH] if searchable else []), *_RESUME],
            responses={
                (200, "application/json"): OpenApiResponse(
                    serializer(many=True), description="With `limit`: a page."
                ),
                (200, "text/event-stream"): OpenApiResponse(_EVENT, description=_STREAM),
                204: OpenApiResponse(description="The stream was complete: nothing is left to resume."),
                304: OpenApiResponse(description="The page's version is the one in If-None-Match."),
                (400, "application/json"): error,
                (406, "application/json"): error,
                (429, "application/json"): error,
                (503, "application/json"): error,
            },
        )
    )

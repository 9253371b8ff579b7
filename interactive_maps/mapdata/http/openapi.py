"""How the layers' addresses are described in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.serializers import Serializer

from interactive_maps.mapdata.http.parameters import (
    MAX_ID,
    MAX_KEY,
    MAX_LEVEL,
    MAX_LIMIT,
    MAX_QUERY_LENGTH,
    MAX_ZOOM,
)
from interactive_maps.mapdata.http.serializers import ErrorSerializer
from interactive_maps.mapdata.schema.layer import Layer

View = TypeVar("View")

# The layers that there are tiles of, in the order in which a map would draw them.
TILE_LAYERS = (*("buildings", "levels", "spaces", "base-floor", "connectors", "openings", "rooms", "points"),)
TILE_TYPE = "application/vnd.mapbox-vector-tile"

_STREAM = """Server-Sent Events: batches of 500 as

    id: 42.1
    data: {"batch":1,"fetched":500,"more_pending":true,"items":[...]}

then `event: complete` with `{"version", "total"}`. `event: reset` says that the map has changed and starts over;
`event: drain` that the server is about to restart: resume by id."""

_EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": r"^[0-9]+(-[0-9a-f]{12})?\.([0-9]+|end)$"},
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
        {"type": "integer", "minimum": 0, "maximum": MAX_KEY},
        description="Page: items whose id is greater.",
    ),
    OpenApiParameter(
        "offset",
        {"type": "integer", "minimum": 0, "maximum": MAX_KEY},
        description="Page: skip so many items. Not with `after`, which is quicker.",
    ),
]
_FILTERS = [
    OpenApiParameter(
        "level",
        {"type": "number", "minimum": -MAX_LEVEL, "maximum": MAX_LEVEL},
        description="Ordinal of a level; 0 is the ground floor.",
    ),
    OpenApiParameter(
        "bbox",
        {"type": "string", "pattern": r"^[-+0-9.]+(,[-+0-9.]+){3}$"},
        description="west,south,east,north in degrees: features whose bounding box meets it.",
    ),
]
_OWN_FILTERS = {
    "q": OpenApiParameter(
        "q",
        {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH},
        description="What search finds by this text; the order stays that of the ids.",
    ),
    "building": OpenApiParameter(
        "building",
        {"type": "integer", "minimum": 0, "maximum": MAX_ID},
        description="The id of a building.",
    ),
    "category": OpenApiParameter(
        "category",
        {"type": "string", "minLength": 1, "maxLength": 100},
        description="A category of IMDF, such as `restroom`.",
    ),
    "lang": OpenApiParameter(
        "lang",
        {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"},
        description="The language of `name`; without it, Accept-Language counts.",
    ),
}
_RESUME = [
    OpenApiParameter(
        "last_event_id",
        {"type": "string"},
        description="Stream: go on behind the event of this id; over from the start if another stream sent it.",
    ),
    OpenApiParameter(
        "Last-Event-ID",
        {"type": "string"},
        location=OpenApiParameter.HEADER,
        description="The same, as browsers' EventSource sends it; of both this one counts.",
    ),
]

_ERROR = OpenApiResponse(ErrorSerializer, description="What is wrong, and what is accepted.")


def describe_layer(serializer: type[Serializer[Any]], layer: Layer) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes a layer's view: both modes, all parameters, all answers."""
    own = [parameter for name, parameter in _OWN_FILTERS.items() if name in layer.filters]
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{layer.name.replace('-', '_')}_list",
            parameters=[*_PAGING, *_FILTERS, *own, *_RESUME],
            responses={
                (200, "application/json"): OpenApiResponse(
                    serializer(many=True), description="With `limit`: a page."
                ),
                (200, "text/event-stream"): OpenApiResponse(_EVENT, description=_STREAM),
                204: OpenApiResponse(description="The stream was complete: nothing is left to resume."),
                **_list_errors(400, 406, 429, 503),
            },
        )
    )


def describe_item(serializer: type[Serializer[Any]], layer: Layer) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes the view of one item of a layer."""
    key = OpenApiParameter(
        "id",
        {"type": "integer", "minimum": 0, "maximum": MAX_KEY},
        OpenApiParameter.PATH,
        description="Its id.",
    )
    languages = [_OWN_FILTERS["lang"]] if "lang" in layer.filters else []
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"{layer.name}_retrieve",
            parameters=[key, *languages],
            responses={
                (200, "application/json"): OpenApiResponse(serializer(), description="The item."),
                **_list_errors(400, 404, 406, 429, 503),
            },
        )
    )


def describe_place(serializer: type[Serializer[Any]]) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes the view of what is at a place."""
    degrees = [
        OpenApiParameter(
            name,
            {"type": "number", "minimum": -most, "maximum": most},
            required=True,
            description="Degrees, WGS84.",
        )
        for name, most in (("lon", 180), ("lat", 90))
    ]
    level = OpenApiParameter(
        "level",
        {"type": "number", "minimum": -MAX_LEVEL, "maximum": MAX_LEVEL},
        required=True,
        description="Ordinal of the level.",
    )
    return extend_schema_view(
        get=extend_schema(
            operation_id="spaces_at",
            parameters=[*degrees, level, _OWN_FILTERS["lang"]],
            responses={
                (200, "application/json"): OpenApiResponse(
                    serializer(), description="The smallest space that contains the point."
                ),
                **_list_errors(400, 404, 406, 429, 503),
            },
        )
    )


def describe_tile(view: type[View]) -> type[View]:
    """Describe the view of tiles."""
    numbers = [
        OpenApiParameter(
            name,
            {"type": "integer", "minimum": 0, "maximum": most},
            OpenApiParameter.PATH,
            description=description,
        )
        for name, most, description in (
            ("z", MAX_ZOOM, "Zoom."),
            ("x", 2**MAX_ZOOM - 1, "Column from the west, less than 2^z."),
            ("y", 2**MAX_ZOOM - 1, "Row from the north, less than 2^z."),
        )
    ]
    layer = OpenApiParameter(
        "layer",
        {"type": "string", "enum": list(TILE_LAYERS)},
        OpenApiParameter.PATH,
        description="The layer; `building` and `category` are for those whose pages take them.",
    )
    tile = OpenApiResponse(
        {"type": "string", "format": "binary"},
        description="A tile of one layer, named as it; empty without features.",
    )
    own = [_OWN_FILTERS[name] for name in ("building", "category", "lang")]
    return extend_schema_view(
        get=extend_schema(
            operation_id="tiles_retrieve",
            parameters=[layer, *numbers, _FILTERS[0], *own],
            responses={(200, TILE_TYPE): tile, **_list_errors(400, 404, 429, 503)},
        )
    )(view)


def _list_errors(*statuses: int) -> dict[Any, OpenApiResponse]:
    """Return the answers of those statuses, and the one to If-None-Match."""
    known = OpenApiResponse(description="The version is the one in If-None-Match.")
    return {304: known} | {(status, "application/json"): _ERROR for status in statuses}

"""OpenAPI descriptions of the layers' operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema_view
from rest_framework.serializers import Serializer

from interactive_maps.mapdata.http.examples import make_example
from interactive_maps.mapdata.http.parameters import (
    MAX_ID,
    MAX_KEY,
    MAX_LEVEL,
    MAX_LIMIT,
    MAX_QUERY_LENGTH,
    MAX_ZOOM,
)
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.ops.http.openapi import (
    Answers,
    Operation,
    describe_answer,
    describe_errors,
    describe_operation,
    describe_unchanged,
)

View = TypeVar("View")

# The layers with tiles, in the order in which a map draws them.
TILE_LAYERS = (*("buildings", "levels", "spaces", "base-floor", "connectors", "openings", "rooms", "points"),)
TILE_TYPE = "application/vnd.mapbox-vector-tile"

_MODES = """Without `limit`, the response is a stream of Server-Sent Events with all items, regardless of `Accept`.
With `limit`, it is one page: a JSON array in the order of the ids, with a `Link` to the next page.
Filters work with both."""

_ANSWER = """With `limit`: a page. Without: Server-Sent Events, batches of up to 500 items as

    id: 42.1
    data: {"batch":1,"fetched":500,"more_pending":true,"items":[...]}

then `event: complete` with `{"version", "total"}`. `event: reset` means that the map has changed and the stream
starts over; `event: drain` means that the server is about to restart: resume by id."""

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
_EVENT_EXAMPLE = {
    "id": "1795553742104.end",
    "event": "complete",
    "data": '{"version":1795553742104,"total":1234}',
}

# Titles of layers that differ from their address.
_TITLES = {"base-floor": "the base floor", "points": "points of interest"}

LEVEL = OpenApiParameter(
    "level",
    {"type": "number", "minimum": -MAX_LEVEL, "maximum": MAX_LEVEL},
    description="Only features on the level of this ordinal; 0 is the ground floor.",
)
LANGUAGE = OpenApiParameter(
    "lang",
    {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"},
    description="The language of `name` (BCP 47). Default: `Accept-Language`.",
)
_PAGING = [
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT},
        description="Return one page of at most this many items, as a JSON array, instead of a stream.",
    ),
    OpenApiParameter(
        "after",
        {"type": "integer", "minimum": 0, "maximum": MAX_KEY},
        description="With `limit`: only items with a greater id.",
    ),
    OpenApiParameter(
        "offset",
        {"type": "integer", "minimum": 0, "maximum": MAX_KEY},
        description="With `limit`: skip this many items. Not together with `after`, which is faster.",
    ),
]
_FILTERS = [
    LEVEL,
    OpenApiParameter(
        "bbox",
        {"type": "string", "pattern": r"^[-+0-9.]+(,[-+0-9.]+){3}$"},
        description="west,south,east,north in degrees: only features whose bounding box intersects it.",
    ),
]
_OWN_FILTERS = {
    "q": OpenApiParameter(
        "q",
        {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH},
        description="Only items that match this search text, in the order of the ids.",
    ),
    "building": OpenApiParameter(
        "building",
        {"type": "integer", "minimum": 0, "maximum": MAX_ID},
        description="Only features of the building with this id.",
    ),
    "category": OpenApiParameter(
        "category",
        {"type": "string", "minLength": 1, "maxLength": 100},
        description="Only features of this IMDF category, such as `restroom`.",
    ),
    "lang": LANGUAGE,
}
_RESUME = [
    OpenApiParameter(
        "last_event_id",
        {"type": "string"},
        description="Stream: resume after the event with this id; the id of another stream starts over.",
    ),
    OpenApiParameter(
        "Last-Event-ID",
        {"type": "string"},
        location=OpenApiParameter.HEADER,
        description="The same as `last_event_id`, as sent by a browser's EventSource. It takes precedence.",
    ),
]
_TILE_ADDRESS = [
    OpenApiParameter(
        "layer",
        {"type": "string", "enum": list(TILE_LAYERS)},
        OpenApiParameter.PATH,
        description="The name of the layer.",
    ),
    *(
        OpenApiParameter(
            name,
            {"type": "integer", "minimum": 0, "maximum": most},
            OpenApiParameter.PATH,
            description=description,
        )
        for name, most, description in (
            ("z", MAX_ZOOM, "Zoom level."),
            ("x", 2**MAX_ZOOM - 1, "Column from the west, less than 2^z."),
            ("y", 2**MAX_ZOOM - 1, "Row from the north, less than 2^z."),
        )
    ),
]


def describe_layer(serializer: type[Serializer[Any]], layer: Layer) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes a layer's view: both modes, all parameters, all responses."""
    title = _TITLES.get(layer.name, layer.name)
    operation = Operation(
        f"list{layer.name.title().replace('-', '')}",
        "layers",
        f"Stream or list {title}",
        f"{serializer.__doc__}\n\n{_MODES}",
    )
    nothing_left = OpenApiResponse(description="The resumed stream was complete; no events are left.")
    answers: Answers = {
        **describe_answer(serializer(many=True), _ANSWER, make_example(layer)),
        **describe_answer(_EVENT, _ANSWER, _EVENT_EXAMPLE, media_type="text/event-stream"),
        204: nothing_left,
        **describe_unchanged(),
        **describe_errors(400, 406, 429, 503),
    }
    own = [parameter for name, parameter in _OWN_FILTERS.items() if name in layer.filters]
    parameters = [*_PAGING, *_FILTERS, *own, *_RESUME]
    return extend_schema_view(get=describe_operation(operation, answers, parameters=parameters))


def describe_item(serializer: type[Serializer[Any]], layer: Layer) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes the view of one item of a layer."""
    title = _TITLES.get(layer.name, layer.name)
    operation = Operation(
        f"get{layer.name.removesuffix('s').title()}",
        "layers",
        f"Get one of the {title}",
        f"{serializer.__doc__} The item has the same form as on pages.",
    )
    key = OpenApiParameter(
        "id",
        {"type": "integer", "minimum": 0, "maximum": MAX_KEY},
        OpenApiParameter.PATH,
        description="The id of the item.",
    )
    languages = [LANGUAGE] if "lang" in layer.filters else []
    answers = describe_answer(serializer(), "The item.", make_example(layer)) | _list_item_errors()
    return extend_schema_view(get=describe_operation(operation, answers, parameters=[key, *languages]))


def describe_place(serializer: type[Serializer[Any]], layer: Layer) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes the space lookup by position."""
    operation = Operation(
        "getSpaceAt",
        "layers",
        "Get the space at a position",
        "If several spaces of the level contain the position, the smallest one is returned.",
    )
    position = [
        OpenApiParameter(
            name,
            {"type": "number", "minimum": -most, "maximum": most},
            required=True,
            description=description,
        )
        for name, most, description in (
            ("lon", 180, "Longitude in degrees, WGS84."),
            ("lat", 90, "Latitude in degrees, WGS84."),
            ("level", MAX_LEVEL, "Ordinal of the level; 0 is the ground floor."),
        )
    ]
    found = describe_answer(
        serializer(), "The smallest space that contains the position.", make_example(layer)
    )
    return extend_schema_view(
        get=describe_operation(operation, found | _list_item_errors(), parameters=[*position, LANGUAGE])
    )


def describe_tile(view: type[View]) -> type[View]:
    """Describe the tile view."""
    operation = Operation(
        "getTile",
        "tiles",
        "Get a vector tile of a layer",
        "The tile has one layer, named as in the address. It is empty if there is nothing to draw. Filters are "
        "those of the layer's pages; a layer without the filters `building`, `category` or `lang` rejects them.",
    )
    own = [_OWN_FILTERS[name] for name in ("building", "category", "lang")]
    answers = {
        **describe_answer(
            {"type": "string", "format": "binary"}, "A Mapbox Vector Tile.", None, media_type=TILE_TYPE
        ),
        **describe_unchanged(),
        **describe_errors(400, 404, 429, 503),
    }
    return extend_schema_view(
        get=describe_operation(operation, answers, parameters=[*_TILE_ADDRESS, LEVEL, *own])
    )(view)


def _list_item_errors() -> Answers:
    return describe_unchanged() | describe_errors(400, 404, 406, 429, 503)

"""How the addresses of ways are described in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from interactive_maps.mapdata.http.parameters import MAX_ID
from interactive_maps.mapdata.http.serializers import ErrorSerializer
from interactive_maps.routing.http.parameters import (
    AVOIDABLE,
    MOST_ALTERNATIVES,
    MOST_SECONDS,
    MOST_SIDE,
    MOST_TOLERANCE,
    SLOPES,
    SPEEDS,
    WIDTHS,
)
from interactive_maps.routing.network.closures import KINDS
from interactive_maps.routing.profiles import PROFILES
from interactive_maps.routing.search.stop_order import MOST_STOPS
from interactive_maps.routing.waypoints.feature_index import LAYERS

View = TypeVar("View")
Schema = dict[str, Any]

_KEY: Schema = {"type": "integer", "minimum": 0, "maximum": MAX_ID}
_NUMBER: Schema = {"type": "number"}
_LEVEL: Schema = {
    "type": ["number", "null"],
    "description": "Ordinal; 0 is the ground floor, null is unknown.",
}
_TEXT: Schema = {"type": ["string", "null"]}
_POSITION: Schema = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
_LINE: Schema = {
    "type": "object",
    "description": "GeoJSON LineString, WGS84 longitude and latitude in degrees.",
    "properties": {
        "type": {"type": "string", "enum": ["LineString"]},
        "coordinates": {"type": "array", "minItems": 2, "items": _POSITION},
    },
    "required": ["type", "coordinates"],
}
_WRITTEN: Schema = {
    "type": "string",
    "description": "room:ID, space:ID, point:ID, occupant:ID, category:NAME, or longitude,latitude[,level].",
    "examples": ["room:12", "category:restroom", "13.7229,51.0255,1"],
}
_PLACE: Schema = {
    "oneOf": [
        _WRITTEN,
        *({"type": "object", "properties": {kind: _KEY}, "required": [kind]} for kind in LAYERS),
        {"type": "object", "properties": {"category": {"type": "string"}}, "required": ["category"]},
        {
            "type": "object",
            "properties": {"lon": _NUMBER, "lat": _NUMBER, "level": _NUMBER},
            "required": ["lon", "lat"],
        },
    ]
}


def _range(least: float, most: float) -> Schema:
    return {"type": "number", "minimum": least, "maximum": most}


_AVOID: Schema = {"type": "array", "items": {"type": "string", "enum": list(AVOIDABLE)}}
_MANNER: dict[str, tuple[Schema, str]] = {
    "profile": ({"type": "string", "enum": list(PROFILES), "default": "walk"}, "Who goes."),
    "speed": (_range(*SPEEDS), "Metres a second on the level, instead of the profile's."),
    "avoid": (_AVOID, "Besides what the profile avoids; in a query with commas between."),
    "min_width": (_range(*WIDTHS), "Metres: what is known to be narrower is not gone through."),
    "max_slope": (_range(*SLOPES), "Rise to run: what is known to be steeper is not gone along."),
    "departure": (
        {"type": "string", "format": "date-time"},
        "What is closed then counts; now, unless given.",
    ),
    "allow_violations": (
        {"type": "boolean", "default": False},
        "Answer the least bad way where none is fit.",
    ),
}
_LANGUAGE: tuple[Schema, str] = (
    {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"},
    "The language of names and texts; without it, Accept-Language counts.",
)
_ROUTE: dict[str, tuple[Schema, str]] = {
    "from": (_PLACE, "Where to start."),
    "to": (_PLACE, "Where to go."),
    "start_room_id": (_KEY, "Instead of `from`: a room."),
    "end_room_id": (_KEY, "Instead of `to`: a room."),
    "via": (
        {"type": "array", "minItems": 1, "maxItems": MOST_STOPS, "items": _PLACE},
        "Stops in between; in a query with semicolons between.",
    ),
    "best_order": ({"type": "boolean", "default": False}, "Put the stops in between into the best order."),
    **_MANNER,
    "alternatives": (
        {"type": "integer", "minimum": 0, "maximum": MOST_ALTERNATIVES, "default": 0},
        "How many other ways are wanted at most; not with `via`.",
    ),
    "simplify_tolerance": (_range(0, MOST_TOLERANCE), "Metres that the drawn lines may be off."),
    "lang": _LANGUAGE,
}
_SIDE: Schema = {"type": "array", "minItems": 1, "maxItems": MOST_SIDE, "items": _PLACE}
_MATRIX: dict[str, tuple[Schema, str]] = {
    "sources": (_SIDE, "Where to start; in a query with semicolons between."),
    "targets": (_SIDE, "Where to go; in a query with semicolons between."),
    **_MANNER,
}
_REACH: dict[str, tuple[Schema, str]] = {
    "from": (_PLACE, "Where to start."),
    "seconds": (_range(1, MOST_SECONDS), "Within how long."),
    **_MANNER,
    "lang": _LANGUAGE,
}

_WAY: dict[str, Schema] = {"distance_meters": _NUMBER, "duration_seconds": _NUMBER, "route": _LINE}
_VIOLATION: Schema = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "edge": {"type": "integer"}, "location": _POSITION},
}
_LANDMARK: Schema = {
    "type": ["object", "null"],
    "properties": {
        "kind": {"type": "string", "enum": ["doors", "room", "compass"]},
        "name": _TEXT,
        "id": {"type": ["integer", "null"]},
        "count": {
            "type": ["integer", "null"],
            "description": "Doors passed since the step before; 0 of an arrival: at the first one.",
        },
        "side": _TEXT,
    },
}
_STEP: Schema = {
    "type": "object",
    "properties": {
        "kind": {"type": "string"},
        "angle": _TEXT,
        "level": _LEVEL,
        "to_level": _LEVEL,
        "distance_meters": _NUMBER,
        "duration_seconds": _NUMBER,
        "location": _POSITION,
        "name": _TEXT,
        "landmark": _LANDMARK,
        "text": {"type": "string"},
    },
}
_LEG: Schema = {
    "type": "object",
    "properties": {
        "level": _LEVEL,
        "level_name": _TEXT,
        "geometry": _LINE,
        "distance_meters": _NUMBER,
        "duration_seconds": _NUMBER,
    },
}
_ABOUT: dict[str, Schema] = {"version": {"type": "integer"}, "profile": {"type": "string"}}
_ROUTE_ANSWER: Schema = {
    "type": "object",
    "properties": {
        **_WAY,
        **_ABOUT,
        "snapped": {
            "type": "object",
            "description": "Metres from the asked places to the network.",
            "properties": {"from": _NUMBER, "to": _NUMBER},
        },
        "stops": {
            "type": "array",
            "description": "The order in which the places are visited, counted from 0.",
            "items": {"type": "integer"},
        },
        "legs": {"type": "array", "items": _LEG},
        "steps": {"type": "array", "items": _STEP},
        "violations": {"type": "array", "items": _VIOLATION},
        "alternatives": {"type": "array", "items": {"type": "object", "properties": _WAY}},
    },
    "required": [
        "distance_meters",
        "duration_seconds",
        "route",
        "version",
        "profile",
        "snapped",
        "legs",
        "steps",
    ],
}
_MATRIX_ANSWER: Schema = {
    "type": "object",
    "properties": {
        **_ABOUT,
        "durations_seconds": {
            "type": "array",
            "description": "A row for each source; null where there is no way.",
            "items": {"type": "array", "items": {"type": ["number", "null"]}},
        },
    },
    "required": ["version", "profile", "durations_seconds"],
}
_AREAS: Schema = {
    "type": "object",
    "description": "GeoJSON: an area for each level, with its `level` and `level_name`.",
    "properties": {
        **_ABOUT,
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "seconds": _NUMBER,
        "features": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "features", "version"],
}
_PROFILES: Schema = {
    "type": "array",
    "description": "The profiles with their defaults for the options of a route; the default profile is first.",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "Value of `profile`.", "examples": ["step_free"]},
            "speed": {"type": "number", "description": "Metres per second on level ground."},
            "avoid": _AVOID,
            "min_width": {"type": ["number", "null"], "description": "Metres; null if any width will do."},
            "max_slope": {"type": ["number", "null"], "description": "Rise over run; null if any will do."},
        },
        "required": ["name", "speed", "avoid", "min_width", "max_slope"],
    },
}
_TIME: Schema = {"type": ["string", "null"], "format": "date-time"}
_CLOSURES: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "kind": {"type": "string", "enum": list(KINDS)},
            "target_id": {"type": ["integer", "null"]},
            "level": _LEVEL,
            "location": {**_POSITION, "type": ["array", "null"]},
            "reason": _TEXT,
            "from": _TIME,
            "until": _TIME,
            "profiles": {"type": "array", "items": {"type": "string"}},
        },
    },
}


def _describe(
    name: str, members: dict[str, tuple[Schema, str]], answer: Schema, *, posted: bool = True
) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes a view which takes ``members`` in a query, and in a body if ``posted``."""
    get = extend_schema(
        operation_id=name,
        parameters=[
            OpenApiParameter(member, _write_in_query(schema), description=text)
            for member, (schema, text) in members.items()
        ],
        responses={304: OpenApiResponse(description="Nothing has changed."), **_list_answers(answer)},
    )
    if not posted:
        return extend_schema_view(get=get)
    body = {
        "type": "object",
        "properties": {member: {**schema, "description": text} for member, (schema, text) in members.items()},
        "additionalProperties": False,
    }
    post = extend_schema(
        operation_id=f"{name}_post", request={"application/json": body}, responses=_list_answers(answer)
    )
    return extend_schema_view(get=get, post=post)


def _write_in_query(schema: Schema) -> Schema:
    """Return how a member is written in a query: places and lists as text."""
    if schema is _PLACE:
        return _WRITTEN
    return {"type": "string"} if schema.get("type") == "array" else schema


def _list_answers(answer: Schema) -> dict[Any, OpenApiResponse]:
    error = OpenApiResponse(ErrorSerializer, description="What is wrong, and what is accepted.")
    return {(200, "application/json"): OpenApiResponse(answer)} | {
        (status, "application/json"): error for status in (400, 404, 406, 415, 429, 503)
    }


describe_route = _describe("route", _ROUTE, _ROUTE_ANSWER)
describe_matrix = _describe("route_matrix", _MATRIX, _MATRIX_ANSWER)
describe_reachable = _describe("reachable", _REACH, _AREAS)
describe_closures = _describe("closures", {}, _CLOSURES, posted=False)
describe_profiles = _describe("profiles", {}, _PROFILES, posted=False)

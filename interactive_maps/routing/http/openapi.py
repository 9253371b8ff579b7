"""OpenAPI descriptions of routing's operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, extend_schema_view

from interactive_maps.mapdata.http.parameters import MAX_LEVEL
from interactive_maps.ops.http.openapi import (
    Answers,
    Operation,
    describe_answer,
    describe_errors,
    describe_operation,
    describe_unchanged,
)
from interactive_maps.routing.http import examples
from interactive_maps.routing.http.parameters import (
    AVOIDABLE,
    MOST_ACCURACY,
    MOST_ALTERNATIVES,
    MOST_CATEGORIES,
    MOST_NEAREST,
    MOST_SECONDS,
    MOST_SIDE,
    MOST_TOLERANCE,
    SLOPES,
    SPEEDS,
    USUAL_ACCURACY,
    USUAL_NEAREST,
    WIDTHS,
)
from interactive_maps.routing.http.schemas import KEY, Schema, refer_to
from interactive_maps.routing.profiles import PROFILES
from interactive_maps.routing.search.stop_order import MOST_STOPS

View = TypeVar("View")
Members = dict[str, tuple[Schema, str]]  # by name: the schema and a description

_WAYPOINT = refer_to("Waypoint")


def _range(least: float, most: float) -> Schema:
    return {"type": "number", "minimum": least, "maximum": most}


_AVOID: Schema = {"type": "array", "items": {"type": "string", "enum": list(AVOIDABLE)}}
_TRAVEL_OPTIONS: Members = {
    "profile": ({"type": "string", "enum": list(PROFILES), "default": "walk"}, "Who travels."),
    "speed": (_range(*SPEEDS), "Metres per second on level ground, instead of the profile's speed."),
    "avoid": (
        _AVOID,
        "Edge kinds to avoid in addition to those of the profile. In a query, separated by commas.",
    ),
    "min_width": (_range(*WIDTHS), "Metres: edges that are known to be narrower are not used."),
    "max_slope": (_range(*SLOPES), "Rise over run: edges that are known to be steeper are not used."),
    "departure": (
        {"type": "string", "format": "date-time"},
        "Departure time: closures and opening hours at this time apply. Default: now.",
    ),
    "allow_violations": (
        {"type": "boolean", "default": False},
        "If no route matches the profile, return the closest one.",
    ),
}
_LANGUAGE: tuple[Schema, str] = (
    {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"},
    "The language of names and texts (BCP 47). Default: `Accept-Language`.",
)
_ROUTE: Members = {
    "from": (_WAYPOINT, "Where to start."),
    "to": (_WAYPOINT, "Where to go."),
    "start_room_id": (KEY, "A room to start from, instead of `from`."),
    "end_room_id": (KEY, "A room to go to, instead of `to`."),
    "via": (
        {"type": "array", "minItems": 1, "maxItems": MOST_STOPS, "items": _WAYPOINT},
        "Intermediate stops. In a query, separated by semicolons.",
    ),
    "best_order": ({"type": "boolean", "default": False}, "Visit the stops in the fastest order."),
    **_TRAVEL_OPTIONS,
    "alternatives": (
        {"type": "integer", "minimum": 0, "maximum": MOST_ALTERNATIVES, "default": 0},
        "Maximum number of alternative routes. Not together with `via`.",
    ),
    "simplify_tolerance": (
        _range(0, MOST_TOLERANCE),
        "Tolerance in metres for simplifying the returned lines.",
    ),
    "lang": _LANGUAGE,
}
_SIDE: Schema = {"type": "array", "minItems": 1, "maxItems": MOST_SIDE, "items": _WAYPOINT}
_MATRIX: Members = {
    "sources": (_SIDE, "Where to start. In a query, separated by semicolons."),
    "targets": (_SIDE, "Where to go. In a query, separated by semicolons."),
    **_TRAVEL_OPTIONS,
}
_REACH: Members = {
    "from": (_WAYPOINT, "Where to start."),
    "seconds": (_range(1, MOST_SECONDS), "How long to travel."),
    **_TRAVEL_OPTIONS,
    "lang": _LANGUAGE,
}
_NEAREST: Members = {
    "from": (_WAYPOINT, "Where to start."),
    "category": (
        {"type": "array", "minItems": 1, "maxItems": MOST_CATEGORIES, "items": {"type": "string"}},
        "Categories, each with its parts: `restroom` stands for `restroom.female`, too. In a query, between commas.",
    ),
    "limit": (
        {"type": "integer", "minimum": 1, "maximum": MOST_NEAREST, "default": USUAL_NEAREST},
        "How many places to return at most.",
    ),
    **_TRAVEL_OPTIONS,
    "lang": _LANGUAGE,
}


def _describe_pair(
    name: str, summary: str, description: str, members: Members, answer: Answers, body: dict[str, Any]
) -> Callable[[type[View]], type[View]]:
    """Return a decorator that describes a view which takes ``members`` as query parameters and as a POST body."""
    parameters = [
        OpenApiParameter(member, _write_in_query(schema), description=text)
        for member, (schema, text) in members.items()
    ]
    get = describe_operation(
        Operation(f"get{name}", "routing", summary, description),
        {**answer, **describe_unchanged(), **_list_errors(400, 404, 406, 429, 503)},
        parameters=parameters,
    )
    post = describe_operation(
        Operation(
            f"post{name}",
            "routing",
            f"{summary} (JSON body)",
            f"{description}\n\nThe fields of the body are the parameters of the GET. Nothing is stored.",
        ),
        {**answer, **_list_errors(400, 404, 406, 415, 429, 503)},
        body=OpenApiRequest(_make_body(members), examples=[OpenApiExample("Example", value=body)]),
    )
    return extend_schema_view(get=get, post=post)


def _make_body(members: Members) -> Schema:
    return {
        "type": "object",
        "properties": {name: {**schema, "description": text} for name, (schema, text) in members.items()},
        "additionalProperties": False,
    }


def _write_in_query(schema: Schema) -> Schema:
    """Return the schema of a parameter in a query: waypoints and lists as text."""
    if schema is _WAYPOINT:
        return refer_to("WaypointText")
    return {"type": "string"} if schema.get("type") == "array" else schema


def _list_errors(*statuses: int) -> Answers:
    return describe_errors(*statuses, examples={404: examples.NO_ROUTE})


describe_route = _describe_pair(
    "Route",
    "Find the best route between waypoints",
    "The fastest route for the profile, as one line, as legs by level and as steps with texts. If there is "
    "none, the status is 404 with `code` `no_route`, and `reason` gives the reason.",
    _ROUTE,
    describe_answer(refer_to("Route"), "The route.", examples.ROUTE),
    examples.ROUTE_BODY,
)
describe_matrix = _describe_pair(
    "RouteMatrix",
    "Measure travel times between many waypoints",
    f"Seconds from each of up to {MOST_SIDE} sources to each of up to {MOST_SIDE} targets; null where there is no "
    "route.",
    _MATRIX,
    describe_answer(refer_to("Matrix"), "The travel times, a row for each source.", examples.MATRIX),
    examples.MATRIX_BODY,
)
describe_nearest = _describe_pair(
    "NearestPlaces",
    "Find the nearest places of some categories",
    "Features of the categories on all levels, by the time that the profile needs to get there: those for everybody "
    "first. What cannot be reached is left out.",
    _NEAREST,
    describe_answer(refer_to("NearestPlaces"), "The places, the nearest first.", examples.NEAREST),
    examples.NEAREST_BODY,
)
describe_reachable = _describe_pair(
    "ReachableArea",
    "Find the area that can be reached within a time",
    "An isochrone: the area that the profile can reach from a waypoint within some seconds, as GeoJSON for each "
    "level.",
    _REACH,
    describe_answer(refer_to("ReachableArea"), "The areas, by level.", examples.REACHABLE),
    examples.REACHABLE_BODY,
)
describe_closures = extend_schema_view(
    get=describe_operation(
        Operation(
            "listClosures",
            "closures",
            "List current and future closures",
            "All closures of edges, openings, connectors, spaces, levels and nodes that have not ended. Routes avoid "
            "the features that are closed at their departure.",
        ),
        {
            **describe_answer(
                {"type": "array", "items": refer_to("Closure")}, "The closures.", examples.CLOSURES
            ),
            **describe_unchanged(),
            **describe_errors(400, 406, 429, 503),
        },
    )
)
_ANCHOR: Schema = {"type": "string", "examples": ["space:12", "13.7229,51.0255,1"]}
_LOCATE: Members = {
    "lon": (_range(-180, 180), "Longitude in degrees. Not needed with an anchor."),
    "lat": (_range(-90, 90), "Latitude in degrees. Not needed with an anchor."),
    "accuracy": (
        {**_range(0, MOST_ACCURACY), "default": USUAL_ACCURACY},
        "Metres around the position that hold the device with a probability of 95 %, as in the Geolocation API.",
    ),
    "heading": (_range(0, 360), "Direction of travel in degrees clockwise from north."),
    "level": (_range(-MAX_LEVEL, MAX_LEVEL), "Ordinal of the level, if something tells it."),
    "anchor": (
        _ANCHOR,
        "What a scanned sign says: its code, room:ID, space:ID, point:ID, occupant:ID or longitude,latitude,level.",
    ),
    "previous": (
        {"type": "string", "examples": ["13.7229,51.0255,1,10,0.7"]},
        "An earlier location: longitude,latitude,level,seconds ago, and the confidence of that level in `levels`.",
    ),
    "lang": _LANGUAGE,
}
describe_locate = extend_schema_view(
    get=describe_operation(
        Operation(
            "getPosition",
            "routing",
            "Find where a position may be indoors",
            "Ranked candidates for a position. Browsers know no level: unless a level, an anchor or a previous "
            "location is given, all levels are candidates and confidences are accordingly low. Nobody stores the "
            "position.",
        ),
        {
            **describe_answer(refer_to("LocationCandidates"), "The candidates.", examples.LOCATION),
            **describe_unchanged(),
            **describe_errors(400, 404, 406, 429, 503),
        },
        parameters=[
            OpenApiParameter(member, schema, description=text, required=False)
            for member, (schema, text) in _LOCATE.items()
        ],
    )
)
describe_profiles = extend_schema_view(
    get=describe_operation(
        Operation(
            "listProfiles",
            "routing",
            "List travel profiles",
            "The available travel profiles, the default one first.",
        ),
        {
            **describe_answer(
                {"type": "array", "items": refer_to("Profile")}, "The profiles.", examples.PROFILES
            ),
            **describe_unchanged(),
            **describe_errors(400, 406, 429, 503),
        },
    )
)
describe_network = extend_schema_view(
    get=describe_operation(
        Operation(
            "getNetwork",
            "routing",
            "Get the network",
            "The whole network for routers that work without a server, with what profiles and opening hours make of "
            "it, and the places on it.",
        ),
        {
            **describe_answer(refer_to("Network"), "The network.", examples.NETWORK),
            **describe_unchanged(),
            **describe_errors(400, 404, 406, 429, 503),
        },
    )
)

"""Parsing of requests into route requests. Raises InvalidParameter for invalid input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from django.http import HttpRequest

from interactive_maps.mapdata.http.languages import choose_languages
from interactive_maps.mapdata.http.parameters import MAX_LEVEL, read_once
from interactive_maps.mapdata.reading.signs import read_code
from interactive_maps.ops.errors import InvalidBody, InvalidParameter
from interactive_maps.routing.http.request_parameters import RequestParameters
from interactive_maps.routing.http.route_requests import (
    LocateRequest,
    MatrixRequest,
    NearestRequest,
    ReachRequest,
    RouteRequest,
    TravelOptions,
)
from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.positioning.fixes import Fix, PreviousLocation
from interactive_maps.routing.profiles import PROFILES, Profile
from interactive_maps.routing.search.stop_order import MOST_STOPS
from interactive_maps.routing.waypoints.waypoint_resolver import Category, FeatureRef, Point, Waypoint

MOST_BODY = 64 * 1024  # bytes
MOST_SIDE = 50  # maximum number of sources, and of targets, of a matrix
MOST_CATEGORIES = 50
MOST_NEAREST, USUAL_NEAREST = 50, 10
MOST_SECONDS = 3600
MOST_ALTERNATIVES = 3
MOST_TOLERANCE = 100.0  # metres
MOST_ACCURACY, USUAL_ACCURACY = 100_000.0, 30.0  # metres
_PREVIOUS_RANGES = ((-180, 180), (-90, 90), (-MAX_LEVEL, MAX_LEVEL), (0, 3600), (0, 1))
_PREVIOUS = (
    "longitude,latitude,level,seconds ago (0..3600), and if it is known the confidence of that level (0..1)"
)
AVOIDABLE = ("stairs", "lift", "escalator", "ramp", "walkway")
SPEEDS, WIDTHS, SLOPES = (0.1, 10.0), (0.1, 10.0), (0.0, 1.0)

TRAVEL_OPTIONS = ("profile", "speed", "avoid", "min_width", "max_slope", "departure", "allow_violations")
ROUTE = (
    *("from", "to", "start_room_id", "end_room_id", "via", "best_order", *TRAVEL_OPTIONS),
    *("alternatives", "simplify_tolerance", "lang"),
)
MATRIX = ("sources", "targets", *TRAVEL_OPTIONS)
LOCATE = ("lon", "lat", "accuracy", "heading", "level", "anchor", "previous", "lang")
REACH = ("from", "seconds", *TRAVEL_OPTIONS, "lang")
NEAREST = ("from", "category", "limit", *TRAVEL_OPTIONS, "lang")


def read_route_request(request: HttpRequest) -> RouteRequest:
    """Return the route request."""
    members = read_members(request, ROUTE)
    via = members.read_places("via", MOST_STOPS) or ()
    alternatives = members.read_integer("alternatives", 0, MOST_ALTERNATIVES) or 0
    if via and alternatives:
        raise InvalidParameter("alternatives", "alternatives needs exactly two waypoints. Remove via.")
    return RouteRequest(
        stops=(_read_end(members, "from", "start_room_id"), *via, _read_end(members, "to", "end_room_id")),
        options=_read_manner(members),
        best_order=members.read_flag("best_order"),
        alternatives=alternatives,
        simplify=members.read_number("simplify_tolerance", 0.0, MOST_TOLERANCE) or 0.0,
        languages=_read_languages(members, request),
    )


def read_matrix_request(request: HttpRequest) -> MatrixRequest:
    """Return the matrix request."""
    members = read_members(request, MATRIX)
    sides: list[tuple[Waypoint, ...]] = []
    for name in ("sources", "targets"):
        places = members.read_places(name, MOST_SIDE)
        if places is None:
            raise InvalidParameter(name, f"{name} is missing. Accepted: 1..{MOST_SIDE} waypoints.")
        sides.append(places)
    return MatrixRequest(sides[0], sides[1], _read_manner(members))


def read_reach_request(request: HttpRequest) -> ReachRequest:
    """Return the isochrone request."""
    members = read_members(request, REACH)
    start, seconds = members.read_place("from"), members.read_number("seconds", 1, MOST_SECONDS)
    if start is None:
        raise InvalidParameter("from", "from is missing. Accepted: the waypoint to start from.")
    if seconds is None:
        raise InvalidParameter("seconds", f"seconds is missing. Accepted: a number 1..{MOST_SECONDS}.")
    return ReachRequest(start, seconds, _read_manner(members), _read_languages(members, request))


def read_nearest_request(request: HttpRequest) -> NearestRequest:
    """Return the request for the nearest features of categories."""
    members = read_members(request, NEAREST)
    start, categories = members.read_place("from"), members.read_categories("category", MOST_CATEGORIES)
    if start is None:
        raise InvalidParameter("from", "from is missing. Accepted: the waypoint to start from.")
    if categories is None:
        raise InvalidParameter("category", f"category is missing. Accepted: 1..{MOST_CATEGORIES} categories.")
    limit = members.read_integer("limit", 1, MOST_NEAREST) or USUAL_NEAREST
    languages = _read_languages(members, request)
    return NearestRequest(start, categories, limit, _read_manner(members), languages)


def read_locate_request(request: HttpRequest) -> LocateRequest:
    """Return the position whose place is asked for."""
    members = read_members(request, LOCATE)
    anchor = _read_anchor(members)
    longitude, latitude = members.read_number("lon", -180, 180), members.read_number("lat", -90, 90)
    for name, value, other in (("lon", longitude, latitude), ("lat", latitude, longitude)):
        if value is None and (anchor is None or other is not None):
            raise InvalidParameter(
                name, f"{name} is missing: accepted are lon and lat in degrees, or an anchor."
            )
    accuracy = members.read_number("accuracy", 0, MOST_ACCURACY)
    heading = members.read_number("heading", 0, 360)
    level = members.read_number("level", -MAX_LEVEL, MAX_LEVEL)
    previous = members.read_numbers("previous", _PREVIOUS_RANGES, 4, _PREVIOUS)
    fix = None
    if longitude is not None and latitude is not None:
        fix = Fix(
            longitude,
            latitude,
            USUAL_ACCURACY if accuracy is None else accuracy,
            heading,
            level,
            _make_previous(*previous) if previous else None,
        )
    return LocateRequest(fix, anchor, _read_languages(members, request))


def _read_anchor(members: RequestParameters) -> Point | FeatureRef | str | None:
    """Return the place of an anchor, or the code of a sign."""
    if "anchor" in members and (code := read_code(members.read_text("anchor") or "")):
        return code
    anchor = members.read_place("anchor")
    is_wide = isinstance(anchor, FeatureRef) and anchor.kind == "building"
    if is_wide or isinstance(anchor, Category) or (isinstance(anchor, Point) and anchor.level is None):
        detail = "anchor is not one place of one level: accepted are the code of a sign, room:ID, space:ID,"
        raise InvalidParameter("anchor", f"{detail} point:ID, occupant:ID or longitude,latitude,level.")
    return anchor


def _make_previous(
    longitude: float, latitude: float, level: float, seconds: float, confidence: float = 0.5
) -> PreviousLocation:
    return PreviousLocation(longitude, latitude, level, seconds, confidence)


def read_members(request: HttpRequest, accepted: Sequence[str]) -> RequestParameters:
    """Return the parameters of the query, or the fields of a POST body; the two are not mixed."""
    query = read_once(
        request.GET, request.META["QUERY_STRING"], [] if request.method == "POST" else list(accepted)
    )
    if request.method != "POST":
        return RequestParameters(query, is_text=True)
    return RequestParameters(_read_body(request, accepted), is_text=False)


def _read_body(request: HttpRequest, accepted: Sequence[str]) -> Mapping[str, Any]:
    body = request.body
    if len(body) > MOST_BODY:
        raise InvalidBody(f"The body is larger than the limit of {MOST_BODY} bytes.")
    try:
        values = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidBody(f"The body is not JSON: {error}.") from None
    if not isinstance(values, dict):
        raise InvalidBody("The body is not a JSON object.")
    for name in values:
        if name not in accepted:
            detail = f"Unknown field {name[:60]!r}. Accepted fields: {', '.join(accepted)}."
            raise InvalidParameter(name[:60], detail)
    return values


def _read_end(members: RequestParameters, name: str, room: str) -> Waypoint:
    if name in members and room in members:
        raise InvalidParameter(room, f"{name} and {room} exclude each other. Give only one of them.")
    key = members.read_key(room)
    if key is not None:
        return FeatureRef("room", key)
    place = members.read_place(name)
    if place is None:
        raise InvalidParameter(name, f"{name} is missing. Accepted: {name}, or {room} with a room's id.")
    return place


def _read_manner(members: RequestParameters) -> TravelOptions:
    named = members.read_word("profile", list(PROFILES)) or "walk"
    speed = members.read_number("speed", *SPEEDS)
    width = members.read_number("min_width", *WIDTHS)
    slope = members.read_number("max_slope", *SLOPES)
    avoid = members.read_words("avoid", AVOIDABLE)
    profile: Profile = PROFILES[named]
    if speed is not None:
        profile = replace(profile, speed=round(speed, 2))
    if width is not None:
        profile = replace(profile, width=round(max(width, profile.width or 0.0), 3))
    if slope is not None:
        profile = replace(
            profile, slope=round(slope if profile.slope is None else min(slope, profile.slope), 4)
        )
    if avoid is not None:
        profile = replace(profile, avoid=profile.avoid | {Kind[word.upper()] for word in avoid})
    return TravelOptions(profile, members.read_time("departure"), members.read_flag("allow_violations"))


def _read_languages(members: RequestParameters, request: HttpRequest) -> tuple[str, ...]:
    return choose_languages(members.read_text("lang"), request.headers)

"""Routing views."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.ops import deadlines
from interactive_maps.ops.limits.lanes import Lane
from interactive_maps.routing.http.location_responses import make_location
from interactive_maps.routing.http.nearest_service import find_nearest
from interactive_maps.routing.http.openapi import (
    describe_closures,
    describe_locate,
    describe_matrix,
    describe_nearest,
    describe_network,
    describe_profiles,
    describe_reachable,
    describe_route,
)
from interactive_maps.routing.http.parameters import (
    read_locate_request,
    read_matrix_request,
    read_members,
    read_nearest_request,
    read_reach_request,
    read_route_request,
)
from interactive_maps.routing.http.responses import list_closures, make_areas, make_nearest, make_route
from interactive_maps.routing.http.route_service import (
    find_routes,
    find_start,
    measure_matrix,
    open_wayfinder,
)
from interactive_maps.routing.live.routing_snapshot import RoutingSnapshot
from interactive_maps.routing.live.snapshot_service import service
from interactive_maps.routing.offline.offline_network import choose_day, make_tag, networks
from interactive_maps.routing.profiles import PROFILES

_JSON = "application/json"


class _RoutingAPIView(APIView):
    """Base view: handles one kind of request on the current snapshot, by GET and by POST."""

    lane = Lane.COSTLY

    def read(self, request: HttpRequest) -> Any:
        """Return the parsed request. Raises InvalidParameter."""
        raise NotImplementedError

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return the response as plain values, or as JSON."""
        raise NotImplementedError

    def make_tag(self, snapshot: RoutingSnapshot, asked: Any) -> str:
        """Return the ETag of the response."""
        return snapshot.make_tag(datetime.now(UTC), getattr(asked, "languages", ()))

    def get(self, request: Request) -> HttpResponse:
        """Handle the request in the query string."""
        return self._answer(request._request)

    def post(self, request: Request) -> HttpResponse:
        """Handle the request in the body."""
        kind = request.content_type.partition(";")[0].strip().lower()
        if kind not in {_JSON, ""}:
            raise UnsupportedMediaType(kind)
        return self._answer(request._request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        asked = self.read(request)
        snapshot = service.get_snapshot()
        deadlines.check()
        headers = {"ETag": f'"{self.make_tag(snapshot, asked)}"', "Cache-Control": "no-cache"}
        headers["Vary"] = "Accept-Language"
        if request.method != "POST" and _knows(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        answer = self.answer(snapshot, asked)
        body = answer if isinstance(answer, bytes) else orjson.dumps(answer)
        return HttpResponse(body, content_type=_JSON, headers=headers)


@describe_route
class RouteAPIView(_RoutingAPIView):
    """The best route between waypoints, level by level."""

    def read(self, request: HttpRequest) -> Any:
        """Return the parsed request."""
        return read_route_request(request)

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return the route with its legs and steps."""
        return make_route(snapshot, asked, find_routes(snapshot, asked))


@describe_matrix
class MatrixAPIView(_RoutingAPIView):
    """Travel times between all sources and all targets."""

    def read(self, request: HttpRequest) -> Any:
        """Return the parsed request."""
        return read_matrix_request(request)

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return the seconds, row by row."""
        return {
            "version": snapshot.network.version,
            "profile": asked.options.profile.name,
            "durations_seconds": measure_matrix(snapshot, asked),
        }


@describe_nearest
class NearestAPIView(_RoutingAPIView):
    """What is nearest of some categories."""

    def read(self, request: HttpRequest) -> Any:
        """Return the parsed request."""
        return read_nearest_request(request)

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return the places, those for everybody first, then the nearest first."""
        return make_nearest(snapshot, asked, find_nearest(snapshot, asked))


@describe_reachable
class ReachableAPIView(_RoutingAPIView):
    """The area that can be reached within a time."""

    def read(self, request: HttpRequest) -> Any:
        """Return the parsed request."""
        return read_reach_request(request)

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return areas by level, as GeoJSON."""
        start = find_start(snapshot, asked.start)
        return make_areas(snapshot, asked, start, open_wayfinder(snapshot, asked.options, (start,)))


@describe_locate
class LocateAPIView(_RoutingAPIView):
    """Where somebody may be who has a position, a sign, or both."""

    http_method_names = ("get", "head", "options")
    lane = Lane.LIGHT

    def read(self, request: HttpRequest) -> Any:
        """Return the position, and what else is known."""
        return read_locate_request(request)

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return the candidates, the likeliest first."""
        return make_location(snapshot, asked)


class _PlainAPIView(_RoutingAPIView):
    """A resource without parameters."""

    http_method_names = ("get", "head", "options")

    def read(self, request: HttpRequest) -> Any:
        """Refuse parameters."""
        return read_members(request, ())


@describe_profiles
class ProfilesAPIView(_PlainAPIView):
    """Travel profiles that routes can be requested for."""

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return each profile with its defaults for the options of a route, the default profile first."""
        return [
            {
                "name": profile.name,
                "speed": profile.speed,
                "avoid": [kind.name.lower() for kind in sorted(profile.avoid)],
                "min_width": profile.width,
                "max_slope": profile.slope,
            }
            for profile in PROFILES.values()
        ]


@describe_closures
class ClosuresAPIView(_PlainAPIView):
    """Current and future closures."""

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return the closures that have not ended."""
        return list_closures(snapshot, datetime.now(UTC))


@describe_network
class NetworkAPIView(_PlainAPIView):
    """The network for routers that work without a server."""

    def make_tag(self, snapshot: RoutingSnapshot, asked: Any) -> str:
        """Return a tag that closures do not change."""
        return make_tag(snapshot, choose_day(snapshot, datetime.now(UTC)))

    def answer(self, snapshot: RoutingSnapshot, asked: Any) -> Any:
        """Return the network as JSON."""
        return networks.get(snapshot, choose_day(snapshot, datetime.now(UTC)))


def _knows(request: HttpRequest, tag: str) -> bool:
    known = request.headers.get("If-None-Match", "").strip()
    return known == "*" or tag in {one.removeprefix("W/") for one in parse_etags(known)}

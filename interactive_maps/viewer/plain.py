"""Text pages for browsers without scripts: a list of rooms, and a route from one to another."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from interactive_maps.mapdata.http.parameters import MAX_QUERY_LENGTH
from interactive_maps.mapdata.reading import queries
from interactive_maps.mapdata.reading.layer_query import LayerQuery, Page
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import MapError, answer_not_found
from interactive_maps.ops.limits.lanes import Lane, use_lane
from interactive_maps.viewer.policy import make_policy

Item = dict[str, Any]  # an item of a layer, as in API responses

_ROOMS_A_PAGE = 500
_MOST_NAMES = 1000  # levels, and buildings
_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


@use_lane(Lane.COSTLY)
@require_safe
def show_rooms(request: HttpRequest) -> HttpResponse:
    """Return a list of rooms: ``?q=`` searches, ``?after=`` continues."""
    q = request.GET.get("q", "").strip().replace("\0", "")[:MAX_QUERY_LENGTH]
    after = request.GET.get("after", "")
    if after and not _KEY.fullmatch(after):
        problem = "The parameter after must be the number of a room, such as 500."
        return _answer(request, "viewer/rooms.html", {"q": q, "problem": problem}, status=400)
    page = Page(limit=_ROOMS_A_PAGE, after=int(after) if after else None)
    try:
        _, items = queries.fetch_page(LayerQuery(LAYERS["rooms"], q=q or None), page, ())
        rooms = _read(items)
        groups = group_rooms(rooms, _fetch_all("levels"), _fetch_all("buildings")) if rooms else []
    except MapError as error:  # the database is unavailable
        return _answer(request, "viewer/rooms.html", {"q": q, "problem": str(error)}, status=error.status)
    following = urlencode({"q": q, "after": items.next_after}) if items and items.next_after else None
    return _answer(request, "viewer/rooms.html", {"groups": groups, "q": q, "following": following})


def _fetch_all(layer: str) -> list[Item]:
    return _read(queries.fetch_page(LayerQuery(LAYERS[layer]), Page(limit=_MOST_NAMES), ())[1])


def _read(items: queries.PageOfItems | None) -> list[Item]:
    return json.loads(b"[" + items.items + b"]") if items else []


def group_rooms(rooms: list[Item], levels: list[Item], buildings: list[Item]) -> list[Item]:
    """Return `{title, rooms}` for each level of each building, from the lowest up; rooms keep their order."""
    names = {building["id"]: building["name"] for building in buildings}
    groups: dict[tuple[int | None, float | None], list[Item]] = {}
    for room in rooms:
        groups.setdefault((room["building_id"], room["level"]), []).append(room)
    lowest = float("-inf")

    def find_place(key: tuple[int | None, float | None]) -> tuple[str, int, float]:
        building, level = key
        return names.get(building) or "", building or 0, lowest if level is None else level

    def find_title(building: int | None, level: float | None) -> str:
        of_level = [one for one in levels if one["level"] == level]
        here = [one for one in of_level if building in (one["building_ids"] or [])] or of_level
        number = "Level unknown" if level is None else f"Level {level:g}"
        floor = next((one["name"] for one in here if one["name"]), None) or number
        return " · ".join(filter(None, [names.get(building), floor]))

    return [{"title": find_title(*key), "rooms": groups[key]} for key in sorted(groups, key=find_place)]


@use_lane(Lane.COSTLY)
@require_safe
def show_route(request: HttpRequest) -> HttpResponse:
    """Return the route ``?from=&to=&profile=`` as a list of steps."""
    context: dict[str, Any] = {"start": request.GET.get("from", ""), "end": request.GET.get("to", "")}
    profile = request.GET.get("profile") or ("step_free" if request.GET.get("step_free") == "1" else "")
    status, profiles = _call_api(request, "/api/profiles/", {})
    names = [profile["name"] for profile in profiles] if status == 200 else []
    context["profiles"] = [(name, name.replace("_", " ").capitalize()) for name in names]
    context["profile"] = profile
    status = 200
    if context["start"] and context["end"]:
        query = {
            "from": context["start"],
            "to": context["end"],
            "profile": profile,
            "lang": request.GET.get("lang"),
        }
        status, answer = _call_api(request, "/api/route/", query)
        context["route" if status == 200 else "problem"] = answer if status == 200 else answer.get("detail")
    return _answer(request, "viewer/route.html", context, status=status)


def _call_api(request: HttpRequest, path: str, parameters: dict[str, str | None]) -> tuple[int, Any]:
    """Return status and body of an API response. Called by path, as this app must not import the API's."""
    try:
        view, arguments, keywords = resolve(path)
    except Resolver404:
        return 404, {"detail": "This server does not calculate routes."}
    query = urlencode({name: value for name, value in parameters.items() if value})
    api_request = HttpRequest()
    api_request.method = "GET"
    api_request.path = api_request.path_info = path
    api_request.META = {**request.META, "QUERY_STRING": query, "HTTP_ACCEPT": "application/json"}
    api_request.META.pop("HTTP_IF_NONE_MATCH", None)
    api_request.GET = QueryDict(query)
    response = view(api_request, *arguments, **keywords)
    if hasattr(response, "render"):
        response.render()
    try:
        return response.status_code, json.loads(response.content)
    except ValueError:
        return 502, {"detail": "The response of the API could not be read."}


def answer_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: browsers are told in a page where the map is, programs and ``/api/`` as JSON."""
    is_browser = "text/html" in request.headers.get("Accept", "")
    if not is_browser or request.path_info.startswith("/api/"):
        return answer_not_found(request, exception)
    return _answer(request, "viewer/missing.html", {}, status=404)


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    page = render(request, template, context, status=status)
    page.headers["Content-Security-Policy"] = make_policy(may_be_framed=False)
    page.headers["Cache-Control"] = "no-cache"
    return page

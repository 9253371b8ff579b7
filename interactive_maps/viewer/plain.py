"""The map as text, for browsers that run no scripts: a list of rooms, and a way from one to another."""

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
from interactive_maps.mapdata.reading.layer_query import Filter, Page
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import MapError
from interactive_maps.ops.limits.lanes import Lane, use_lane
from interactive_maps.viewer.policy import make_policy

Item = dict[str, Any]  # an item of a layer, as the API answers it

_ROOMS_A_PAGE = 500
_MOST_NAMES = 1000  # levels, and buildings
_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


@use_lane(Lane.COSTLY)
@require_safe
def show_rooms(request: HttpRequest) -> HttpResponse:
    """Answer a list of rooms: ``?q=`` searches, ``?after=`` goes on."""
    q = request.GET.get("q", "").strip().replace("\0", "")[:MAX_QUERY_LENGTH]
    after = request.GET.get("after", "")
    if after and not _KEY.fullmatch(after):
        problem = "after is the number of a room, such as 500."
        return _answer(request, "viewer/rooms.html", {"q": q, "problem": problem}, status=400)
    page = Page(limit=_ROOMS_A_PAGE, after=int(after) if after else None)
    try:
        _, items = queries.fetch_page(LAYERS["rooms"], Filter(q=q or None), page, ())
        rooms = _read(items)
        groups = group_rooms(rooms, _fetch_all("levels"), _fetch_all("buildings")) if rooms else []
    except MapError as error:  # the database is away
        return _answer(request, "viewer/rooms.html", {"q": q, "problem": str(error)}, status=error.status)
    following = urlencode({"q": q, "after": items.next_after}) if items and items.next_after else None
    return _answer(request, "viewer/rooms.html", {"groups": groups, "q": q, "following": following})


def _fetch_all(layer: str) -> list[Item]:
    return _read(queries.fetch_page(LAYERS[layer], Filter(), Page(limit=_MOST_NAMES), ())[1])


def _read(items: queries.PageOfItems | None) -> list[Item]:
    return json.loads(b"[" + items.items + b"]") if items else []


def group_rooms(rooms: list[Item], levels: list[Item], buildings: list[Item]) -> list[Item]:
    """Return `{title, rooms}` for each level of each building, from the lowest up; rooms stay in their order."""
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
    """Answer the way ``?from=&to=`` as a list of steps."""
    context: dict[str, Any] = {"start": request.GET.get("from", ""), "end": request.GET.get("to", "")}
    context["step_free"] = request.GET.get("step_free") == "1"
    status = 200
    if context["start"] and context["end"]:
        status, answer = _ask_route(request)
        context["route" if status == 200 else "problem"] = answer if status == 200 else answer.get("detail")
    return _answer(request, "viewer/route.html", context, status=status)


def _ask_route(request: HttpRequest) -> tuple[int, dict[str, Any]]:
    """Ask the API inside this process, by its address: what finds ways is no part of this app."""
    try:
        view, arguments, keywords = resolve("/api/route/")
    except Resolver404:
        return 404, {"detail": "This map has no routes."}
    query = QueryDict(mutable=True)
    query["from"], query["to"] = request.GET["from"], request.GET["to"]
    if request.GET.get("step_free") == "1":
        query["profile"] = "step_free"
    if lang := request.GET.get("lang"):
        query["lang"] = lang
    asked = HttpRequest()
    asked.method = "GET"
    asked.path = asked.path_info = "/api/route/"
    asked.META = {**request.META, "QUERY_STRING": query.urlencode(), "HTTP_ACCEPT": "application/json"}
    asked.META.pop("HTTP_IF_NONE_MATCH", None)
    asked.GET = QueryDict(query.urlencode())
    response = view(asked, *arguments, **keywords)
    if hasattr(response, "render"):
        response.render()
    try:
        return response.status_code, json.loads(response.content)
    except ValueError:
        return 502, {"detail": "The answer cannot be read."}


def _answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    page = render(request, template, context, status=status)
    page.headers["Content-Security-Policy"] = make_policy(may_be_framed=False)
    page.headers["Cache-Control"] = "no-cache"
    return page

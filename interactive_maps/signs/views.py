"""Short links of signs: each leads to the map, at the place where the sign hangs now."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from interactive_maps.mapdata.edits.signs import uses
from interactive_maps.mapdata.reading.sign_places import SignPlace
from interactive_maps.mapdata.reading.signs import UnknownSign, locate_sign, read_code
from interactive_maps.ops.errors import MapError, describe_error
from interactive_maps.viewer.policy import make_policy

_ZOOM = 19.5
_SHOWN = 40  # characters of an unknown code


@require_safe
def open_sign(request: HttpRequest, code: str) -> HttpResponse:
    """Redirect to the map at the sign's place; 404 in words where the code is unknown or its place is gone."""
    try:
        known = read_code(code)
        if known is None:
            raise UnknownSign(f"There is no sign {code[:_SHOWN]}: the code may have been mistyped.")
        sign, place = locate_sign(known)
    except MapError as error:
        return _refuse(request, error)
    if request.method == "GET":
        uses.add(sign.code)
    response = HttpResponseRedirect(f"{reverse('map')}?{write_query(place)}")
    response.headers["Cache-Control"] = "no-store"  # after an import the place is another
    return response


def write_query(place: SignPlace) -> str:
    """Return the state of the viewer at a place: on its level, with "here" as the start of routes."""
    longitude, latitude = (f"{value:.7f}" for value in place.point)
    here = ",".join([longitude, latitude, *([] if place.level is None else [f"{place.level:g}"])])
    query = {"here": here, "at": f"{longitude},{latitude},{_ZOOM}"}
    if place.level is not None:
        query["level"] = f"{place.level:g}"
    if place.kind == "hall":
        query["space"] = str(place.key)
    return urlencode(query, safe=",")


def _refuse(request: HttpRequest, error: MapError) -> HttpResponse:
    status, body, headers = describe_error(error) or (error.status, {}, {})
    if not request.accepts("text/html"):
        return JsonResponse(body, status=status, headers=headers)
    page = render(request, "signs/refused.html", {"problem": str(error)}, status=status)
    policy = make_policy(may_be_framed=False)
    for name, value in {**headers, "Cache-Control": "no-store", "Content-Security-Policy": policy}.items():
        page.headers[name] = value
    return page

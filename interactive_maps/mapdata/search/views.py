"""Search over HTTP."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.search.descriptions import describe_search
from interactive_maps.mapdata.search.parameters import read_search_request
from interactive_maps.mapdata.search.queries import search_map


@describe_search
class SearchAPIView(APIView):
    """Things of the map by what people call them."""

    def get(self, request: Request) -> HttpResponse:
        """Answer the best results, best first, each with a sentence why."""
        asked = read_search_request(request.query_params, request.META["QUERY_STRING"], request.headers)
        known = _read_known_versions(request.headers.get("If-None-Match", ""))
        version, results = search_map(asked, known)
        headers = {"ETag": f'"search.{version}"', "Cache-Control": "no-cache"}
        response: HttpResponse
        if results is None:
            response = HttpResponse(status=304, headers=headers)
        else:
            answer: dict[str, Any] = {"query": asked.q, "version": version, "results": results}
            response = JsonResponse(answer, headers=headers, json_dumps_params={"ensure_ascii": False})
        patch_vary_headers(response, ["Accept-Language"])
        return response


def _read_known_versions(if_none_match: str) -> Container[int]:
    if if_none_match.strip() == "*":
        return range(2**63)
    tags = (tag.removeprefix("W/").strip('"').partition("search.")[2] for tag in parse_etags(if_none_match))
    return {int(tag) for tag in tags if tag.isascii() and tag.isdigit() and len(tag) < 20}

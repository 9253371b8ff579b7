"""Search over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.http.etags import make_headers, read_known_versions
from interactive_maps.mapdata.http.search_openapi import describe_search
from interactive_maps.mapdata.http.search_parameters import read_search_request
from interactive_maps.mapdata.search.queries import search_map
from interactive_maps.ops.limits.lanes import Lane


@describe_search
class SearchAPIView(APIView):
    """Features of the map that match a search text."""

    lane = Lane.COSTLY

    def get(self, request: Request) -> HttpResponse:
        """Return the best results, best first, each with the reason for its match."""
        asked = read_search_request(request.query_params, request.META["QUERY_STRING"], request.headers)
        known = read_known_versions(request.headers.get("If-None-Match", ""), "search", asked.languages)
        version, results = search_map(asked, known)
        headers = make_headers("search", version, asked.languages, by_language=True)
        if results is None:
            return HttpResponse(status=304, headers=headers)
        answer: dict[str, Any] = {"query": asked.q, "version": version, "results": results}
        return JsonResponse(answer, headers=headers, json_dumps_params={"ensure_ascii": False})

"""Parsing of search requests into typed, validated values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import QueryDict

from interactive_maps.mapdata.http.languages import choose_languages
from interactive_maps.mapdata.http.parameters import (
    MAX_ID,
    MAX_QUERY_LENGTH,
    read_integer,
    read_level,
    read_once,
    read_text,
)
from interactive_maps.mapdata.search.search_request import KINDS, MAX_RESULTS, USUAL_RESULTS, SearchRequest
from interactive_maps.ops.errors import InvalidParameter

_ACCEPTED = ["q", "level", "near", "building", "kinds", "limit", "lang"]
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?", re.ASCII)


def read_search_request(query: QueryDict, query_string: str, headers: Mapping[str, str]) -> SearchRequest:
    """Return the search request. Raises InvalidParameter for invalid input instead of guessing."""
    values = read_once(query, query_string, _ACCEPTED)
    return SearchRequest(
        q=read_text("q", values.get("q", ""), MAX_QUERY_LENGTH),
        kinds=_read_kinds(values["kinds"]) if "kinds" in values else frozenset(KINDS),
        limit=read_integer("limit", values["limit"], 1, MAX_RESULTS) if "limit" in values else USUAL_RESULTS,
        level=read_level(values["level"]) if "level" in values else None,
        near=_read_near(values["near"]) if "near" in values else None,
        building=read_integer("building", values["building"], 0, MAX_ID) if "building" in values else None,
        languages=choose_languages(values.get("lang"), headers),
    )


def _read_kinds(text: str) -> frozenset[str]:
    kinds = text.split(",")
    if not set(kinds) <= set(KINDS):
        detail = f"kinds is {text[:60]!r}. Accepted: any of {','.join(KINDS)}, separated by commas."
        raise InvalidParameter("kinds", detail)
    return frozenset(kinds)


def _read_near(text: str) -> tuple[float, float]:
    parts = text.split(",")
    if len(parts) == 2 and all(_NUMBER.fullmatch(part) for part in parts):
        longitude, latitude = float(parts[0]), float(parts[1])
        if abs(longitude) <= 180 and abs(latitude) <= 90:
            return longitude, latitude
    detail = f"near is {text[:60]!r}. Accepted: longitude,latitude in degrees, for instance 13.72,51.02."
    raise InvalidParameter("near", detail)

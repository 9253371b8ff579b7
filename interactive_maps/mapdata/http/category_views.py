"""The table of categories over HTTP, with what the map has of each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.categories.table import Kind, list_memberships, load_table
from interactive_maps.mapdata.http.languages import choose_languages
from interactive_maps.mapdata.http.openapi import LANGUAGE
from interactive_maps.mapdata.http.parameters import read_once
from interactive_maps.mapdata.reading.category_counts import count_categories
from interactive_maps.ops.errors import MapError
from interactive_maps.ops.http.openapi import (
    Operation,
    describe_answer,
    describe_errors,
    describe_operation,
    describe_unchanged,
)


class CategoryKindSerializer(serializers.Serializer[object]):
    """Categories that people look for by the same words, and that are shown alike."""

    name = serializers.CharField(help_text="What the kind is called, in the reader's language.")
    group = serializers.CharField(help_text="What it is shown as: a picture and a colour of the viewer.")
    categories = serializers.ListField(
        child=serializers.CharField(),
        help_text="The plain one first. A category is a part of what it begins with: restroom.male of restroom.",
    )
    places = serializers.IntegerField(
        allow_null=True, help_text="How many places of the map are of it; null while the database is away."
    )


_OPERATION = Operation(
    "listCategories",
    "search",
    "List the kinds of categories",
    "What the categories of rooms, spaces, points and occupants are called, in which groups they are shown, and how "
    "many places of the map are of each kind.",
)
_EXAMPLE = {"name": "Lifts", "group": "lift", "categories": ["elevator", "lift"], "places": 2}


@extend_schema_view(
    get=describe_operation(
        _OPERATION,
        {
            **describe_answer(CategoryKindSerializer(many=True), "The kinds.", _EXAMPLE),
            **describe_unchanged(),
            **describe_errors(400, 406, 429),
        },
        parameters=[LANGUAGE],
    )
)
class CategoriesAPIView(APIView):
    """Kinds of categories, with what they are called."""

    def get(self, request: Request) -> HttpResponse:
        """Answer the table, and the counts if the database can be read."""
        values = read_once(request.query_params, request.META["QUERY_STRING"], ["lang"])
        languages = choose_languages(values.get("lang"), request.headers)
        content = _write(languages, _count_places())
        tag = f'"categories.{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304, headers=headers)
        else:
            response = HttpResponse(content, content_type="application/json", headers=headers)
        patch_vary_headers(response, ["Accept-Language"])
        return response


def _write(languages: tuple[str, ...], places: Mapping[str, int] | None) -> bytes:
    kinds: list[dict[str, Any]] = [
        {
            "name": kind.choose_label(languages),
            "group": kind.group,
            "categories": kind.categories,
            "places": None if places is None else places.get(kind.name, 0),
        }
        for kind in load_table().kinds
    ]
    return orjson.dumps(kinds)


def _count_places() -> dict[str, int] | None:
    """Return by the names of kinds how many places are of them; None while the database is away."""
    try:
        counts = count_categories()
    except MapError:
        return None
    return {kind.name: _sum_places(kind, counts) for kind in load_table().kinds}


def _sum_places(kind: Kind, counts: Mapping[str, int]) -> int:
    """Return how many places are of a kind: parts of its own categories are counted with these."""
    own = set(kind.categories)
    wholes = [one for one in own if own.isdisjoint({*list_memberships(one, is_step_free=False)} - {one})]
    return sum(counts.get(one, 0) for one in wholes)

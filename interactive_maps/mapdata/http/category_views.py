"""The table of categories over HTTP: the same for every map, until the next release."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.categories.table import load_table
from interactive_maps.mapdata.http.languages import choose_languages
from interactive_maps.mapdata.http.openapi import LANGUAGE
from interactive_maps.mapdata.http.parameters import read_once
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


_OPERATION = Operation(
    "listCategories",
    "search",
    "List the kinds of categories",
    "What the categories of rooms, spaces, points and occupants are called, and in which groups they are shown.",
)
_EXAMPLE = {"name": "Lifts", "group": "lift", "categories": ["elevator", "lift"]}


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
        """Answer the table; it needs no database."""
        values = read_once(request.query_params, request.META["QUERY_STRING"], ["lang"])
        languages = choose_languages(values.get("lang"), request.headers)
        tag, content = _write(languages)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304, headers=headers)
        else:
            response = HttpResponse(content, content_type="application/json", headers=headers)
        patch_vary_headers(response, ["Accept-Language"])
        return response


@lru_cache(maxsize=256)
def _write(languages: tuple[str, ...]) -> tuple[str, bytes]:
    kinds: list[dict[str, Any]] = [
        {"name": kind.choose_label(languages), "group": kind.group, "categories": kind.categories}
        for kind in load_table().kinds
    ]
    content = orjson.dumps(kinds)
    return f'"categories.{hashlib.sha256(content).hexdigest()[:16]}"', content

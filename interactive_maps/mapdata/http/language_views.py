"""The languages over HTTP: the same for every map, until the next release."""

from __future__ import annotations

from dataclasses import asdict

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from interactive_maps.mapdata.http.parameters import read_once
from interactive_maps.ops.http.openapi import Operation, describe_answer, describe_errors, describe_operation
from interactive_maps.texts.languages import LANGUAGES


class LanguageSerializer(serializers.Serializer[object]):
    """A language of the page and of directions."""

    code = serializers.CharField(help_text="A value of `lang` (BCP 47).")
    name = serializers.CharField(help_text="What the language is called in itself.")
    direction = serializers.ChoiceField(("ltr", "rtl"), help_text="The direction of its texts.")


_OPERATION = Operation(
    "listLanguages",
    "routing",
    "List languages",
    "The languages of directions and of the viewer, the default one first. Names of the map may exist in others.",
)
_EXAMPLE = {"code": "de", "name": "Deutsch", "direction": "ltr"}


@extend_schema_view(
    get=describe_operation(
        _OPERATION,
        {
            **describe_answer(LanguageSerializer(many=True), "The languages.", _EXAMPLE),
            **describe_errors(400, 406, 429),
        },
    )
)
class LanguagesAPIView(APIView):
    """Languages of the page and of directions."""

    def get(self, request: Request) -> HttpResponse:
        """Answer the table; it needs no database."""
        read_once(request.query_params, request.META["QUERY_STRING"], [])
        content = orjson.dumps([asdict(language) for language in LANGUAGES.values()])
        return HttpResponse(content, content_type="application/json")

"""Descriptions of operations in the OpenAPI document; one declaration for their common parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    extend_schema,
)
from rest_framework import serializers

JSON = "application/json"
Answers = dict[Any, OpenApiResponse]
Method = TypeVar("Method", bound=Callable[..., Any])


class ErrorSerializer(serializers.Serializer[Any]):
    """The problem and the accepted values."""

    detail = serializers.CharField(help_text="A sentence for people.")
    code = serializers.CharField(help_text="A word for programs; it stays the same between versions.")
    parameter = serializers.CharField(required=False, help_text="The parameter or field that is wrong.")


@dataclass(frozen=True)
class Operation:
    """Description of an operation. Generated clients name a function after ``id`` (camel case)."""

    id: str
    tag: str
    summary: str
    description: str


# The meaning of each status, with an example.
_ERRORS: dict[int, tuple[str, dict[str, str]]] = {
    400: (
        "A parameter or the body is invalid.",
        {
            "detail": "level is 'ground'. Accepted: an ordinal such as 0, -1 or 0.5.",
            "code": "invalid_parameter",
            "parameter": "level",
        },
    ),
    404: ("Nothing exists at this address.", {"detail": "There is no such item.", "code": "not_found"}),
    406: (
        "None of the media types in `Accept` is available.",
        {"detail": "Could not satisfy the request Accept header.", "code": "not_acceptable"},
    ),
    415: (
        "The body is not `application/json`.",
        {
            "detail": 'Unsupported media type "text/plain" in request.',
            "code": "unsupported_media_type",
        },
    ),
    429: (
        "The client has exceeded its rate limit; `Retry-After` is the delay in seconds.",
        {"detail": "This address asks too often: wait 1 s.", "code": "too_many_requests"},
    ),
    503: (
        "The server cannot answer now; `Retry-After` is the delay in seconds.",
        {"detail": "The database cannot be reached: connection refused.", "code": "database_away"},
    ),
}


def describe_operation(
    operation: Operation,
    answers: Answers,
    *,
    parameters: Iterable[OpenApiParameter] = (),
    body: OpenApiRequest | None = None,
) -> Callable[[Method], Method]:
    """Return a decorator that adds an operation's description to a view method."""
    return extend_schema(
        operation_id=operation.id,
        tags=[operation.tag],
        auth=[],  # otherwise generated clients require credentials
        summary=operation.summary,
        description=operation.description,
        parameters=list(parameters),
        request=None if body is None else {JSON: body},
        responses=answers,
    )


def describe_answer(
    schema: Any, description: str, example: Any, *, status: int = 200, media_type: str = JSON
) -> Answers:
    """Return the response of a status; for a list, the example is one item."""
    examples = [] if example is None else [OpenApiExample("Example", value=example)]
    return {(status, media_type): OpenApiResponse(schema, description=description, examples=examples)}


def describe_errors(*statuses: int, examples: Mapping[int, Mapping[str, Any]] | None = None) -> Answers:
    """Return the responses of the given statuses; ``examples`` replace the default examples."""
    answers: Answers = {}
    for status in statuses:
        description, usual = _ERRORS[status]
        example = dict((examples or {}).get(status, usual))
        answers |= describe_answer(ErrorSerializer, description, example, status=status)
    return answers


def describe_unchanged() -> Answers:
    """Return the response to a client that already has the newest version."""
    return {304: OpenApiResponse(description="The map still has the version in `If-None-Match`.")}

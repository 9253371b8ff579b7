"""Operations as the OpenAPI document describes them: one declaration for what all of them share."""

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
    """What is wrong, and what is accepted."""

    detail = serializers.CharField(help_text="A sentence for the person who asked.")
    code = serializers.CharField(help_text="A word for programs; it stays the same between versions.")
    parameter = serializers.CharField(required=False, help_text="The parameter or member that is wrong.")


@dataclass(frozen=True)
class Operation:
    """What a reader is told of an operation; generated clients name a function after ``id`` (camel case)."""

    id: str
    tag: str
    summary: str
    description: str


# What each status means, and an answer with it.
_ERRORS: dict[int, tuple[str, dict[str, str]]] = {
    400: (
        "A parameter or the body is not accepted.",
        {
            "detail": "level is 'ground'; accepted is an ordinal such as 0, -1 or 0.5.",
            "code": "invalid_parameter",
            "parameter": "level",
        },
    ),
    404: ("There is nothing at this address.", {"detail": "There is no such item.", "code": "not_found"}),
    406: (
        "The answer has none of the media types in `Accept`.",
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
        "The client has used up its rate; `Retry-After` says for how many seconds.",
        {"detail": "This address asks too often: wait 1 s.", "code": "too_many_requests"},
    ),
    503: (
        "The server cannot answer now; `Retry-After` says when to try again.",
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
    """Return a decorator that describes a view's method."""
    return extend_schema(
        operation_id=operation.id,
        tags=[operation.tag],
        auth=[],  # otherwise generated clients take it that credentials are needed
        summary=operation.summary,
        description=operation.description,
        parameters=list(parameters),
        request=None if body is None else {JSON: body},
        responses=answers,
    )


def describe_answer(
    schema: Any, description: str, example: Any, *, status: int = 200, media_type: str = JSON
) -> Answers:
    """Return the answer of a status, with the example of one item where the answer is a list of a serializer."""
    examples = [] if example is None else [OpenApiExample("Example", value=example)]
    return {(status, media_type): OpenApiResponse(schema, description=description, examples=examples)}


def describe_errors(*statuses: int, examples: Mapping[int, Mapping[str, Any]] | None = None) -> Answers:
    """Return the answers of those statuses; ``examples`` stand in for the usual ones."""
    answers: Answers = {}
    for status in statuses:
        description, usual = _ERRORS[status]
        example = dict((examples or {}).get(status, usual))
        answers |= describe_answer(ErrorSerializer, description, example, status=status)
    return answers


def describe_unchanged() -> Answers:
    """Return the answer to a client that has the newest version."""
    return {304: OpenApiResponse(description="`If-None-Match` names the version that the map is at.")}

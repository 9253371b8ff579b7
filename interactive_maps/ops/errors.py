"""Domain errors, and the one table that turns them into answers.

Every error body is ``{"detail": what is wrong and what is accepted, "code": ..., "parameter": ...?}``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.core.exceptions import DisallowedHost, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions

if TYPE_CHECKING:
    from rest_framework.response import Response

_HOST_LENGTH = 100  # characters of a Host header that are repeated

logger = logging.getLogger(__name__)


class MapError(Exception):
    """What goes wrong in the project's own words; ``str()`` is a sentence for the person who asked."""

    code = "error"
    status = 500
    retry_after: int | None = None
    parameter: str | None = None
    more: Mapping[str, Any] = MappingProxyType({})  # members of the answer that tell of this error alone


class InvalidParameter(MapError):
    """A request asks badly."""

    code = "invalid_parameter"
    status = 400

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


class InvalidBody(MapError):
    """A request's body is not what the address takes."""

    code = "invalid_body"
    status = 400


class NotFound(MapError):
    """What is asked for is not there."""

    code = "not_found"
    status = 404


class BodyTooLarge(MapError):
    """A request's body is larger than any that we accept."""

    code = "body_too_large"
    status = 413


class TooManyRequests(MapError):
    """A client has used up what one address may ask for; ``retry_after`` seconds later there is room again."""

    code = "too_many_requests"
    status = 429

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(MapError):
    """Something that the answer needs is away for now: the same request will work later."""

    code = "unavailable"
    status = 503
    retry_after: int | None = 2


class Busy(Unavailable):
    """This worker has as many requests open as it may have."""

    code = "busy"


class DatabaseAway(Unavailable):
    """The database cannot be reached, or ended the connection."""

    code = "database_away"


class DatabaseFull(Unavailable):
    """The database is there, and has no space left for what it was asked to do."""

    code = "database_full"
    retry_after = 30


class ChangesCollided(Unavailable):
    """The database undid a change because another one, at the same time, stood in its way."""

    code = "changes_collided"


class DatabaseRefused(DatabaseAway):
    """The database is there and does not let us in: a wrong password, no such database, no right to it."""

    code = "database_refused"
    retry_after = 30


class NotPrepared(Unavailable):
    """The database is there, but holds no map tables that we know."""

    code = "not_prepared"
    retry_after = 30


class NotWritable(MapError):
    """The map's tables do not take what was to be published."""

    code = "not_writable"
    status = 409


# What frameworks raise, in the words of the contract: type -> (status, code).
_FOREIGN: tuple[tuple[type[Exception], int, str], ...] = (
    (exceptions.ParseError, 400, "invalid_body"),
    (exceptions.MethodNotAllowed, 405, "method_not_allowed"),
    (exceptions.NotAcceptable, 406, "not_acceptable"),
    (exceptions.UnsupportedMediaType, 415, "unsupported_media_type"),
    (exceptions.Throttled, 429, "too_many_requests"),
    (exceptions.PermissionDenied, 403, "forbidden"),
    (exceptions.NotFound, 404, "not_found"),
    (Http404, 404, "not_found"),
    (PermissionDenied, 403, "forbidden"),
    (SuspiciousOperation, 400, "bad_request"),
)


def describe_error(error: Exception) -> tuple[int, dict[str, Any], dict[str, str]] | None:
    """Return (status, body, headers) for an error that has an answer, else None."""
    if isinstance(error, MapError):
        body: dict[str, Any] = {"detail": str(error), "code": error.code}
        if error.parameter is not None:
            body["parameter"] = error.parameter
        body |= error.more
        return error.status, body, {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    for kind, status, code in _FOREIGN:
        if isinstance(error, kind):
            headers = (
                {"Retry-After": str(int(getattr(error, "wait", None) or 1))}
                if isinstance(error, exceptions.Throttled)
                else {}
            )
            return status, {"detail": str(error) or code, "code": code}, headers
    return None


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None lets an unforeseen error reach Django's 500."""
    # Imported here: both want Django's settings, and the errors are raised where there need be none.
    from rest_framework.response import Response
    from rest_framework.views import set_rollback

    answer = describe_error(error)
    if answer is None:
        return None
    set_rollback()
    status, body, headers = answer
    if status == 405:
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return Response(body, status=status, headers=headers, content_type="application/json")


def answer_not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    """Django's handler404."""
    detail = "There is nothing at this address: /api/docs/ lists what there is."
    return JsonResponse({"detail": detail, "code": "not_found"}, status=404)


def answer_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: hosts, encodings and sizes that Django itself refuses."""
    if isinstance(exception, DisallowedHost):
        return _answer_unknown_host(request)
    detail = f"The request was refused: {type(exception).__name__}."
    return JsonResponse({"detail": detail, "code": "bad_request"}, status=400)


def _answer_unknown_host(request: HttpRequest) -> HttpResponse:
    """Name the host, which is a client's own text: printable ASCII is kept, and no browser takes it for a page."""
    name = request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", "")
    shown = "".join(
        sign if " " <= sign <= "~" and sign not in "<>&'\"\\" else "?" for sign in name[:_HOST_LENGTH]
    )
    detail = f"Host '{shown}' is not in ALLOWED_HOSTS."
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": detail, "code": "unknown_host"}, status=400, headers=headers)
    return HttpResponse(f"{detail}\n", status=400, headers=headers, content_type="text/plain; charset=utf-8")


def answer_failure(request: HttpRequest) -> JsonResponse:
    """Django's handler500; the log holds the trace, the answer never does."""
    return JsonResponse(
        {"detail": "The server failed; its log says why.", "code": "server_error"}, status=500
    )

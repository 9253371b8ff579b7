"""Domain errors, and the table that maps exceptions to responses.

Every error body is ``{"detail": the problem and the accepted values, "code": ..., "parameter": ...?}``.
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

_HOST_LENGTH = 100  # characters of a Host header that are repeated in the error

logger = logging.getLogger(__name__)


class MapError(Exception):
    """Base class of the project's errors; ``str()`` is a sentence for the client."""

    code = "error"
    status = 500
    retry_after: int | None = None
    parameter: str | None = None
    more: Mapping[str, Any] = MappingProxyType({})  # fields that only this error's body has


class InvalidParameter(MapError):
    """A request is invalid."""

    code = "invalid_parameter"
    status = 400

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


class InvalidBody(MapError):
    """A request's body does not match the endpoint."""

    code = "invalid_body"
    status = 400


class NotFound(MapError):
    """The requested object does not exist."""

    code = "not_found"
    status = 404


class BodyTooLarge(MapError):
    """A request's body exceeds the size limit."""

    code = "body_too_large"
    status = 413


class TooManyRequests(MapError):
    """A client has exhausted the limit of its address; it may retry after ``retry_after`` seconds."""

    code = "too_many_requests"
    status = 429

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(MapError):
    """A required service is unavailable for now; the same request will work later."""

    code = "unavailable"
    status = 503
    retry_after: int | None = 2


class Busy(Unavailable):
    """This worker has reached its limit of open requests."""

    code = "busy"


class DatabaseAway(Unavailable):
    """The database is unreachable or closed the connection."""

    code = "database_away"


class DatabaseFull(Unavailable):
    """The database has no disk space left for the operation."""

    code = "database_full"
    retry_after = 30


class ChangesCollided(Unavailable):
    """The database rolled back a change because of a concurrent one."""

    code = "changes_collided"


class DatabaseRefused(DatabaseAway):
    """The database rejects the login: a wrong password, a missing database or a missing permission."""

    code = "database_refused"
    retry_after = 30


class NotPrepared(Unavailable):
    """The database has no map tables of a known form."""

    code = "not_prepared"
    retry_after = 30


class NotWritable(MapError):
    """The map's tables do not accept the data to be published."""

    code = "not_writable"
    status = 409


# Framework exceptions and their responses: type -> (status, code).
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
    """Return (status, body, headers) for an error that has a response, else None."""
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
    """DRF's exception handler; None passes an unexpected error on to Django's 500."""
    # Imported here because both need Django's settings, while the error classes must not.
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
    detail = "Not found. /api/docs/ lists the available addresses."
    return JsonResponse({"detail": detail, "code": "not_found"}, status=404)


def answer_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400, for hosts, encodings and sizes that Django itself rejects."""
    if isinstance(exception, DisallowedHost):
        return _answer_unknown_host(request)
    detail = f"Bad request: {type(exception).__name__}."
    return JsonResponse({"detail": detail, "code": "bad_request"}, status=400)


def _answer_unknown_host(request: HttpRequest) -> HttpResponse:
    """Quote the host, which is client input: keep printable ASCII, without characters that browsers read as HTML."""
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
    """Django's handler500; the log contains the trace, the response does not."""
    return JsonResponse(
        {"detail": "Internal server error. The log contains the details.", "code": "server_error"},
        status=500,
    )

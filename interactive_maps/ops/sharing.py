"""Which other sites' pages may read our answers (CORS): those that CORS_ALLOWED_ORIGINS names, none by default.

Reading is all there is to allow: no answer of the API depends on cookies, and credentials are never allowed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.decorators import async_only_middleware

Answer = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

_EXPOSED = "ETag, Link, Retry-After, X-Request-ID"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, Last-Event-ID, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


def describe_sharing(origin: str) -> dict[str, str]:
    """Return the headers that let pages of ``origin`` read an answer; none if they may not, or if it is empty."""
    allowed = settings.CORS_ALLOWED_ORIGINS
    if not origin or not ("*" in allowed or origin in allowed):
        return {}
    named = "*" if "*" in allowed else origin
    return {"Access-Control-Allow-Origin": named, "Access-Control-Expose-Headers": _EXPOSED}


@async_only_middleware
def share_with_origins(get_response: Answer) -> Answer:
    """Let the pages of allowed origins read answers, and tell their browsers beforehand what they may ask."""
    if not settings.CORS_ALLOWED_ORIGINS:
        raise MiddlewareNotUsed

    async def answer(request: HttpRequest) -> HttpResponseBase:
        headers = describe_sharing(request.headers.get("Origin", ""))
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if headers and asks_first else await get_response(request)
        if headers and asks_first:
            headers |= _PREFLIGHT
        for name, value in headers.items():
            response.headers[name] = value
        if "*" not in settings.CORS_ALLOWED_ORIGINS:
            patch_vary_headers(response, ["Origin"])
        return response

    return answer

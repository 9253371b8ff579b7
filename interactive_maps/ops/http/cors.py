"""CORS: the origins in CORS_ALLOWED_ORIGINS, none by default, may read responses from the browser.

This covers reading the API and static files. Neither depends on cookies, and credentials are never allowed. Other
origins cannot read the administration and the pages.
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

_API, _FILES = "/api/", "/static/"
_EXPOSED = "ETag, Link, Retry-After, X-Request-ID"
# Besides the project's own: headers that EventSource polyfills and fetch wrappers add to every request.
_ASKED_WITH = (
    *("Accept", "Accept-Language", "Cache-Control", "Content-Type", "If-None-Match", "Last-Event-ID"),
    *("Pragma", "X-Request-ID", "X-Requested-With"),
)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": ", ".join(_ASKED_WITH),
    "Access-Control-Max-Age": "86400",
}


def is_shared(path: str) -> bool:
    """Return whether other origins may read ``path``, relative to the server's mount point."""
    return path.startswith((_API, _FILES))


def describe_cors(origin: str) -> dict[str, str]:
    """Return the headers that let pages of ``origin`` read a response; none if they may not, or if it is empty."""
    allowed = settings.CORS_ALLOWED_ORIGINS
    if not origin or not ("*" in allowed or origin in allowed):
        return {}
    named = "*" if "*" in allowed else origin
    return {"Access-Control-Allow-Origin": named, "Access-Control-Expose-Headers": _EXPOSED}


@async_only_middleware
def add_cors_headers(get_response: Answer) -> Answer:
    """Let pages of allowed origins read responses, including errors."""
    if not settings.CORS_ALLOWED_ORIGINS:
        raise MiddlewareNotUsed

    async def answer(request: HttpRequest) -> HttpResponseBase:
        response = await get_response(request)
        if is_shared(request.path_info):
            for name, value in describe_cors(request.headers.get("Origin", "")).items():
                response.headers[name] = value
            if "*" not in settings.CORS_ALLOWED_ORIGINS:
                patch_vary_headers(response, ["Origin"])
        return response

    return answer


@async_only_middleware
def answer_preflights(get_response: Answer) -> Answer:
    """Answer preflight requests with 204, with CORS headers only for allowed origins.

    Missing headers suffice for a browser to block the request; an error status would suggest a broken address.
    """

    async def answer(request: HttpRequest) -> HttpResponseBase:
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if not asks_first or not is_shared(request.path_info):
            return await get_response(request)
        is_allowed = bool(describe_cors(request.headers.get("Origin", "")))
        return HttpResponse(status=204, headers=_PREFLIGHT if is_allowed else None)

    return answer

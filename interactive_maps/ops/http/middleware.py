"""Middleware for all requests, written as coroutines: synchronous middleware would cost a thread hop each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.decorators import async_only_middleware

from interactive_maps.ops.errors import answer_bad_request
from interactive_maps.ops.request_record import get_current

Answer = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


class _InCoroutine:
    """Runs a synchronous middleware without a thread; it only reads and writes headers."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        """Process the request."""
        its: Any = self
        response = its.process_request(request) if hasattr(its, "process_request") else None
        answered: HttpResponseBase = its.process_response(
            request, response or await its.get_response(request)
        )
        return answered


class Security(_InCoroutine, SecurityMiddleware):
    """HSTS, nosniff, the referrer policy, and the redirect to https if the server is responsible for it."""


class Framing(_InCoroutine, XFrameOptionsMiddleware):
    """X-Frame-Options."""


@async_only_middleware
def refuse_unknown_hosts(get_response: Answer) -> Answer:
    """Respond with 400 if the Host header is not in ALLOWED_HOSTS; Django checks only when it uses the name.

    Load balancers and Prometheus connect by address, so their endpoints accept any Host.
    """

    async def answer(request: HttpRequest) -> HttpResponseBase:
        if not get_current().is_routine:
            try:
                request.get_host()
            except DisallowedHost as error:
                return answer_bad_request(request, error)
        return await get_response(request)

    return answer

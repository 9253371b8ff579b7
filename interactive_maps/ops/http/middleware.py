"""What happens to every request, in coroutines: a synchronous middleware would cost each a hop to a thread."""

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
    """Runs the middleware beside it where it is: all that it does is to look at headers and to write some."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        its: Any = self
        response = its.process_request(request) if hasattr(its, "process_request") else None
        answered: HttpResponseBase = its.process_response(
            request, response or await its.get_response(request)
        )
        return answered


class Security(_InCoroutine, SecurityMiddleware):
    """HSTS, no sniffing, the referrer's policy, and the way to https where that is the server's affair."""


class Framing(_InCoroutine, XFrameOptionsMiddleware):
    """X-Frame-Options."""


@async_only_middleware
def refuse_unknown_hosts(get_response: Answer) -> Answer:
    """Answer 400 where the Host header is none of ALLOWED_HOSTS; Django itself looks only when it needs the name.

    Load balancers and Prometheus ask by address: what they ask for is answered under any name.
    """

    async def answer(request: HttpRequest) -> HttpResponseBase:
        if not get_current().is_routine:
            try:
                request.get_host()
            except DisallowedHost as error:
                return answer_bad_request(request, error)
        return await get_response(request)

    return answer

"""Session, user and message middleware for the administration only; elsewhere each would cost a thread hop per
request.

Django's administration views protect their own forms (``csrf_protect``), so no CSRF middleware has to inspect every
API request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

from interactive_maps.ops import lifespan
from interactive_maps.ops.errors import TooManyRequests, describe_error
from interactive_maps.ops.limits.client_address import find_client
from interactive_maps.ops.limits.limiter import Limiter

Answer = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


class _InAdministration:
    """Base class that skips requests outside of the administration."""

    get_response: Any

    async def __acall__(self, request: HttpRequest) -> Any:
        """Run the middleware for administration requests only."""
        if not request.path_info.startswith(settings.ADMIN_PATH):
            return await self.get_response(request)
        return await super().__acall__(request)  # type: ignore[misc]  # of the class beside this one


class Sessions(_InAdministration, SessionMiddleware):
    """Session middleware; a cookie identifies the logged-in user."""


class Users(_InAdministration, AuthenticationMiddleware):
    """Sets ``request.user``."""


class Messages(_InAdministration, MessageMiddleware):
    """Messages shown on the next page."""


@async_only_middleware
def limit_logins(get_response: Answer) -> Answer:
    """Limit password attempts per address. Successful attempts count too, so the limit reveals no passwords."""
    limiter = Limiter(settings.ADMIN_LOGIN_RATE, 0, settings.REDIS_URL)
    lifespan.register(start=limiter.start, close=limiter.close)
    address = f"{settings.ADMIN_PATH}login/"

    async def answer(request: HttpRequest) -> HttpResponseBase:
        client = find_client(getattr(request, "scope", {}))
        if request.method == "POST" and request.path_info == address and client is not None:
            try:
                await limiter.count_request(f"login:{client}")
            except TooManyRequests as error:
                return _refuse(error)
        return await get_response(request)

    return answer


def _refuse(error: TooManyRequests) -> JsonResponse:
    answer = describe_error(error)
    assert answer is not None, "it is one of our own errors"
    status, body, headers = answer
    return JsonResponse(body, status=status, headers=headers)

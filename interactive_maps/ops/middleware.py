"""What happens to every request, in coroutines: a synchronous middleware would cost each a hop to a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

from interactive_maps.ops.errors import answer_bad_request

Answer = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


@async_only_middleware
def refuse_unknown_hosts(get_response: Answer) -> Answer:
    """Answer 400 where the Host header is none of ALLOWED_HOSTS; Django itself looks only when it needs the name."""

    async def answer(request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()
        except DisallowedHost as error:
            return answer_bad_request(request, error)
        return await get_response(request)

    return answer

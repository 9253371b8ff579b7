"""Whatever the way a request ends, its place is free afterwards."""

import asyncio
import contextlib
from types import SimpleNamespace

import pytest

from interactive_maps.ops.errors import TooManyRequests
from interactive_maps.ops.limits.admission import admit, take_stream_place
from interactive_maps.ops.limits.limiter import Limiter
from interactive_maps.ops.limits.rates import Rate


def make_request():
    return SimpleNamespace(scope={"client": ("192.0.2.1", 1), "path": "/api/rooms/"})


async def stream(limiter, action):
    request = make_request()
    async with admit(limiter, request.scope, do_nothing):
        await take_stream_place(request)
        await action()


async def do_nothing(*_):
    pass


async def fail():
    raise ConnectionError("the client has left")


@pytest.mark.parametrize("action", [do_nothing, fail])
async def test_a_place_is_given_back_at_the_end(action):
    limiter = Limiter(None, 1)
    for _ in range(3):
        with contextlib.suppress(ConnectionError):
            await stream(limiter, action)
    await stream(limiter, do_nothing)


async def test_a_place_is_given_back_when_the_server_cancels():
    limiter = Limiter(None, 1)
    task = asyncio.create_task(stream(limiter, asyncio.Event().wait))
    await asyncio.sleep(0)
    with pytest.raises(TooManyRequests):
        await stream(limiter, do_nothing)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await stream(limiter, do_nothing)


async def test_a_view_that_goes_on_without_its_client_holds_nothing():
    limiter, request = Limiter(None, 1), make_request()
    async with admit(limiter, request.scope, do_nothing):
        pass
    await take_stream_place(request)
    await stream(limiter, do_nothing)


async def test_the_next_stream_may_begin_when_a_client_hears_the_end():
    limiter, request = Limiter(None, 1), make_request()

    async def begin_the_next(message):
        assert message == {"type": "http.response.body", "body": b""}
        await stream(limiter, do_nothing)

    async with admit(limiter, request.scope, begin_the_next) as send:
        await take_stream_place(request)
        await send({"type": "http.response.body", "body": b""})


async def test_the_door_is_closed_before_anything_is_done():
    limiter = Limiter(Rate(1, 60), 0)
    async with admit(limiter, make_request().scope, do_nothing):
        pass
    with pytest.raises(TooManyRequests) as refused:
        async with admit(limiter, make_request().scope, do_nothing):
            raise AssertionError("it was let in")
    assert 1 <= refused.value.retry_after <= 60


async def test_what_came_through_no_door_is_not_limited():
    await take_stream_place(SimpleNamespace(scope={}))
    await take_stream_place(object())

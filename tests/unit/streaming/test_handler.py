"""Work on an answer ends when its client has left, or when it takes too long: through a real server's connections."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from django.test import override_settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from interactive_maps.ops import deadlines
from interactive_maps.ops.deadlines import ClientLeft
from interactive_maps.ops.limits.lanes import Lane, make_limits
from interactive_maps.ops.limits.limiter import Limiter
from interactive_maps.streaming.handler import HandlerLimits, StreamingASGIHandler

begun, ended = threading.Event(), threading.Event()
endings: list[type[BaseException] | None] = []


class EndlessView(APIView):
    """Works until it is told to stop, or for as many steps as would take minutes."""

    def get(self, request: Request) -> Response:
        """Work."""
        begun.set()
        try:
            for _ in range(100_000_000):
                deadlines.check()
        except BaseException as error:
            endings.append(type(error))
            raise
        finally:
            ended.set()
        return Response({})


urlpatterns = [path("endless/", EndlessView.as_view())]


@asynccontextmanager
async def served(seconds: float) -> AsyncIterator[int]:
    """Give the port of a server whose answers may take ``seconds`` of the processor."""
    for event in (begun, ended):
        event.clear()
    endings.clear()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        lanes = make_limits({Lane.LIGHT: 2}, 4, waiting=10, waiting_each=5, seconds=5)
        limits = HandlerLimits(
            requests=10, lanes=lanes, send_timeout=5, body_bytes=1000, work_seconds=seconds
        )
        handler = StreamingASGIHandler(limits, Limiter(None, 0))
        server = uvicorn.Server(
            uvicorn.Config(handler, host="127.0.0.1", port=0, lifespan="off", log_config=None)
        )
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.should_exit = True
            await task


async def test_a_client_that_leaves_takes_its_work_along():
    async with served(seconds=600) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /endless/ HTTP/1.1\r\nHost: testserver\r\n\r\n")
        assert await asyncio.to_thread(begun.wait, 10)
        assert not ended.is_set()
        writer.close()
        assert await asyncio.to_thread(ended.wait, 10), "the view works on for nobody"
    assert endings == [ClientLeft]


async def test_what_takes_too_long_is_answered_with_a_reason():
    async with (
        served(seconds=0.05) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        refused = await client.get("/endless/", headers={"Host": "testserver"})
    assert refused.status_code == 503
    answer = refused.json()
    assert answer["code"] == "too_costly"
    assert "0.05 s of processor time" in answer["detail"]

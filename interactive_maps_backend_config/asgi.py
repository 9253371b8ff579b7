"""The ASGI application that uvicorn and gunicorn serve."""

from __future__ import annotations

import os
import sys
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured

from interactive_maps.ops.metrics.worker_files import share_metrics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
try:
    share_metrics()  # before anything imports prometheus_client
except OSError as error:
    print(
        f"Metrics are not shared between workers, because the shared folder cannot be created: {error}",
        file=sys.stderr,
    )
try:
    django.setup(set_prefix=False)
except ImproperlyConfigured as error:
    # Report a wrong setting in one sentence instead of a long trace. Exit code 3 stops gunicorn; after any other code
    # it would restart workers for ever.
    print(f"Not started: {error}", file=sys.stderr)
    sys.exit(3)

from django.conf import settings

from interactive_maps.ops.http.server_header import omit_server_header
from interactive_maps.ops.lifespan import register, run_lifespan
from interactive_maps.ops.limits.lanes import Lane, make_limits
from interactive_maps.ops.limits.limiter import Limiter
from interactive_maps.ops.logs import take_over_uvicorn
from interactive_maps.ops.metrics.registry import register_sampler
from interactive_maps.streaming.handler import HandlerLimits, StreamingASGIHandler

if "gunicorn.arbiter" not in sys.modules:
    take_over_uvicorn()
_limiter = Limiter(settings.RATE_LIMIT, settings.STREAMS_PER_ADDRESS, settings.REDIS_URL)
register(start=_limiter.start, close=_limiter.close)
_answer = StreamingASGIHandler(
    HandlerLimits(
        requests=settings.WORKER_CONCURRENCY,
        lanes=make_limits(
            {Lane.LIGHT: settings.VIEW_THREADS, Lane.COSTLY: settings.COSTLY_THREADS},
            settings.PG_POOL_SIZE,
            waiting=settings.QUEUE_LENGTH,
            waiting_each=settings.QUEUE_PER_ADDRESS,
            seconds=settings.QUEUE_SECONDS,
        ),
        send_timeout=settings.STREAM_SEND_TIMEOUT_SECONDS,
        body_bytes=settings.REQUEST_BODY_BYTES,
        work_seconds=settings.REQUEST_SECONDS,
    ),
    _limiter,
)
register(drain=_answer.drain)
register_sampler(_answer.threads.sample)
# A computing thread blocks the others, including the event loop, until the switch interval ends. With Python's
# default of 5 ms, each response would wait some ten times that long while a costly one is computed.
sys.setswitchinterval(settings.SWITCH_SECONDS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve HTTP requests and the worker's lifespan; reject WebSockets before they open."""
    if scope["type"] == "lifespan":
        await run_lifespan(receive, send)
    elif scope["type"] == "http":
        omit_server_header(send)
        await _answer(scope, receive, send)
    else:
        await send({"type": "websocket.close"})

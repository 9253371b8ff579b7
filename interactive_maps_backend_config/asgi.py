"""The ASGI application that uvicorn and gunicorn serve."""

from __future__ import annotations

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from interactive_maps.ops.lifespan import run_lifespan  # noqa: E402
from interactive_maps.streaming.handler import StreamingASGIHandler  # noqa: E402

_answer = StreamingASGIHandler(
    threads=settings.VIEW_THREADS,
    send_timeout=settings.STREAM_SEND_TIMEOUT_SECONDS,
    body_bytes=settings.REQUEST_BODY_BYTES,
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve HTTP requests and the worker's lifespan."""
    if scope["type"] == "lifespan":
        await run_lifespan(receive, send)
    else:
        await _answer(scope, receive, send)

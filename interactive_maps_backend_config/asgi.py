"""The ASGI application that uvicorn and gunicorn serve."""

from __future__ import annotations

import os
import sys
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
try:
    django.setup(set_prefix=False)
except ImproperlyConfigured as error:
    # What is wrong with a setting is said in one sentence, not in forty lines of a trace. Gunicorn takes any other
    # code than 3 for an accident, and starts workers that end like this one for ever.
    print(f"Not started: {error}", file=sys.stderr)
    sys.exit(3)

from django.conf import settings

from interactive_maps.ops.lifespan import run_lifespan
from interactive_maps.streaming.handler import StreamingASGIHandler

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

"""The app that knows no other app."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from django.apps import AppConfig
from django.conf import settings

from interactive_maps.ops import lifespan
from interactive_maps.ops.metrics import registry

logger = logging.getLogger(__name__)


class OpsConfig(AppConfig):
    """Settings checks, logs, health, errors."""

    name = "interactive_maps.ops"

    def ready(self) -> None:
        """Let a starting worker say which settings it does not obey, and sample its metrics while it lives."""
        lifespan.register(start=_say_what_is_not_obeyed)
        lifespan.register(start=_start_sampling, close=_stop_sampling)


_sampling: set[asyncio.Task[None]] = set()


async def _start_sampling() -> None:
    _sampling.add(asyncio.create_task(registry.keep_sampling()))


async def _stop_sampling() -> None:
    while _sampling:
        task = _sampling.pop()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _say_what_is_not_obeyed() -> None:
    if settings.CONN_MAX_AGE_ASKED:
        logger.warning(
            "CONN_MAX_AGE=%s is accepted and not obeyed: connections that outlive a request leak under ASGI; "
            "PG_POOL_SIZE says how many a worker keeps.",
            settings.CONN_MAX_AGE_ASKED,
        )
    if settings.FORWARDED_ALLOW_IPS == "*":
        logger.warning(
            "FORWARDED_ALLOW_IPS=* believes whatever address a client gives itself: limits for each address hold "
            "nobody then. Name the proxies, or their network, instead."
        )

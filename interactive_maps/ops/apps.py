"""The base app; it depends on no other app."""

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
        """Register the worker's start-up warnings about ignored settings, and the sampling of its metrics."""
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
            "CONN_MAX_AGE=%s is accepted but ignored: connections that outlive a request leak under ASGI. "
            "PG_POOL_SIZE sets how many connections a worker keeps.",
            settings.CONN_MAX_AGE_ASKED,
        )
    if settings.FORWARDED_ALLOW_IPS == "*":
        logger.warning(
            "FORWARDED_ALLOW_IPS=* accepts any address that a client claims to have, so per-address limits have no "
            "effect. List the proxies, or their network, instead."
        )

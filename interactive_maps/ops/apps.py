"""The app that knows no other app."""

from __future__ import annotations

import logging

from django.apps import AppConfig
from django.conf import settings

from interactive_maps.ops import lifespan

logger = logging.getLogger(__name__)


class OpsConfig(AppConfig):
    """Settings checks, logs, health, errors."""

    name = "interactive_maps.ops"

    def ready(self) -> None:
        """Let a starting worker say which settings it does not obey."""
        lifespan.register(start=_say_what_is_not_obeyed)


async def _say_what_is_not_obeyed() -> None:
    if settings.CONN_MAX_AGE_ASKED:
        logger.warning(
            "CONN_MAX_AGE=%s is accepted and not obeyed: connections that outlive a request leak under ASGI; "
            "PG_POOL_SIZE says how many a worker keeps.",
            settings.CONN_MAX_AGE_ASKED,
        )

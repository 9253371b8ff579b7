"""The administration app; installed only when ADMIN is set."""

from __future__ import annotations

import asyncio
import logging

from django.apps import AppConfig

from interactive_maps.ops import lifespan

logger = logging.getLogger(__name__)


class AdministrationConfig(AppConfig):
    """Closures in Django's administration."""

    name = "interactive_maps.administration"

    def ready(self) -> None:
        """Check the app's tables when a worker starts."""
        lifespan.register(start=_say_what_is_missing)


async def _say_what_is_missing() -> None:
    await asyncio.to_thread(_look_for_tables)


def _look_for_tables() -> None:
    from django.contrib.sessions.models import Session
    from django.db import DatabaseError, connection

    try:
        if Session._meta.db_table not in connection.introspection.table_names():
            logger.warning(
                "ADMIN is set, but its tables are missing, so logging in is impossible. Run `manage.py migrate`."
            )
    except DatabaseError as error:
        logger.debug("could not check the administration's tables: %s", error)
    finally:
        connection.close()

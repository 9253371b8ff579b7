"""The app that is installed only where ADMIN says so."""

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
        """Let a starting worker look whether its tables are there."""
        lifespan.register(start=_say_what_is_missing)


async def _say_what_is_missing() -> None:
    await asyncio.to_thread(_look_for_tables)


def _look_for_tables() -> None:
    from django.contrib.sessions.models import Session
    from django.db import DatabaseError, connection

    try:
        if Session._meta.db_table not in connection.introspection.table_names():
            logger.warning(
                "ADMIN is set, but nobody can log in: the tables for it are made by `manage.py migrate`."
            )
    except DatabaseError as error:
        logger.debug("whether the administration has its tables is not known: %s", error)
    finally:
        connection.close()

"""Comparison of the database's migrations with those of the code."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

import psycopg
from django.db.migrations.loader import MigrationLoader

from interactive_maps.mapdata.database.connections import list_hosts, open_connection
from interactive_maps.mapdata.database.table_info import Cursor
from interactive_maps.ops.errors import Unavailable
from interactive_maps.ops.sentences import list_some

logger = logging.getLogger(__name__)
_reports: set[asyncio.Task[None]] = set()  # the event loop itself keeps only weak references to tasks
_APPLIED = "SELECT app, name FROM django_migrations"
_HAS_TABLE = "SELECT to_regclass('django_migrations') IS NOT NULL"
Name = tuple[str, str]  # the app's label and the migration's name


@dataclass(frozen=True, slots=True)
class MigrationState:
    """``unapplied`` migrations are missing from the database, ``unknown`` ones from the code."""

    unapplied: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def describe(self) -> str:
        """Return the problem in a sentence, or "" if there is none."""
        return " ".join(filter(None, (self.describe_unapplied(), self.describe_unknown())))

    def describe_unapplied(self) -> str:
        """Return the unapplied migrations with the remedy, or "" if there are none."""
        if not self.unapplied:
            return ""
        return f"The database lacks migrations: run `manage.py migrate` ({list_some(self.unapplied, 3)})."

    def describe_unknown(self) -> str:
        """Return the unknown migrations with the remedy, or "" if there are none."""
        if not self.unknown:
            return ""
        names = list_some(self.unknown, 3)
        return f"The database was migrated by newer code than this. Update the code ({names})."


@cache
def list_known_migrations() -> frozenset[Name]:
    """Return the migrations of all installed apps, as found on disk."""
    return frozenset(MigrationLoader(None).disk_migrations)


def compare_migrations(cursor: Cursor, known: Collection[Name]) -> MigrationState:
    """Return the differences between the database's migrations and ``known``, without apps that are not installed."""
    cursor.execute(_HAS_TABLE)
    applied: set[Name] = set()
    if cursor.fetchone()[0]:
        cursor.execute(_APPLIED)
        applied = {(app, name) for app, name in cursor.fetchall()}
    ours = {app for app, _ in known}
    return MigrationState(
        _write(name for name in known if name not in applied),
        _write(name for name in applied if name[0] in ours and name not in known),
    )


def _write(names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in names))


def fetch_migration_state() -> MigrationState | None:
    """Return the primary's migrations, or None if it is unreachable or the role may not read them."""
    try:
        with open_connection(list_hosts()[-1]) as connection:
            try:
                return compare_migrations(connection.cursor(), list_known_migrations())
            except psycopg.errors.InsufficientPrivilege:
                return None
    except Unavailable:
        return None


async def check_migrations() -> str:
    """Return "" if code and database match or the state is unknown, else a sentence."""
    state = await asyncio.to_thread(fetch_migration_state)
    return state.describe() if state else ""


async def report_migrations() -> None:
    """Log at start-up, without delaying the worker, that code and database do not match."""

    async def report() -> None:
        if problem := await check_migrations():
            logger.warning(problem)

    _reports.add(task := asyncio.create_task(report()))
    task.add_done_callback(_reports.discard)

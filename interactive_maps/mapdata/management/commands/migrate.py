"""Django's ``migrate``, extended to provision the map tables in their current state.

Other tools change tables without Django: ``ogr2ogr -overwrite`` drops them with their triggers and indexes. So
provisioning runs at the end of each migrate, not once.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connection, transaction
from django.db.migrations.exceptions import (
    InconsistentMigrationHistory,
    MigrationSchemaMissing,
    NodeNotFoundError,
)
from django.db.utils import DatabaseError, NotSupportedError, OperationalError

from interactive_maps.mapdata.database.connection_errors import (
    FORBIDDEN,
    explain_connection_error,
    find_cause,
)
from interactive_maps.mapdata.database.migration_state import compare_migrations, list_known_migrations
from interactive_maps.mapdata.database.table_info import Cursor
from interactive_maps.mapdata.provisioning import Problem, provision_tables

POSTGIS = (3, 1)  # the oldest version that GeoDjango 5.2 is tested with
_MOST_PROBLEMS = 10
_ONLY_READS = "This database is read-only, like a replica. Run migrate against the primary."
_SERVED = "The map is served as it is."


class Command(migrate.Command):
    """Migrate and provision. A database problem is reported in one sentence, with exit code 1."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the migrations, then provision the tables."""
        with explained():
            with connection.cursor() as cursor:
                _require_postgis(cursor)
                _require_rights(cursor)
            super().handle(*args, **options)
            if options["plan"] or options["check_unapplied"]:
                return
            with transaction.atomic(), connection.cursor() as cursor:
                problems = provision_tables(cursor)
                state = compare_migrations(cursor, list_known_migrations())
        if state.unknown:
            self.stdout.write(self.style.WARNING(state.describe_unknown()))
        self._tell(problems, options["verbosity"])

    def _tell(self, problems: Sequence[Problem], verbosity: int) -> None:
        forbidden = [problem for problem in problems if problem.is_forbidden]
        most = len(problems) if verbosity >= 2 else 0 if forbidden else _MOST_PROBLEMS
        for problem in problems[:most]:
            self.stdout.write(self.style.WARNING(str(problem)))
        if forbidden:
            raise CommandError(
                f"The tables are not fully prepared, because this role may not do it: {forbidden[0].reason}. "
                f"Run migrate as their owner; {len(forbidden)} steps are missing (--verbosity 2 names them). "
                f"{_SERVED}"
            )
        if len(problems) > most:
            self.stdout.write(f"And {len(problems) - most} more: --verbosity 2 names them.")
        if problems:
            self.stdout.write(f"{_SERVED} Fix the problems above, then run migrate again.")


def _require_postgis(cursor: Cursor) -> None:
    """Reject a PostGIS, installed or available, that is older than GeoDjango and our queries need."""
    cursor.execute(
        "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = 'postgis'"
    )
    row = cursor.fetchone()
    version = [int(number) for number in re.findall(r"\d+", row[0] if row else "")[:2]]
    if version and tuple(version) < POSTGIS:
        raise CommandError(
            f"PostGIS {row[0]} is too old: {'.'.join(map(str, POSTGIS))} or newer is needed. "
            "Update the package on the database's machine, then run ALTER EXTENSION postgis UPDATE."
        )


def _require_rights(cursor: Cursor) -> None:
    """Reject a read-only database, and a role that may not create the tables that every migration needs."""
    cursor.execute(
        "SELECT current_setting('transaction_read_only') = 'on', current_user, current_schema(),"
        " to_regclass('django_migrations') IS NULL"
        " AND NOT has_schema_privilege(coalesce(current_schema(), 'public'), 'CREATE')"
    )
    only_reads, role, schema, is_forbidden = cursor.fetchone()
    if only_reads:
        raise CommandError(_ONLY_READS)
    if is_forbidden:
        raise CommandError(
            f"The role {role} may not create tables (permission denied for schema {schema or 'public'}). "
            "Run migrate as the owner of the database, or GRANT the role CREATE on the schema."
        )


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn database errors into a CommandError of one sentence."""
    try:
        yield
    except OperationalError as error:
        raise CommandError(str(explain_connection_error(error))) from None
    except (InconsistentMigrationHistory, NodeNotFoundError) as error:
        raise CommandError(f"The migrations do not fit together: {error}") from None
    except (MigrationSchemaMissing, ImproperlyConfigured, DatabaseError) as error:
        raise CommandError(_explain_refusal(error)) from None


def _explain_refusal(error: Exception) -> str:
    cause = find_cause(error) or (error.__context__ and find_cause(error.__context__))
    reason = str(cause or error).strip().splitlines()[0].rstrip(".")
    if isinstance(cause, psycopg.errors.ReadOnlySqlTransaction):
        return _ONLY_READS
    if isinstance(cause, FORBIDDEN) and "extension" in reason:
        return f"{reason}. Have an administrator run CREATE EXTENSION postgis in this database, then migrate again."
    if isinstance(cause, FORBIDDEN):
        return (
            f"This role may not create the tables: {reason}. Run migrate as the owner of the database, "
            "or GRANT the role CREATE on the schema."
        )
    if (
        isinstance(cause, psycopg.errors.FeatureNotSupported | psycopg.errors.UndefinedFile)
        and "extension" in reason
    ):
        return f"PostGIS is not installed on the database's machine: {reason}."
    if isinstance(error, NotSupportedError):
        return f"The database is too old: {reason}."
    return f"The database reports: {reason}."

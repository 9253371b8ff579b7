"""Schema migrations: a check against the catalogue, and the statement to run if it fails."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql


@dataclass(frozen=True, slots=True)
class SchemaMigration:
    """``statement`` runs if ``is_done`` (a SELECT of one boolean) is false; ``lost`` names what a failure costs."""

    is_done: sql.Composable
    statement: sql.Composable
    lost: str


def has_relation(name: str) -> sql.Composable:
    """Return the query whether a table or an index of that name exists."""
    return sql.SQL("SELECT to_regclass({}) IS NOT NULL").format(name)

"""What makes tables fit to be served: a question to the catalogue, and what to do where it says no."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql


@dataclass(frozen=True, slots=True)
class SchemaMigration:
    """``statement`` is run where ``is_done`` (a SELECT of one boolean) says no; ``lost`` is what a failure costs."""

    is_done: sql.Composable
    statement: sql.Composable
    lost: str


def has_relation(name: str) -> sql.Composable:
    """Return the question whether there is a table or an index of that name."""
    return sql.SQL("SELECT to_regclass({}) IS NOT NULL").format(name)

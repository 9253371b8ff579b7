"""Declared trigger functions and triggers, each compared with the database's catalogue.

The catalogue serves as the signature. Functions or triggers that differ, because another release created them or
somebody changed them, are replaced. Equal ones are left alone, without locks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql


@dataclass(frozen=True, slots=True)
class TriggerFunction:
    """A PL/pgSQL function without parameters; in ``search_path``, ``@schema@`` stands for the current schema."""

    name: str
    body: str
    search_path: str | None = None
    runs_as_owner: bool = False

    @property
    def is_current(self) -> sql.Composed:
        """Query whether the database has exactly this function: a SELECT of one boolean."""
        path = self.search_path and _name_schema(f"search_path={self.search_path}")
        return sql.SQL(
            "SELECT count(*) > 0 FROM pg_proc JOIN pg_language l ON l.oid = prolang"
            " WHERE pg_proc.oid = to_regprocedure({}) AND lanname = 'plpgsql' AND prosrc = {}"
            " AND prorettype = 'trigger'::regtype AND prosecdef = {} AND proconfig IS NOT DISTINCT FROM"
            " CASE WHEN {} THEN ARRAY[{}] END"
        ).format(f"{self.name}()", self.body, self.runs_as_owner, path is not None, path)

    @property
    def statement(self) -> sql.Composed:
        """Statement that creates or replaces the function."""
        rights = " SECURITY DEFINER" if self.runs_as_owner else ""
        path = "" if self.search_path is None else f" SET search_path = {self.search_path}"
        head = f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql{rights}{path} AS "
        return sql.SQL("DO $do$ BEGIN EXECUTE {} || quote_literal({}); END $do$").format(
            _name_schema(head), self.body
        )


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger that runs ``call`` after each statement on ``table``.

    Attributes are as PostgreSQL prints them: ``events`` in the order INSERT, DELETE, UPDATE, TRUNCATE, joined by OR;
    ``transition`` is the REFERENCING clause, the old table first; no name needs quotes.
    """

    name: str
    table: str
    events: str
    call: str
    transition: str = ""

    @property
    def definition(self) -> str:
        """The statement that ``pg_get_triggerdef`` returns."""
        shown = f"{self.transition} " if self.transition else ""
        return (
            f"CREATE TRIGGER {self.name} AFTER {self.events} ON {self.table} {shown}"
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.call}"
        )

    @property
    def statement(self) -> sql.Composed:
        """Statement that creates or replaces the trigger."""
        return sql.SQL("{}").format(sql.SQL(self.definition.replace("CREATE", "CREATE OR REPLACE", 1)))


def are_current(triggers: Sequence[Trigger]) -> sql.Composed:
    """Return the query whether the database has exactly these triggers, enabled: a SELECT of one boolean."""
    return sql.SQL(
        "SELECT count(*) = {} FROM unnest({}::text[], {}::text[], {}::text[]) AS t(relation, name, definition)"
        " JOIN pg_trigger ON tgrelid = to_regclass(relation) AND tgname = name AND tgenabled IN ('O', 'A')"
        " AND pg_get_triggerdef(pg_trigger.oid, true) = definition"
    ).format(
        len(triggers),
        [trigger.table for trigger in triggers],
        [trigger.name for trigger in triggers],
        [trigger.definition for trigger in triggers],
    )


def _name_schema(text: str) -> sql.Composed:
    return sql.SQL("replace({}, '@schema@', quote_ident(current_schema()))").format(text)

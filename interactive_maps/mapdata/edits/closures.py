"""Closing things for a time, and opening them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from interactive_maps.mapdata.edits.transactions import run_transaction
from interactive_maps.ops.errors import NotFound

# Kind of a target -> the table that it is in, and the columns that may hold its number.
TARGETS = {
    "edge": ("nav_edges_final", ("ogc_fid",)),
    "opening": ("openings", ("ogc_fid",)),
    "connector": ("connectors", ("ogc_fid",)),
    "space": ("spaces", ("ogc_fid",)),
    "node": ("nav_edges_final", ("source", "target")),
}
_LEVELS = """
SELECT EXISTS (SELECT FROM levels WHERE level = %(level)s)
  OR EXISTS (SELECT FROM nav_edges_final WHERE level = %(level)s OR target_level = %(level)s)"""


@dataclass(frozen=True, slots=True)
class NewClosure:
    """``kind`` and ``target``: the number of what is closed, of a level its ordinal; the times have zones."""

    kind: str
    target: float
    reason: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    profiles: Sequence[str] = ()


def insert_closure(closure: NewClosure) -> int:
    """Write the closure and return its id. Raises NotFound for a target that is not on the map, and MapError."""
    level = closure.target if closure.kind == "level" else None
    target = None if closure.kind == "level" else int(closure.target)

    def write(cursor: Any) -> int:
        _require_target(cursor, closure)
        cursor.execute(
            "INSERT INTO closures (kind, target_id, level, reason, starts_at, ends_at, profiles, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, now()) RETURNING ogc_fid",
            [
                *(closure.kind, target, level, closure.reason, closure.starts_at, closure.ends_at),
                list(closure.profiles) or None,
            ],
        )
        return int(cursor.fetchone()[0])

    return run_transaction("Nothing was closed", write)


def require_target(closure: NewClosure) -> None:
    """Look whether what is to be closed is on the map. Raises NotFound, and MapError."""
    run_transaction("Nothing was closed", lambda cursor: _require_target(cursor, closure))


def end_closure(key: int) -> None:
    """End the closure of that id. Raises NotFound where there is none, and MapError."""

    def write(cursor: Any) -> None:
        cursor.execute("DELETE FROM closures WHERE ogc_fid = %s", [key])
        if cursor.rowcount == 0:
            raise NotFound(f"There is no closure {key}.")

    run_transaction("Nothing was opened", write)


def _require_target(cursor: Any, closure: NewClosure) -> None:
    if not _exists(cursor, closure):
        raise NotFound(f"There is no {closure.kind} {_write_number(closure.target)} on the map.")


def _write_number(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _exists(cursor: Any, closure: NewClosure) -> bool:
    if closure.kind == "level":
        cursor.execute(_LEVELS, {"level": closure.target})
    else:
        table, columns = TARGETS[closure.kind]
        condition = sql.SQL(" OR ").join(
            sql.SQL("{} = {}").format(sql.Identifier(column), int(closure.target)) for column in columns
        )
        cursor.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE {})").format(sql.Identifier(table), condition)
        )
    return bool(cursor.fetchone()[0])

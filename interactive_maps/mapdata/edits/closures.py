"""Closing things for a time, and opening them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from interactive_maps.mapdata.edits.key_sequences import advance_keys
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
class ClosureRow:
    """A row of ``closures``, read or to be written; ``key`` is 0 until it is written.

    Of a level ``level`` is the target, of everything else ``target_id``. ``starts_at`` is None for what has always
    been closed, ``ends_at`` for what stays so until somebody ends it; both have a time zone. ``profiles`` None or
    empty means everybody.
    """

    key: int
    kind: str | None
    target_id: int | None
    level: float | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    profiles: Sequence[Any] | None = None  # in a column of arrays: of any depth
    reason: str | None = None

    @property
    def target(self) -> float | None:
        """The number of what is closed, of a level its ordinal."""
        return self.level if self.kind == "level" else self.target_id


def insert_closure(closure: ClosureRow) -> int:
    """Write the closure and return its id. Raises NotFound for a target that is not on the map, and MapError."""

    def write(cursor: Any) -> int:
        _require_target(cursor, closure)
        cursor.execute(advance_keys("closures"))
        cursor.execute(
            "INSERT INTO closures (kind, target_id, level, reason, starts_at, ends_at, profiles, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, now()) RETURNING ogc_fid",
            [
                *(closure.kind, closure.target_id, closure.level, closure.reason),
                *(closure.starts_at, closure.ends_at, list(closure.profiles or ()) or None),
            ],
        )
        return int(cursor.fetchone()[0])

    return run_transaction("Nothing was closed", write)


def require_target(closure: ClosureRow) -> None:
    """Look whether what is to be closed is on the map. Raises NotFound, and MapError."""
    run_transaction("Nothing was closed", lambda cursor: _require_target(cursor, closure))


def end_closure(key: int) -> None:
    """End the closure of that id. Raises NotFound where there is none, and MapError."""

    def write(cursor: Any) -> None:
        cursor.execute("DELETE FROM closures WHERE ogc_fid = %s", [key])
        if cursor.rowcount == 0:
            raise NotFound(f"There is no closure {key}.")

    run_transaction("Nothing was opened", write)


def _require_target(cursor: Any, closure: ClosureRow) -> None:
    if not _exists(cursor, closure):
        number = closure.target_id if closure.level is None else f"{closure.level:g}"
        raise NotFound(f"There is no {closure.kind} {number} on the map.")


def _exists(cursor: Any, closure: ClosureRow) -> bool:
    if closure.kind == "level":
        cursor.execute(_LEVELS, {"level": closure.level})
    else:
        table, columns = TARGETS[closure.kind or ""]
        condition = sql.SQL(" OR ").join(
            sql.SQL("{} = {}").format(sql.Identifier(column), closure.target_id) for column in columns
        )
        cursor.execute(
            sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE {})").format(sql.Identifier(table), condition)
        )
    return bool(cursor.fetchone()[0])

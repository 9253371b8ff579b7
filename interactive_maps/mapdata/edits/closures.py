"""Inserting and ending closures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from interactive_maps.mapdata.edits.key_sequences import advance_keys
from interactive_maps.mapdata.edits.transactions import run_transaction
from interactive_maps.ops.errors import NotFound

# Kind of target -> its table, and the columns that may hold its id.
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
    """A row of ``closures``; ``key`` is 0 until it is inserted.

    For a level the target is ``level``, otherwise ``target_id``. ``starts_at`` None means always closed so far,
    ``ends_at`` None means closed until further notice; both have a time zone. ``profiles`` None or empty means
    everybody.
    """

    key: int
    kind: str | None
    target_id: int | None
    level: float | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    profiles: Sequence[Any] | None = None  # in an array column: of any dimension
    reason: str | None = None

    @property
    def target(self) -> float | None:
        """The target's id, or a level's ordinal."""
        return self.level if self.kind == "level" else self.target_id


def insert_closure(closure: ClosureRow) -> int:
    """Insert the closure and return its id. Raises NotFound if the target is not on the map, and MapError."""

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
    """Check that the target is on the map. Raises NotFound and MapError."""
    run_transaction("Nothing was closed", lambda cursor: _require_target(cursor, closure))


def end_closure(key: int) -> None:
    """End the closure with this id. Raises NotFound if there is none, and MapError."""

    def write(cursor: Any) -> None:
        cursor.execute("DELETE FROM closures WHERE ogc_fid = %s", [key])
        if cursor.rowcount == 0:
            raise NotFound(f"Closure {key} does not exist.")

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

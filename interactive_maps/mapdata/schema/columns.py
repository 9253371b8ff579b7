"""SQL for existing columns, some of which may be missing or of another type. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from psycopg import sql

from interactive_maps.mapdata.schema.layer import Encoding, Field

_NUMBERS = {"double precision", "real", "smallint", "integer", "bigint"}


def choose_name(names: sql.Composable, languages: tuple[str, ...]) -> sql.Composable:
    """Return the name in the first of ``languages`` in ``names``, a jsonb object by language, else the main name."""
    wanted = [sql.SQL("{}->>{}").format(names, language) for language in (*languages, "", "en")]
    rest = sql.SQL(
        "(SELECT value FROM jsonb_each_text(CASE jsonb_typeof({0}) WHEN 'object' THEN {0} END)"
        " WHERE value IS NOT NULL ORDER BY key LIMIT 1)"
    ).format(names)
    return sql.SQL("coalesce({})").format(sql.SQL(", ").join([*wanted, rest]))


class Columns:
    """The columns of the table ``t``, by name with their types."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self._kinds = kinds

    def has(self, name: str, kind: str | None = None) -> bool:
        """Return whether the column exists with that type."""
        return name in self._kinds and kind in {None, self._kinds[name]}

    def has_plain(self, name: str) -> bool:
        """Return whether the column's values, as text, are valid JSON."""
        return self._kinds[name] in _NUMBERS | {"boolean"}

    def select(self, member: Field, languages: tuple[str, ...]) -> sql.Composable | None:
        """Return the value of a field that is not a geometry; None if the table has no column for it."""
        makers: dict[Encoding, Callable[[], sql.Composable]] = {
            Encoding.VALUE: lambda: self._value(member.column),
            Encoding.TEXT: lambda: sql.SQL("t.{}::text").format(sql.Identifier(member.column)),
            Encoding.FLAG: lambda: self._flag(member.column),
            Encoding.NAME: lambda: choose_name(
                sql.SQL("t.{}").format(sql.Identifier(member.column)), languages
            ),
        }
        if member.encoding is Encoding.LEVEL:
            return self.finite_level()
        if not self.has(member.column, "jsonb" if member.encoding is Encoding.NAME else None):
            return None
        return makers[member.encoding]()

    def level(self) -> sql.Composable | None:
        """Return the ordinal as a number; None if the table has no such column."""
        kind = self._kinds.get("level", "")
        if kind in _NUMBERS or kind.startswith("numeric"):
            return sql.SQL("t.level")
        if kind.startswith(("character", "text")):
            # In a level column of another tool, values that are not ordinals are unknown, never 0.
            return sql.SQL(
                r"CASE WHEN t.level ~ '^\s*[+-]?\d{1,4}(\.\d{1,9})?\s*$' THEN t.level::double precision END"
            )
        return None

    def finite_level(self) -> sql.Composable | None:
        """Return the ordinal as float8, or NULL if no building has such a level; None without a column."""
        level = self.level()
        # NaN sorts above every number, and JSON allows neither NaN nor infinity.
        finite = sql.SQL("CASE WHEN abs({0}) < 1e6 THEN ({0})::double precision END")
        return None if level is None else finite.format(level)

    def _value(self, column: str) -> sql.Composable:
        name = sql.Identifier(column)
        if self._kinds[column] in {"double precision", "real"}:
            return sql.SQL("CASE WHEN abs(t.{0}) < 'Infinity' THEN t.{0} END").format(name)
        return sql.SQL("t.{}").format(name)

    def _flag(self, column: str) -> sql.Composable:
        name = sql.Identifier(column)
        if self._kinds[column] == "boolean":
            return sql.SQL("t.{}").format(name)
        # ogr2ogr has written this as integer and as text.
        return sql.SQL("lower(t.{}::text) IN ('1', 't', 'true', 'y', 'yes')").format(name)

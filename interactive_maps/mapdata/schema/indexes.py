"""Declared indexes and column defaults, each compared with the database's catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql


@dataclass(frozen=True, slots=True)
class Index:
    """An index of ``table``; ``access`` is its method and keys as PostgreSQL prints them: ``btree (text)``."""

    name: str
    table: str
    access: str

    @property
    def definition(self) -> str:
        """The statement that ``pg_get_indexdef`` returns."""
        return f"CREATE INDEX {self.name} ON {self.table} USING {self.access}"

    @property
    def is_current(self) -> sql.Composed:
        """Query whether the database has exactly this index, complete: a SELECT of one boolean."""
        return sql.SQL(  # for a partitioned table it covers ONLY the parent
            "SELECT count(*) > 0 FROM pg_index WHERE indexrelid = to_regclass({}) AND indisvalid"
            " AND replace(pg_get_indexdef(indexrelid, 0, true), ' ON ONLY ', ' ON ') = {}"
        ).format(self.name, self.definition)

    @property
    def statement(self) -> sql.Composed:
        """Statements that create the index, replacing one with its name."""
        return sql.SQL("DROP INDEX IF EXISTS {}; {}").format(
            sql.Identifier(self.name), sql.SQL(self.definition)
        )


@dataclass(frozen=True, slots=True)
class ColumnDefault:
    """The default of a column; ``expression`` is as PostgreSQL prints it."""

    table: str
    column: str
    expression: str

    @property
    def is_current(self) -> sql.Composed:
        """Query whether the column, if present, has exactly this default: a SELECT of one boolean."""
        return sql.SQL(
            "SELECT count(*) = 0 FROM pg_attribute JOIN pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p')"
            " LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
            " WHERE attrelid = to_regclass({}) AND attname = {}"
            " AND pg_get_expr(adbin, adrelid, true) IS DISTINCT FROM {}"
        ).format(self.table, self.column, self.expression)

    @property
    def statement(self) -> sql.Composed:
        """Statement that sets the default."""
        return sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}").format(
            sql.Identifier(self.table), sql.Identifier(self.column), sql.SQL(self.expression)
        )

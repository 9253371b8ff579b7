"""Import sources of the map's rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import sql

from interactive_maps.mapdata.database.table_info import Cursor
from interactive_maps.mapdata.schema.layers import LAYERS


@dataclass(frozen=True, slots=True)
class ImportSource:
    """An import's name, its number of rows by layer, and the ordinals of its levels, lowest first."""

    name: str
    rows: Mapping[str, int]
    levels: tuple[float, ...]


def fetch_import_sources(cursor: Cursor) -> list[ImportSource]:
    """Return the sources that have rows on the map, by name."""
    rows: dict[str, dict[str, int]] = {}
    levels: dict[str, set[float]] = {}
    query = sql.SQL("SELECT origin, level, count(*) FROM {} WHERE origin IS NOT NULL GROUP BY origin, level")
    for layer in LAYERS.values():
        cursor.execute(query.format(sql.Identifier(layer.table)))
        for name, level, count in cursor.fetchall():
            counts = rows.setdefault(name, {})
            counts[layer.name] = counts.get(layer.name, 0) + count
            levels.setdefault(name, set()).update(() if level is None else (level,))
    return [ImportSource(name, rows[name], tuple(sorted(levels[name]))) for name in sorted(rows)]

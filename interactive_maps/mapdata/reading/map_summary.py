"""Summary of the map in a few numbers, for people who have just started a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import sql

from interactive_maps.mapdata.database.connections import list_hosts, open_transaction
from interactive_maps.mapdata.database.table_info import Cursor, fetch_table_info
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import NotPrepared

_COUNTED = {"rooms": "rooms", "base-floor": "lines", "spaces": "spaces", "nav-edges": "edges of the network"}
_REQUIRED = frozenset({"rooms", "base-floor"})  # required for serving anything
_COUNT = sql.SQL("SELECT count(*) FROM {}")
_NAMES = sql.SQL("SELECT DISTINCT origin FROM {} WHERE origin IS NOT NULL")


@dataclass(frozen=True, slots=True)
class MapSummary:
    """Number of rows by what people call them, and the names of the import sources."""

    rows: Mapping[str, int]
    sources: tuple[str, ...]


def fetch_summary() -> MapSummary:
    """Return the current contents of the map. Raises DatabaseAway, DatabaseRefused, NotPrepared."""
    rows: dict[str, int] = {}
    sources: set[str] = set()
    with open_transaction(list_hosts()[-1]) as connection:
        cursor: Cursor = connection.cursor()
        for layer, name in _COUNTED.items():
            table = sql.Identifier(LAYERS[layer].table)
            try:
                source = fetch_table_info(cursor, LAYERS[layer])
            except NotPrepared:
                if layer in _REQUIRED:
                    raise
                continue
            cursor.execute(_COUNT.format(table))
            rows[name] = cursor.fetchone()[0]
            if "origin" in source.columns:
                cursor.execute(_NAMES.format(table))
                sources |= {row[0] for row in cursor.fetchall()}
    return MapSummary(rows, tuple(sorted(sources)))

"""Current sources of search: the layers' tables, whether triggers index them, and their versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.search.index.provisioning import SEARCH_TRIGGERS
from interactive_maps.mapdata.search.index.tables import SEARCHED

_STATE = """
SELECT to_regclass('search_entries') IS NOT NULL AND to_regclass('search_words') IS NOT NULL
    AND coalesce(has_table_privilege(to_regclass('search_entries'), 'SELECT'), false)
    AND coalesce(has_table_privilege(to_regclass('search_words'), 'SELECT'), false),
  to_regclass('layer_version') IS NOT NULL,
  to_regprocedure('similarity(text, text)') IS NOT NULL,
  array(SELECT ARRAY[asked.layer,
      (count(t.oid) FILTER (WHERE t.tgname LIKE 'interactive\\_maps\\_search\\_%%'))::text,
      (count(t.oid) FILTER (WHERE t.tgname LIKE 'interactive\\_maps\\_count\\_%%'))::text]
    FROM unnest(%s::text[], %s::text[]) AS asked(layer, name)
    LEFT JOIN pg_trigger t ON t.tgrelid = to_regclass(asked.name) AND t.tgenabled IN ('O', 'A')
    WHERE to_regclass(asked.name) IS NOT NULL AND has_table_privilege(to_regclass(asked.name), 'SELECT')
    GROUP BY asked.layer)"""


@dataclass(frozen=True, slots=True)
class SearchSource:
    """The ``version`` of all searched data, the layers that are ``indexed``, and those that exist as ``plain``
    tables.
    """

    version: int
    indexed: tuple[str, ...]
    plain: tuple[str, ...]
    has_trigrams: bool

    def has(self, layer: str) -> bool:
        """Return whether the layer's table exists and may be read."""
        return layer in self.indexed or layer in self.plain


def fetch_search_source(connection: Connection[Any]) -> SearchSource:
    """Return the current sources. Raises NotPrepared if even the rooms are missing."""
    layers = [LAYERS[name] for name in SEARCHED]
    row = connection.execute(
        _STATE, [[layer.name for layer in layers], [layer.table for layer in layers]]
    ).fetchone()
    assert row is not None, "a SELECT without FROM has a row"
    has_tables, has_versions, has_trigrams, found = row
    counts = {name: (int(search), int(changes)) for name, search, changes in found}
    counted = [name for name, (_, changes) in counts.items() if has_versions and changes == 4]
    version = _add_versions(connection, counted)
    for name in SEARCHED:
        # Layers without a counter get a version of this process; without a table of rooms there is no map.
        if name not in counted and (name in counts or name == "rooms"):
            version += fetch_table_info(connection.cursor(), LAYERS[name]).version
    indexed = [name for name, (search, _) in counts.items() if has_tables and search == len(SEARCH_TRIGGERS)]
    plain = [name for name in counts if name not in indexed]
    return SearchSource(version, tuple(sorted(indexed)), tuple(sorted(plain)), has_trigrams)


def _add_versions(connection: Connection[Any], layers: list[str]) -> int:
    """Return the sum of the layers' versions, which grows when any of them does."""
    if not layers:
        return 0
    row = connection.execute(
        "SELECT coalesce(sum(version), 0)::bigint FROM layer_version WHERE layer = ANY(%s)", [layers]
    ).fetchone()
    assert row is not None, "a sum has a row"
    return int(row[0])

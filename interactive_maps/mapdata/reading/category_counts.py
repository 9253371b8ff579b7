"""How many places of each category the map has, counted again once a layer has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from psycopg import sql

from interactive_maps.mapdata.categories.table import list_memberships
from interactive_maps.mapdata.database.connections import list_hosts, open_transaction
from interactive_maps.mapdata.database.table_info import Cursor, fetch_table_info
from interactive_maps.mapdata.schema.layer import Layer, TableInfo
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import NotPrepared

_COUNTED = ("spaces", "points", "occupants", "rooms")  # what a category of a route may stand for
_MOST_LETTERS = 200
_known: dict[str, tuple[int, Counter[str]]] = {}  # by layer: the version, and the counts


def count_categories(level: float | None = None) -> Mapping[str, int]:
    """Return by category how many places, of a level or of all, are of it or of a part of it.

    A room in a space is that space.

    Raises DatabaseAway, DatabaseRefused.
    """
    total: Counter[str] = Counter()
    with open_transaction(list_hosts()[0]) as connection:
        cursor: Cursor = connection.cursor()
        for name in _COUNTED:
            try:
                source = fetch_table_info(cursor, LAYERS[name])
            except NotPrepared:
                continue
            if level is None:
                total.update(_recall(cursor, LAYERS[name], source))
            else:
                total.update(_count(cursor, LAYERS[name], source, level))
    return total


def _recall(cursor: Cursor, layer: Layer, source: TableInfo) -> Counter[str]:
    known = _known.get(layer.name)
    if known is None or known[0] != source.version:
        known = _known[layer.name] = source.version, _count(cursor, layer, source)
    return known[1]


def _count(cursor: Cursor, layer: Layer, source: TableInfo, level: float | None = None) -> Counter[str]:
    counts: Counter[str] = Counter()
    if "category" not in source.columns or (level is not None and "level" not in source.columns):
        return counts
    step_free = "step_free IS TRUE" if "step_free" in source.columns else "false"
    is_place = "space_id IS NULL" if layer.name == "rooms" and "space_id" in source.columns else "true"
    is_there = sql.SQL("true") if level is None else sql.SQL("level = {}").format(level)
    cursor.execute(
        sql.SQL(
            "SELECT lower(left(category, {})), {}, count(*) FROM {}"
            " WHERE category IS NOT NULL AND {} AND {} GROUP BY 1, 2"
        ).format(_MOST_LETTERS, sql.SQL(step_free), sql.Identifier(layer.table), sql.SQL(is_place), is_there)
    )
    for category, is_step_free, count in cursor.fetchall():
        for whole in set(list_memberships(category, is_step_free=is_step_free)):
            counts[whole] += count
    return counts

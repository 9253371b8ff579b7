"""Search without its own tables or a layer's triggers: reads every row and compares literally.

A name matches if it contains the query's first word or number as typed. Ranking is the same as always.
"""

from __future__ import annotations

from typing import Any

from psycopg import Connection, sql

from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.search.folding import make_key
from interactive_maps.mapdata.search.index.search_source import SearchSource
from interactive_maps.mapdata.search.matching import MOST_CANDIDATES, Wish
from interactive_maps.mapdata.search.ranking import Candidate
from interactive_maps.mapdata.search.understanding import Query


def find_plainly(
    connection: Connection[Any], query: Query, wish: Wish, source: SearchSource
) -> list[Candidate]:
    """Return the matches in layers that are not indexed."""
    found: list[Candidate] = []
    for layer in source.plain:
        if layer in wish.layers:
            has_homes = layer == "rooms" and "spaces" in wish.layers and source.has("spaces")
            found += _find_in(connection, query, wish, layer, has_homes=has_homes)
    return found


def contains(text: sql.Composable, part: str) -> sql.Composable:
    """Return the condition that ``text`` contains ``part`` literally, ignoring case."""
    pattern = "%" + "".join("\\" + sign if sign in "\\%_" else sign for sign in part) + "%"
    return sql.SQL("{} ILIKE {}").format(text, pattern)


def _find_in(
    connection: Connection[Any], query: Query, wish: Wish, layer: str, *, has_homes: bool
) -> list[Candidate]:
    columns = fetch_table_info(connection.cursor(), LAYERS[layer]).columns
    names = [column for column in ("text", "names", "ref", "aliases") if column in columns]
    if not names:
        return []
    texts = [sql.SQL("t.{}::text").format(sql.Identifier(column)) for column in names]
    place = query.required[0]
    conditions = [
        sql.SQL("({})").format(sql.SQL(" OR ").join(contains(t, query.pieces[place].typed) for t in texts))
    ]
    if wish.building is not None:
        if "building_id" not in columns:
            return []
        conditions.append(sql.SQL("t.building_id = {}").format(wish.building))
    home = "NULL::bigint"
    if has_homes and "space_id" in columns:
        home = "(SELECT s.ogc_fid::bigint FROM spaces s WHERE s.ogc_fid = t.space_id)"
    statement = sql.SQL(
        "SELECT t.ogc_fid, {}, {}, {}, {} FROM {} t WHERE {} ORDER BY t.ogc_fid LIMIT {}"
    ).format(
        _read(columns, "category"),
        _read(columns, "building_id"),
        sql.SQL(home),
        sql.SQL(", ").join(sql.SQL("t.{}").format(sql.Identifier(column)) for column in names),
        sql.Identifier(LAYERS[layer].table),
        sql.SQL(" AND ").join(conditions),
        MOST_CANDIDATES,
    )
    return [
        Candidate(layer, key, _list_keys(names, values), category, building, None, space, None)
        for key, category, building, space, *values in connection.execute(statement)
    ]


def _read(columns: Any, name: str) -> sql.Composable:
    return sql.SQL("t.{}").format(sql.Identifier(name)) if name in columns else sql.SQL("NULL")


def _list_keys(names: list[str], values: list[Any]) -> str:
    entries = []
    for name, value in zip(names, values, strict=True):
        kind = {"ref": "r", "aliases": "a"}.get(name, "n")
        texts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        entries += [f"{kind}:{key}" for text in texts if text is not None and (key := make_key(str(text)))]
    return "|" + "".join(f"{entry}|" for entry in entries)

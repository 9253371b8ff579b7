"""Search as a filter of a layer's rows, independent of the order in which they are read."""

from __future__ import annotations

from typing import Any

from psycopg import Connection, sql

from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.mapdata.search.concepts import load_words
from interactive_maps.mapdata.search.found import Found
from interactive_maps.mapdata.search.index.search_source import fetch_search_source
from interactive_maps.mapdata.search.matching import Matcher
from interactive_maps.mapdata.search.table_scan import contains
from interactive_maps.mapdata.search.understanding import read_query


def write_filter(connection: Connection[Any], layer: Layer, q: str) -> Found:
    """Return the condition on ``t``, a row of ``layer``, that ``q`` finds it, and where they are known the keys.

    Pages and streams are in the order of their keys: ``q`` says which items are in them, by the words and beginnings
    of words of their names, or, if there are none such, by words that are nearly the same.
    """
    query = read_query(q, load_words())
    source = fetch_search_source(connection)
    if layer.name in source.indexed and query.pieces:
        found = Matcher(connection, query, has_trigrams=source.has_trigrams).find_condition(layer.name)
        if found is None:
            return Found(sql.SQL("false"))
        keys = sql.SQL(
            "SELECT feature_id AS ogc_fid FROM search_entries WHERE layer = {} AND words @@ {}::tsquery"
        ).format(layer.name, found)
        return Found(sql.SQL("t.ogc_fid IN ({})").format(keys), keys)
    # Punctuation is in no index.
    columns = ("text",) if layer.name == "rooms" else ("names", "ref", "aliases")
    texts = [contains(sql.SQL("t.{}::text").format(sql.Identifier(column)), q) for column in columns]
    return Found(sql.SQL("({})").format(sql.SQL(" OR ").join(texts)))

"""The steps that make the map searchable, and keep it so whoever writes: a part of the tables' adoption.

What a step makes can be made anew from the layers' tables, so another release's is dropped and made again. Layers
whose triggers are missing are searched all the same, slowly and literally (``search.table_scan``).
"""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from interactive_maps.mapdata.schema.indexes import Index
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.schema.schema_migrations import SchemaMigration
from interactive_maps.mapdata.schema.triggers import Trigger, are_current
from interactive_maps.mapdata.search.index.tables import (
    SEARCHED,
    make_all,
    make_filling,
    name_trigger_function,
    sign,
)

# The triggers that keep search_entries right, by name, and what sets each off, and the rows that it sees.
SEARCH_TRIGGERS = {
    "interactive_maps_search_insert": ("INSERT", "REFERENCING NEW TABLE AS changed"),
    "interactive_maps_search_update": ("UPDATE", "REFERENCING OLD TABLE AS replaced NEW TABLE AS changed"),
    "interactive_maps_search_delete": ("DELETE", "REFERENCING OLD TABLE AS replaced"),
    "interactive_maps_search_truncate": ("TRUNCATE", ""),
}
_SLOW = "search reads every row, and finds only what names contain letter by letter"


def list_search_steps() -> Iterator[SchemaMigration]:
    """Yield what is to be done after the layers' tables have been."""
    # The collation of ICU knows the letters of all scripts even where the database's own locale is C.
    made = sql.SQL(
        "DO $do$ BEGIN EXECUTE replace(replace(replace({}, '@schema@', quote_ident(current_schema())),"
        " '@postgis@', coalesce((SELECT quote_ident(nspname) FROM pg_extension e JOIN pg_namespace n"
        " ON n.oid = extnamespace WHERE extname = 'postgis'), quote_ident(current_schema()))), '@collation@', CASE"
        " WHEN EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu') THEN 'COLLATE \"und-x-icu\"'"
        " ELSE '' END); END $do$; COMMENT ON TABLE search_entries IS {}"
    ).format(make_all(), sign())
    yield SchemaMigration(
        sql.SQL(
            "SELECT coalesce(obj_description(to_regclass('search_entries'), 'pg_class') = {}, false)"
            " AND to_regclass('search_words') IS NOT NULL"
        ).format(sign()),
        made,
        f"No tables for search: {_SLOW}.",
    )
    for layer in SEARCHED:
        yield _fill_layer(layer)
    no_trigrams = "words with more than one wrong letter are not found"
    yield SchemaMigration(
        sql.SQL("SELECT to_regproc('similarity') IS NOT NULL"),
        sql.SQL("CREATE EXTENSION IF NOT EXISTS pg_trgm"),
        f"No extension pg_trgm: {no_trigrams}.",
    )
    index = Index("idx_search_words_trigrams", "search_words", "gin (word gin_trgm_ops)")
    yield SchemaMigration(index.is_current, index.statement, f"No index {index.name}: {no_trigrams}.")


def _fill_layer(name: str) -> SchemaMigration:
    table = LAYERS[name].table
    triggers = [
        Trigger(trigger, table, event, f"{name_trigger_function(name)}()", transition)
        for trigger, (event, transition) in SEARCH_TRIGGERS.items()
    ]
    # The triggers first: their lock keeps writers out until what is there has been read.
    statements: list[sql.Composable] = [trigger.statement for trigger in triggers]
    statements += [
        sql.SQL("DELETE FROM search_entries WHERE layer = {}").format(name),
        sql.SQL(make_filling(name, f"{table} c").strip().rstrip(";")),
        sql.SQL("ANALYZE search_entries"),
    ]
    return SchemaMigration(
        sql.SQL("SELECT to_regclass('search_entries') IS NOT NULL AND ({})").format(are_current(triggers)),
        sql.SQL("; ").join(statements),
        f"{table} is not prepared for search: in it, {_SLOW}.",
    )

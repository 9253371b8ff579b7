"""Provisioning of the search tables and their triggers; a part of the provisioning of the map tables.

All of it can be rebuilt from the layers' tables, so outdated parts are dropped and recreated. Layers without triggers
are still searched, but slowly and literally (``search.table_scan``).
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

# The triggers that maintain search_entries: name, triggering statement, transition tables.
SEARCH_TRIGGERS = {
    "interactive_maps_search_insert": ("INSERT", "REFERENCING NEW TABLE AS changed"),
    "interactive_maps_search_update": ("UPDATE", "REFERENCING OLD TABLE AS replaced NEW TABLE AS changed"),
    "interactive_maps_search_delete": ("DELETE", "REFERENCING OLD TABLE AS replaced"),
    "interactive_maps_search_truncate": ("TRUNCATE", ""),
}
_SLOW = "search reads every row, and finds only literal matches"


def list_search_steps() -> Iterator[SchemaMigration]:
    """Yield the steps that follow those of the layers' tables."""
    # ICU's collation knows the letters of all scripts, even if the database's own locale is C.
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
        f"Tables of search are missing: {_SLOW}.",
    )
    for layer in SEARCHED:
        yield _fill_layer(layer)
    no_trigrams = "words with more than one wrong letter are not found"
    yield SchemaMigration(
        sql.SQL("SELECT to_regproc('similarity') IS NOT NULL"),
        sql.SQL("CREATE EXTENSION IF NOT EXISTS pg_trgm"),
        f"Extension pg_trgm is missing: {no_trigrams}.",
    )
    index = Index("idx_search_words_trigrams", "search_words", "gin (word gin_trgm_ops)")
    yield SchemaMigration(index.is_current, index.statement, f"Index {index.name} is missing: {no_trigrams}.")


def _fill_layer(name: str) -> SchemaMigration:
    table = LAYERS[name].table
    triggers = [
        Trigger(trigger, table, event, f"{name_trigger_function(name)}()", transition)
        for trigger, (event, transition) in SEARCH_TRIGGERS.items()
    ]
    # The triggers first: their lock blocks writers until the existing rows are indexed.
    statements: list[sql.Composable] = [trigger.statement for trigger in triggers]
    statements += [
        sql.SQL("DELETE FROM search_entries WHERE layer = {}").format(name),
        sql.SQL(make_filling(name, f"{table} c").strip().rstrip(";")),
        sql.SQL("ANALYZE search_entries"),
    ]
    return SchemaMigration(
        sql.SQL("SELECT to_regclass('search_entries') IS NOT NULL AND ({})").format(are_current(triggers)),
        sql.SQL("; ").join(statements),
        f"{table} is not prepared for search: {_SLOW}.",
    )

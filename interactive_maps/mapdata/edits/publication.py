"""Publication: replaces each source's rows on the map with its draft, with the fewest changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from psycopg import sql

from interactive_maps.mapdata.edits.key_sequences import advance_keys
from interactive_maps.mapdata.edits.row_encoding import list_columns, list_records
from interactive_maps.mapdata.edits.rows import Changes, Mode, SourceRows
from interactive_maps.mapdata.edits.staging import stage
from interactive_maps.mapdata.edits.transactions import lock_publication, run_transaction
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.mapdata.schema.layers import LAYERS

_SAME = sql.SQL("t.origin = n.origin AND t.origin_key = n.origin_key")


def publish(drafts: Sequence[SourceRows]) -> Changes:
    """Replace each source's rows on the map with its draft, and return the changes.

    Rows are matched by source and key, and unchanged rows are not touched, so publishing the same drawing twice
    changes not even the versions. Raises as :func:`write_errors.explain_errors` does.
    """
    return run_transaction("The map was left as it was", lambda cursor: replace_rows(cursor, drafts))


def replace_rows(cursor: Any, drafts: Sequence[SourceRows]) -> Changes:
    """Do the work of :func:`publish` in the transaction of ``cursor``."""
    lock_publication(cursor)
    changes = [_replace(cursor, layer, drafts) for layer in LAYERS.values()]
    return Changes(
        *(
            sum(getattr(change, name) for change in changes)
            for name in ("inserted", "updated", "deleted", "unchanged")
        )
    )


def _replace(cursor: Any, layer: Layer, drafts: Sequence[SourceRows]) -> Changes:
    """Make the layer's rows of the drafts' sources equal to the drafts."""
    if not any(draft.features.get(layer.name) for draft in drafts) and not _has_rows(cursor, layer, drafts):
        return Changes()
    stage(cursor, layer, (record for draft in drafts for record in list_records(layer, draft)))
    deleted = _delete(cursor, layer, drafts)
    cursor.execute("SELECT count(*) FROM incoming")
    total = cursor.fetchone()[0]
    cursor.execute(advance_keys(layer.table, total))
    updated, inserted = _update(cursor, layer), _insert(cursor, layer)
    cursor.execute("DROP TABLE incoming")
    return Changes(inserted, updated, deleted, total - inserted - updated)


def _has_rows(cursor: Any, layer: Layer, drafts: Sequence[SourceRows]) -> bool:
    query = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE origin = ANY({}))")
    cursor.execute(query.format(sql.Identifier(layer.table), [draft.source for draft in drafts]))
    return bool(cursor.fetchone()[0])


def _delete(cursor: Any, layer: Layer, drafts: Sequence[SourceRows]) -> int:
    deleted = 0
    for draft in drafts:
        if draft.mode is Mode.APPEND:
            continue
        part: sql.Composable = sql.SQL("true")
        if draft.mode is Mode.PART:
            part = sql.SQL("t.origin_part = {}").format(draft.part)
        cursor.execute(
            sql.SQL(
                "DELETE FROM {} t WHERE origin = {} AND {} AND NOT EXISTS (SELECT FROM incoming n WHERE {})"
            ).format(sql.Identifier(layer.table), draft.source, part, _SAME)
        )
        deleted += cursor.rowcount
    return deleted


def _update(cursor: Any, layer: Layer) -> int:
    columns = _list_identifiers(layer)
    assigned = sql.SQL(", ").join(sql.SQL("{0} = n.{0}").format(column) for column in columns)
    differs = sql.SQL(" OR ").join(
        sql.SQL("t.{0}::text IS DISTINCT FROM n.{0}::text").format(column) for column in columns
    )
    cursor.execute(
        sql.SQL("UPDATE {} t SET {} FROM incoming n WHERE {} AND ({})").format(
            sql.Identifier(layer.table), assigned, _SAME, differs
        )
    )
    return int(cursor.rowcount)


def _insert(cursor: Any, layer: Layer) -> int:
    columns = _list_identifiers(layer)
    names = sql.SQL(", ").join([sql.Identifier("origin"), sql.Identifier("origin_key"), *columns])
    cursor.execute(
        sql.SQL(
            "INSERT INTO {0} ({1}) SELECT {1} FROM incoming n"
            " WHERE NOT EXISTS (SELECT FROM {0} t WHERE {2}) ORDER BY n.place"
        ).format(sql.Identifier(layer.table), names, _SAME)
    )
    return int(cursor.rowcount)


def _list_identifiers(layer: Layer) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in (*list_columns(layer), "wkb_geometry")]

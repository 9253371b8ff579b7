"""Imported sources on the map, and their removal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.edits.import_sources import ImportSource, fetch_import_sources
from interactive_maps.mapdata.edits.publication import replace_rows
from interactive_maps.mapdata.edits.rows import NAMED, SourceRows
from interactive_maps.mapdata.edits.transactions import run_transaction
from interactive_maps.mapdata.edits.write_errors import explain_errors
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.mapdata.schema.layers import LAYERS


def list_sources() -> list[ImportSource]:
    """Return the imported sources on the map, by name. Raises DatabaseAway, NotPrepared."""
    with explain_errors("The map cannot be read"), connection.cursor() as cursor:
        for layer in LAYERS.values():
            fetch_table_info(cursor, layer)  # raises an error if a table lacks a column
        return [source for source in fetch_import_sources(cursor) if source.name != NAMED]


def remove(sources: Sequence[str]) -> int:
    """Remove all rows of ``sources``, and buildings named only for them. Return the number of rows.

    Everything happens in one transaction, or not at all. Raises as :func:`write_errors.explain_errors` does.
    """

    def write(cursor: Any) -> int:
        changes = replace_rows(cursor, [SourceRows(source, {}) for source in sources])
        used = sql.SQL(" AND ").join(
            sql.SQL("NOT EXISTS (SELECT FROM {} r WHERE {})").format(sql.Identifier(layer.table), refers)
            for layer, refers in _list_references()
        )
        cursor.execute(
            sql.SQL("DELETE FROM {} b WHERE origin = {} AND {}").format(
                sql.Identifier(LAYERS["buildings"].table), NAMED, used
            )
        )
        return changes.deleted + int(cursor.rowcount)

    return run_transaction("The map was left as it was", write)


def _list_references() -> Iterator[tuple[Layer, sql.Composable]]:
    """Yield the layers whose rows ``r`` may belong to building ``b``, with the condition that they do."""
    for layer in LAYERS.values():
        for column, referred in layer.references.items():
            if referred == "buildings":
                same = "b.ogc_fid = ANY(r.{})" if layer.columns[column].endswith("[]") else "b.ogc_fid = r.{}"
                yield layer, sql.SQL(same).format(sql.Identifier(column))

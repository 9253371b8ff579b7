"""Staging table: incoming rows with resolved references, in the reference system of the map table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from psycopg import sql

from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.edits.row_encoding import list_columns
from interactive_maps.mapdata.edits.rows import NAMED
from interactive_maps.mapdata.schema.geometry_column import WGS84
from interactive_maps.mapdata.schema.layer import Layer
from interactive_maps.mapdata.schema.layers import LAYERS


def stage(cursor: Any, layer: Layer, rows: Iterable[tuple[Any, ...]]) -> None:
    """Copy ``rows`` into the temporary table ``incoming``; duplicate keys of one source are an error."""
    columns = list_columns(layer)
    written = {name: columns[name] for name in columns if name not in layer.references}
    keys = {f"{name}_key": _type_of_keys(columns[name]) for name in layer.references}
    numbers = {name: columns[name] for name in layer.references}
    everything = {
        "origin": "text",
        "origin_key": "text",
        **written,
        **keys,
        **numbers,
        "wkb_geometry": "geometry",
    }
    cursor.execute(
        sql.SQL(
            "CREATE TEMPORARY TABLE incoming (place serial, {}, PRIMARY KEY (origin, origin_key)) ON COMMIT DROP"
        ).format(
            sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
                for name, kind in everything.items()
            )
        )
    )
    targets = [f"{name}_key" if name in layer.references else name for name in columns]
    names = sql.SQL(", ").join(map(sql.Identifier, ["origin", "origin_key", *targets, "wkb_geometry"]))
    with cursor.copy(sql.SQL("COPY incoming ({}) FROM STDIN").format(names)) as copy:
        for row in rows:
            copy.write_row((*row[:-1], None if row[-1] is None else row[-1].hex()))
    cursor.execute(_analyze(f"{name}_key" for name in layer.references))
    for statement in _list_resolutions(layer, columns):
        cursor.execute(statement)
    _convert_geometries(cursor, layer)


def _analyze(references: Iterable[str]) -> sql.Composed:
    """Return the statement for the columns that are joined by: the others, above all geometries, take most time."""
    names = map(sql.Identifier, ["origin", "origin_key", *references])
    return sql.SQL("ANALYZE incoming ({})").format(sql.SQL(", ").join(names))


def _type_of_keys(kind: str) -> str:
    return "text[]" if kind.endswith("[]") else "text"


def _list_resolutions(layer: Layer, columns: dict[str, str]) -> Iterator[sql.Composed]:
    """Yield the statements that replace keys with ids; a key without a row becomes null."""
    for name, referred in layer.references.items():
        column, key = sql.Identifier(name), sql.Identifier(f"{name}_key")
        table = sql.Identifier(LAYERS[referred].table)
        same = sql.SQL("r.origin IN (n.origin, {})").format(NAMED)
        if columns[name].endswith("[]"):
            yield sql.SQL(
                "UPDATE incoming n SET {} = ARRAY(SELECT r.ogc_fid FROM {} r"
                " WHERE {} AND r.origin_key = ANY(n.{}) ORDER BY array_position(n.{}, r.origin_key))"
            ).format(column, table, same, key, key)
        else:
            yield sql.SQL(
                "UPDATE incoming n SET {} = r.ogc_fid FROM {} r WHERE {} AND r.origin_key = n.{}"
            ).format(column, table, same, key)


def _convert_geometries(cursor: Any, layer: Layer) -> None:
    """Convert WGS84 to the reference system and dimensions of the table's column."""
    source = fetch_table_info(cursor, layer)
    srid = source.srid or 0
    has_heights = source.geometry_type.upper().endswith("Z")
    if srid == WGS84 and not has_heights:  # as they were copied
        return
    geometry: sql.Composable = sql.SQL("wkb_geometry")
    meant = srid or settings.SRID_OF_ZERO
    if meant != WGS84:
        geometry = sql.SQL("ST_Transform({}, {})").format(geometry, meant)
    if srid != meant:
        geometry = sql.SQL("ST_SetSRID({}, {})").format(geometry, srid)
    if has_heights:
        geometry = sql.SQL("ST_Force3D({})").format(geometry)
    cursor.execute(sql.SQL("UPDATE incoming SET wkb_geometry = {}").format(geometry))

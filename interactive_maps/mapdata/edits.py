"""The only writer of map data: what importers have read becomes the map in one transaction, or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import shapely
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError, OperationalError
from psycopg import sql

from interactive_maps.mapdata.geometries import WGS84
from interactive_maps.mapdata.layers import LAYERS, Layer
from interactive_maps.mapdata.rows import Changes, LineRow, RoomRow, SourceRows
from interactive_maps.mapdata.sources import fetch_source
from interactive_maps.ops.errors import DatabaseAway, NotWritable

Row = tuple[Any, ...]
_LOCK = 7_230_150  # any number of our own: publications follow one another


@dataclass(frozen=True, slots=True)
class _Target:
    """A layer's table and the columns that publications write; the geometry, as WKB, comes last."""

    layer: Layer
    columns: dict[str, str]


_ROOMS = _Target(LAYERS["rooms"], {"text": "text", "level": "double precision"})
_LINES = _Target(
    LAYERS["base-floor"],
    {
        "layer": "text",
        "paperspace": "boolean",
        "subclasses": "text",
        "linetype": "text",
        "entityhandle": "text",
        "text": "text",
        "level": "double precision",
    },
)


def publish(drafts: Sequence[SourceRows]) -> Changes:
    """Make each draft's rows all that its source has on the map, and return what that changed.

    A row is known by its source and key: what is as it was is not touched, so that publishing the same drawing
    twice leaves even the versions alone. Raises NotWritable where the tables do not let us, DatabaseAway.
    """
    origins = [draft.source for draft in drafts]
    rooms = ((draft.source, *_flatten_room(row)) for draft in drafts for row in draft.rooms)
    lines = ((draft.source, *_flatten_line(row)) for draft in drafts for row in draft.lines)
    with _explain_errors(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        changes = [_replace(cursor, _ROOMS, origins, rooms), _replace(cursor, _LINES, origins, lines)]
    return Changes(
        *(
            sum(getattr(change, name) for change in changes)
            for name in ("inserted", "updated", "deleted", "unchanged")
        )
    )


@contextlib.contextmanager
def _explain_errors() -> Iterator[None]:
    try:
        yield
    except (OperationalError, psycopg.OperationalError) as error:
        raise DatabaseAway(f"The database cannot be reached: {str(error).strip()}") from error
    except (DatabaseError, psycopg.Error) as error:
        reason = str(error).splitlines()[0]
        raise NotWritable(
            f"The map was left as it was, because its tables refuse the rows: {reason}."
        ) from error


def _flatten_room(row: RoomRow) -> Row:
    return row.key, row.name, row.level, shapely.to_wkb(shapely.Point(row.longitude, row.latitude))


def _flatten_line(row: LineRow) -> Row:
    handle = row.key.rpartition("/")[2]
    attributes = (row.layer, row.paperspace, row.subclasses, row.linetype, handle, row.text, row.level)
    return row.key, *attributes, shapely.to_wkb(row.geometry)


def _replace(cursor: Any, target: _Target, origins: list[str], rows: Iterable[Row]) -> Changes:
    """Bring the table's rows of ``origins`` to exactly ``rows`` with the fewest changes."""
    _stage(cursor, target, rows)
    _convert_geometries(cursor, target)
    table, columns = sql.Identifier(target.layer.table), _list_columns(target)
    known = sql.SQL("t.origin = n.origin AND t.origin_key = n.origin_key")
    cursor.execute(
        sql.SQL(
            "DELETE FROM {} t WHERE origin = ANY({}) AND NOT EXISTS (SELECT FROM incoming n WHERE {})"
        ).format(table, sql.Literal(origins), known)
    )
    deleted = cursor.rowcount
    assigned = sql.SQL(", ").join(sql.SQL("{0} = n.{0}").format(column) for column in columns)
    differs = sql.SQL(" OR ").join(
        sql.SQL("t.{0}::text IS DISTINCT FROM n.{0}::text").format(column) for column in columns
    )
    cursor.execute(
        sql.SQL("UPDATE {} t SET {} FROM incoming n WHERE {} AND ({})").format(
            table, assigned, known, differs
        )
    )
    updated = cursor.rowcount
    names = sql.SQL(", ").join([sql.Identifier("origin"), sql.Identifier("origin_key"), *columns])
    cursor.execute(
        sql.SQL(
            "INSERT INTO {0} ({1}) SELECT {1} FROM incoming n"
            " WHERE NOT EXISTS (SELECT FROM {0} t WHERE {2}) ORDER BY n.place"
        ).format(table, names, known)
    )
    inserted = cursor.rowcount
    cursor.execute("SELECT count(*) FROM incoming")
    total = cursor.fetchone()[0]
    cursor.execute("DROP TABLE incoming")
    return Changes(inserted, updated, deleted, total - inserted - updated)


def _list_columns(target: _Target) -> list[sql.Identifier]:
    return [sql.Identifier(name) for name in (*target.columns, "wkb_geometry")]


def _stage(cursor: Any, target: _Target, rows: Iterable[Row]) -> None:
    """Copy ``rows`` into the temporary table ``incoming``; two rows of one source under one key are refused."""
    columns = {"origin": "text", "origin_key": "text", **target.columns, "wkb_geometry": "geometry"}
    cursor.execute(
        sql.SQL(
            "CREATE TEMPORARY TABLE incoming (place serial, {}, PRIMARY KEY (origin, origin_key)) ON COMMIT DROP"
        ).format(
            sql.SQL(", ").join(
                sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns.items()
            )
        )
    )
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with cursor.copy(sql.SQL("COPY incoming ({}) FROM STDIN").format(names)) as copy:
        for row in rows:
            copy.write_row((*row[:-1], row[-1].hex()))
    cursor.execute("ANALYZE incoming")


def _convert_geometries(cursor: Any, target: _Target) -> None:
    """Bring WGS84 to the system and dimensions that the table's own column declares."""
    source = fetch_source(cursor, target.layer)
    srid = source.srid or 0
    geometry = sql.SQL("ST_SetSRID(wkb_geometry, {})").format(WGS84)
    meant = srid or settings.SRID_OF_ZERO
    if meant != WGS84:
        geometry = sql.SQL("ST_Transform({}, {})").format(geometry, meant)
    if srid != meant:
        geometry = sql.SQL("ST_SetSRID({}, {})").format(geometry, srid)
    if source.geometry_type.upper().endswith("Z"):
        geometry = sql.SQL("ST_Force3D({})").format(geometry)
    cursor.execute(sql.SQL("UPDATE incoming SET wkb_geometry = {}").format(geometry))

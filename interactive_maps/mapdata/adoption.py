"""Makes whatever map tables are there fit to be served: none, empty ones, or ones that ``ogr2ogr`` filled.

Nothing is dropped or rewritten. Each step looks first, so that a second run changes nothing and locks nothing, and
a step that the role may not take costs only what the step was for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg import sql

from interactive_maps.mapdata.layers import CHANGE_TRIGGERS, LAYERS, Layer
from interactive_maps.mapdata.sources import Cursor

_TABLES = {
    "room_points": {"text": "varchar", "wkb_geometry": "geometry(Point, 4326)"},
    "base_floor": {
        "layer": "varchar",
        "paperspace": "boolean",
        "subclasses": "varchar",
        "linetype": "varchar",
        "entityhandle": "varchar",
        "text": "varchar",
        "wkb_geometry": "geometry(Geometry, 4326)",
    },
    "nav_edges_final": {
        "source": "integer",
        "target": "integer",
        "cost": "double precision",
        "wkb_geometry": "geometry(LineString, 4326)",
    },
}
# `origin` names the drawing that a row came from and `origin_key` the thing in it, so that it can come again.
_ADDED_COLUMNS = {"level": "double precision", "origin": "text", "origin_key": "text"}
_INDEXES = {
    "room_points": {"idx_room_points_text": "(text)", "idx_room_points_geom": "USING GIST (wkb_geometry)"},
    "base_floor": {"idx_base_floor_geom": "USING GIST (wkb_geometry)"},
    "nav_edges_final": {"idx_nav_edges_final_geom": "USING GIST (wkb_geometry)"},
}

# Versions start at the clock: a map that is dropped and made anew never repeats a version that somebody has cached.
_VERSION_TABLE = """
CREATE TABLE layer_version (
  layer text PRIMARY KEY,
  version bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
  changed_at timestamptz NOT NULL DEFAULT now()
)"""
# Once a transaction: the row's xmin tells whether this one has counted already. The row stays locked until the
# commit, so versions become visible in the order of their commits, each with its data.
_COUNTER = """
CREATE OR REPLACE FUNCTION count_layer_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO layer_version (layer) VALUES (TG_ARGV[0])
  ON CONFLICT (layer) DO UPDATE SET version = layer_version.version + 1, changed_at = now()
  WHERE layer_version.xmin <> pg_current_xact_id()::xid;
  RETURN NULL;
END $$"""


@dataclass(frozen=True, slots=True)
class Step:
    """``statement`` is run where ``is_done`` (a SELECT of one boolean) says no; ``lost`` is what a failure costs."""

    is_done: sql.Composable
    statement: sql.Composable
    lost: str


def adopt_tables(cursor: Cursor) -> list[str]:
    """Take every step that is not done yet, and return a sentence for each that could not be taken."""
    problems: list[str] = []
    for step in _list_steps():
        cursor.execute("SAVEPOINT adoption")
        try:
            cursor.execute(step.is_done)
            if not cursor.fetchone()[0]:
                cursor.execute(step.statement)
        except Exception as error:  # by any client's name for it: the next steps still count
            cursor.execute("ROLLBACK TO SAVEPOINT adoption")
            problems.append(f"{step.lost} ({str(error).splitlines()[0]})")
        cursor.execute("RELEASE SAVEPOINT adoption")
    return problems


def _list_steps() -> Iterator[Step]:
    uncounted = (
        "changes of the map are noticed only every 30 s, and streams cannot be resumed on other workers"
    )
    yield Step(
        _has_relation("layer_version"), sql.SQL(_VERSION_TABLE), f"No table layer_version: {uncounted}."
    )
    # With the schema's name in it: under the caller's search_path the function would see other tables.
    yield Step(
        sql.SQL("SELECT to_regproc('count_layer_change') IS NOT NULL"),
        sql.SQL("DO $do$ BEGIN EXECUTE replace({}, {}, quote_ident(current_schema())); END $do$").format(
            sql.Literal(_COUNTER), sql.Literal("{schema}")
        ),
        f"No function count_layer_change: {uncounted}.",
    )
    for layer in LAYERS.values():
        yield from _list_table_steps(layer)
        yield from _list_index_steps(layer.table)
        yield from _list_trigger_steps(layer, uncounted)


def _list_table_steps(layer: Layer) -> Iterator[Step]:
    table = sql.Identifier(layer.table)
    yield Step(
        _has_relation(layer.table),
        sql.SQL("CREATE TABLE {} (ogc_fid serial PRIMARY KEY)").format(table),
        f"No table {layer.table}: the layer {layer.name} answers 503 until it is there.",
    )
    for column, kind in {**_TABLES[layer.table], **_ADDED_COLUMNS}.items():
        yield Step(
            sql.SQL(
                "SELECT count(*) > 0 FROM pg_attribute"
                " WHERE attrelid = to_regclass({}) AND attname = {} AND NOT attisdropped"
            ).format(layer.table, column),
            sql.SQL("ALTER TABLE {} ADD COLUMN {} {}").format(table, sql.Identifier(column), sql.SQL(kind)),
            f"{layer.table} has no column {column}: it reads as null, and import_map cannot write to the table.",
        )


def _list_index_steps(table: str) -> Iterator[Step]:
    yield Step(
        sql.SQL(
            "SELECT count(*) > 0 FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]"
            " WHERE indrelid = to_regclass({}) AND attname = 'ogc_fid' AND indnkeyatts = 1"
            " AND indisunique AND indisvalid AND indpred IS NULL"
        ).format(table),
        sql.SQL("CREATE UNIQUE INDEX ON {} (ogc_fid)").format(sql.Identifier(table)),
        f"{table}.ogc_fid is not unique: rows that share a value may be left out, and reading is slow.",
    )
    for name, definition in _INDEXES[table].items():
        yield Step(
            _has_relation(name),
            sql.SQL("CREATE INDEX {} ON {} {}").format(
                sql.Identifier(name), sql.Identifier(table), sql.SQL(definition)
            ),
            f"No index {name}: searching {table} is slow.",
        )


def _list_trigger_steps(layer: Layer, uncounted: str) -> Iterator[Step]:
    # The new triggers start a new version: who knows what was written while there were none.
    statements = [
        sql.SQL(
            "INSERT INTO layer_version (layer) VALUES ({}) ON CONFLICT (layer) DO UPDATE"
            " SET version = greatest(layer_version.version + 1, excluded.version), changed_at = now()"
        ).format(layer.name)
    ]
    for trigger, event in CHANGE_TRIGGERS.items():
        kept = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}.get(event)
        statements.append(
            sql.SQL(
                "CREATE OR REPLACE TRIGGER {} AFTER {} ON {} {} FOR EACH STATEMENT"
                " EXECUTE FUNCTION count_layer_change({})"
            ).format(
                sql.Identifier(trigger),
                sql.SQL(event),
                sql.Identifier(layer.table),
                sql.SQL(f"REFERENCING {kept} TABLE AS changed" if kept else ""),
                layer.name,
            )
        )
    yield Step(
        sql.SQL(
            "SELECT count(*) = {} AND count(v.layer) > 0 FROM pg_trigger LEFT JOIN layer_version v ON v.layer = {}"
            " WHERE tgrelid = to_regclass({}) AND tgname = ANY({}) AND tgenabled IN ('O', 'A')"
        ).format(len(CHANGE_TRIGGERS), layer.name, layer.table, list(CHANGE_TRIGGERS)),
        sql.SQL("; ").join(statements),
        f"No triggers on {layer.table}: {uncounted}.",
    )


def _has_relation(name: str) -> sql.Composable:
    return sql.SQL("SELECT to_regclass({}) IS NOT NULL").format(name)

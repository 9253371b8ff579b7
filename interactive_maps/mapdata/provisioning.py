"""Provisioning: prepares the existing map tables for serving, whether missing, empty or filled by ``ogr2ogr``.

Data is never dropped or rewritten; functions, triggers, indexes and defaults of other releases are replaced. Each
step first checks whether it is needed, so a second run changes and locks nothing. A step that the role may not
perform costs only its own benefit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg import sql

from interactive_maps.mapdata.database.channel import CHANNEL
from interactive_maps.mapdata.database.connection_errors import FORBIDDEN, find_cause
from interactive_maps.mapdata.database.table_info import Cursor
from interactive_maps.mapdata.schema.indexes import ColumnDefault, Index
from interactive_maps.mapdata.schema.layer import CHANGE_TRIGGERS, SHARED_COLUMNS, Layer
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.schema.schema_migrations import SchemaMigration, has_relation
from interactive_maps.mapdata.schema.triggers import Trigger, TriggerFunction, are_current
from interactive_maps.mapdata.search.index.provisioning import list_search_steps

# Queries look up every table by position, and imports by source.
_OWN_INDEXES = {"idx_{0}_geom": "gist (wkb_geometry)", "idx_{0}_origin": "btree (origin, origin_key)"}
# Users number their own networks from one, so our node numbers start far above.
_FIRST_NODE = 1_000_000_000

# Versions are the clock's milliseconds, or the previous version plus one if the clock is not ahead. So versions
# counted after changes were lost (a promoted replica that was behind, a reverted machine snapshot, a map that is
# dropped and recreated) never repeat a cached version, even if the clock is set back. The defaults are written as
# PostgreSQL prints them.
_VERSION_DEFAULTS = {
    "version": "(EXTRACT(epoch FROM clock_timestamp()) * 1000::numeric)::bigint",
    "changed_at": "now()",
}
_VERSION_TABLE = f"""
CREATE TABLE layer_version (
  layer text PRIMARY KEY,
  version bigint NOT NULL DEFAULT {_VERSION_DEFAULTS["version"]},
  changed_at timestamptz NOT NULL DEFAULT {_VERSION_DEFAULTS["changed_at"]}
)"""
# The rows that a statement leaves or removes.
_CHANGED = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
# Count once per transaction: the row's xmin shows whether this transaction has counted already. The row stays locked
# until the commit, so versions become visible in commit order, each with its data.
_COUNTER = TriggerFunction(
    "count_layer_change",
    """
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO layer_version (layer) VALUES (TG_ARGV[0])
  ON CONFLICT (layer) DO UPDATE
  SET version = greatest(layer_version.version + 1, excluded.version), changed_at = now()
  WHERE layer_version.xmin <> pg_current_xact_id()::xid;
  RETURN NULL;
END """,
    # Includes the schema's name: under the caller's search_path the function would see other tables.
    search_path="@schema@, pg_temp",
    runs_as_owner=True,
)
_TOLD = ("nav-edges", "closures")
_TELLER = TriggerFunction(
    "tell_layer_change",
    f"""
BEGIN
  PERFORM pg_catalog.pg_notify('{CHANNEL}', TG_ARGV[0]);
  RETURN NULL;
END """,
    search_path="pg_temp",
)
# Created only by a restore (see archive.versions), and kept up to date afterwards.
LEAP = TriggerFunction(
    "leap_over_lost_versions",
    """
BEGIN
  NEW.version := greatest(NEW.version, TG_ARGV[0]::bigint);
  RETURN NEW;
END """,
)
_TRIGGER = "interactive_maps_tell"


@dataclass(frozen=True, slots=True)
class Problem:
    """A failed step: its consequence and the database's reason; ``str()`` is a sentence."""

    lost: str
    reason: str
    is_forbidden: bool  # not available to this role, or on this server

    def __str__(self) -> str:
        return f"{self.lost} ({self.reason})"


def provision_tables(cursor: Cursor) -> list[Problem]:
    """Perform every missing step, and return those that failed."""
    problems: list[Problem] = []
    for step in _list_steps():
        cursor.execute("SAVEPOINT adoption")
        try:
            cursor.execute(step.is_done)
            if not cursor.fetchone()[0]:
                cursor.execute(step.statement)
        except Exception as error:  # of any database driver: continue with the next steps
            cursor.execute("ROLLBACK TO SAVEPOINT adoption")
            cause = find_cause(error)
            problems.append(Problem(step.lost, str(error).splitlines()[0], isinstance(cause, FORBIDDEN)))
        cursor.execute("RELEASE SAVEPOINT adoption")
    return problems


def _list_steps() -> Iterator[SchemaMigration]:
    uncounted = (
        "changes of the map are noticed only every 30 s, and streams cannot be resumed on other workers"
    )
    yield SchemaMigration(
        has_relation("layer_version"),
        sql.SQL(_VERSION_TABLE),
        f"Table layer_version is missing: {uncounted}.",
    )
    for column, expression in _VERSION_DEFAULTS.items():
        yield _set_default(ColumnDefault("layer_version", column, expression))
    yield SchemaMigration(
        _COUNTER.is_current,
        _COUNTER.statement,
        f"Function count_layer_change is missing or outdated. If it is missing, {uncounted}.",
    )
    unheard = "routing reads changes with the next request, not in advance"
    yield SchemaMigration(
        _TELLER.is_current,
        _TELLER.statement,
        f"Function tell_layer_change is missing or outdated: {unheard}.",
    )
    yield SchemaMigration(
        sql.SQL("SELECT to_regprocedure({}) IS NULL OR ({})").format(f"{LEAP.name}()", LEAP.is_current),
        LEAP.statement,
        f"Function {LEAP.name} is outdated: versions after a restore are counted in the old way.",
    )
    for layer in LAYERS.values():
        yield from _list_table_steps(layer)
        yield from _list_index_steps(layer)
        yield from _list_trigger_steps(layer, uncounted)
        if layer.name in _TOLD:
            yield _tell_of_changes(layer, unheard)
    yield from list_search_steps()


def _list_table_steps(layer: Layer) -> Iterator[SchemaMigration]:
    table = sql.Identifier(layer.table)
    made = sql.SQL("CREATE TABLE {} (ogc_fid serial PRIMARY KEY)").format(table)
    if layer.name == "nav-nodes":
        made += sql.SQL("; ALTER SEQUENCE nav_nodes_ogc_fid_seq START {} RESTART").format(_FIRST_NODE)
    yield SchemaMigration(
        has_relation(layer.table),
        made,
        f"Table {layer.table} is missing: the layer {layer.name} responds with 503 until it exists.",
    )
    geometry = {"wkb_geometry": f"geometry({layer.geometry}, 4326)"}
    for column, kind in {**layer.columns, **geometry, **SHARED_COLUMNS}.items():
        yield SchemaMigration(
            sql.SQL(
                "SELECT count(*) > 0 FROM pg_attribute"
                " WHERE attrelid = to_regclass({}) AND attname = {} AND NOT attisdropped"
            ).format(layer.table, column),
            sql.SQL("ALTER TABLE {} ADD COLUMN {} {}").format(table, sql.Identifier(column), sql.SQL(kind)),
            f"{layer.table} has no column {column}: it reads as null, and import_map cannot write to the table.",
        )
        if expression := kind.partition(" DEFAULT ")[2]:
            yield _set_default(ColumnDefault(layer.table, column, expression))


def _set_default(default: ColumnDefault) -> SchemaMigration:
    lost = f"The default of {default.table}.{default.column} is outdated: new rows get the old one."
    return SchemaMigration(default.is_current, default.statement, lost)


def _list_index_steps(layer: Layer) -> Iterator[SchemaMigration]:
    table = layer.table
    yield SchemaMigration(
        sql.SQL(
            "SELECT count(*) > 0 FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]"
            " WHERE indrelid = to_regclass({}) AND attname = 'ogc_fid' AND indnkeyatts = 1"
            " AND indisunique AND indisvalid AND indpred IS NULL"
        ).format(table),
        sql.SQL("CREATE UNIQUE INDEX ON {} (ogc_fid)").format(sql.Identifier(table)),
        f"{table}.ogc_fid is not unique: rows that share a value may be left out, and reading is slow.",
    )
    own = {name.format(table): access for name, access in _OWN_INDEXES.items()}
    for name, access in {**layer.indexes, **own}.items():
        index = Index(name, table, access)
        yield SchemaMigration(
            index.is_current,
            index.statement,
            f"Index {name} is missing or outdated: searching {table} is slow.",
        )


def _list_trigger_steps(layer: Layer, uncounted: str) -> Iterator[SchemaMigration]:
    triggers = [
        Trigger(
            name,
            layer.table,
            event,
            f"{_COUNTER.name}('{layer.name}')",
            "" if event == "TRUNCATE" else f"REFERENCING {_CHANGED[event]} TABLE AS changed",
        )
        for name, event in CHANGE_TRIGGERS.items()
    ]
    # The new triggers start a new version, because changes without triggers went uncounted.
    counted = sql.SQL(
        "INSERT INTO layer_version (layer) VALUES ({}) ON CONFLICT (layer) DO UPDATE"
        " SET version = greatest(layer_version.version + 1, excluded.version), changed_at = now()"
    ).format(layer.name)
    yield SchemaMigration(
        sql.SQL("SELECT ({}) AND EXISTS (SELECT FROM layer_version WHERE layer = {})").format(
            are_current(triggers), layer.name
        ),
        sql.SQL("; ").join([counted, *(trigger.statement for trigger in triggers)]),
        f"Triggers on {layer.table} are missing or outdated. If they are missing, {uncounted}.",
    )


def _tell_of_changes(layer: Layer, unheard: str) -> SchemaMigration:
    events = "INSERT OR DELETE OR UPDATE OR TRUNCATE"
    trigger = Trigger(_TRIGGER, layer.table, events, f"{_TELLER.name}('{layer.name}')")
    return SchemaMigration(
        are_current([trigger]),
        trigger.statement,
        f"Trigger {_TRIGGER} on {layer.table} is missing or outdated: {unheard}.",
    )

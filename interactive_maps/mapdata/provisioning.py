"""Makes whatever map tables are there fit to be served: none, empty ones, or ones that ``ogr2ogr`` filled.

No data is dropped or rewritten; functions, triggers, indexes and defaults of another release are replaced. Each step
looks first, so that a second run changes nothing and locks nothing, and a step that the role may not take costs only
what it was for.
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

# Every table is looked up by where things are, and by what they were imported from.
_OWN_INDEXES = {"idx_{0}_geom": "gist (wkb_geometry)", "idx_{0}_origin": "btree (origin, origin_key)"}
# People number the nodes of their own networks from one: ours begin where theirs do not reach.
_FIRST_NODE = 1_000_000_000

# Versions are the clock's, in milliseconds, or the last one's successor where the clock is not ahead of it. So what
# is counted after changes were lost (a promoted replica that was behind, a machine's snapshot that was taken back, a
# map that is dropped and made anew) never repeats a version that somebody has cached; nor does a clock set back.
# The defaults as PostgreSQL writes them back.
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
# The rows that a statement leaves, or has taken away.
_CHANGED = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
# Once a transaction: the row's xmin tells whether this one has counted already. The row stays locked until the
# commit, so versions become visible in the order of their commits, each with its data.
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
    # With the schema's name in it: under the caller's search_path the function would see other tables.
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
# Made by a restore alone (see archive.versions), and kept current where one has been.
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
    """A step that could not be taken: what is lost by it, and the database's reason; ``str()`` is a sentence."""

    lost: str
    reason: str
    is_forbidden: bool  # to this role, or on this server

    def __str__(self) -> str:
        return f"{self.lost} ({self.reason})"


def provision_tables(cursor: Cursor) -> list[Problem]:
    """Take every step that is not done yet, and return what could not be done."""
    problems: list[Problem] = []
    for step in _list_steps():
        cursor.execute("SAVEPOINT adoption")
        try:
            cursor.execute(step.is_done)
            if not cursor.fetchone()[0]:
                cursor.execute(step.statement)
        except Exception as error:  # by any client's name for it: the next steps still count
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
        has_relation("layer_version"), sql.SQL(_VERSION_TABLE), f"No table layer_version: {uncounted}."
    )
    for column, expression in _VERSION_DEFAULTS.items():
        yield _set_default(ColumnDefault("layer_version", column, expression))
    yield SchemaMigration(
        _COUNTER.is_current,
        _COUNTER.statement,
        f"No function count_layer_change of this release: where there is none at all, {uncounted}.",
    )
    unheard = "routes learn of changes by the next question, not ahead of it"
    yield SchemaMigration(
        _TELLER.is_current, _TELLER.statement, f"No function tell_layer_change of this release: {unheard}."
    )
    yield SchemaMigration(
        sql.SQL("SELECT to_regprocedure({}) IS NULL OR ({})").format(f"{LEAP.name}()", LEAP.is_current),
        LEAP.statement,
        f"The function {LEAP.name} is another release's: versions after a restore are counted as it did.",
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
        f"No table {layer.table}: the layer {layer.name} answers 503 until it is there.",
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
    lost = f"{default.table}.{default.column} has not the default of this release: new rows hold what it was."
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
            f"No index {name} of this release: searching {table} is slow.",
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
    # The new triggers start a new version: who knows what was written while there were none.
    counted = sql.SQL(
        "INSERT INTO layer_version (layer) VALUES ({}) ON CONFLICT (layer) DO UPDATE"
        " SET version = greatest(layer_version.version + 1, excluded.version), changed_at = now()"
    ).format(layer.name)
    yield SchemaMigration(
        sql.SQL("SELECT ({}) AND EXISTS (SELECT FROM layer_version WHERE layer = {})").format(
            are_current(triggers), layer.name
        ),
        sql.SQL("; ").join([counted, *(trigger.statement for trigger in triggers)]),
        f"No triggers of this release on {layer.table}: where there are none at all, {uncounted}.",
    )


def _tell_of_changes(layer: Layer, unheard: str) -> SchemaMigration:
    events = "INSERT OR DELETE OR UPDATE OR TRUNCATE"
    trigger = Trigger(_TRIGGER, layer.table, events, f"{_TELLER.name}('{layer.name}')")
    return SchemaMigration(
        are_current([trigger]),
        trigger.statement,
        f"No trigger {_TRIGGER} of this release on {layer.table}: {unheard}.",
    )

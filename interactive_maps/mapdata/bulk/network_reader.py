"""Routing data from one snapshot: edges, positions of rooms and doors, walls, closures.

The primary comes first: a closure must be in force from its commit on, not from its replication. If the primary is
unavailable, nothing can be committed, and replicas serve the data.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import Connection, sql

from interactive_maps.mapdata.bulk.columnar_read import ColumnKind, ColumnSet, fetch_columns, make_empty
from interactive_maps.mapdata.database.connections import (
    list_hosts,
    open_connection,
    open_transaction,
    write_begin,
)
from interactive_maps.mapdata.database.hosts import Host
from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.database.table_replacements import Tables, require_unreplaced, write_check
from interactive_maps.mapdata.edits.closures import ClosureRow
from interactive_maps.mapdata.schema.layer import CHANGE_TRIGGERS
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.ops.errors import DatabaseAway, NotPrepared

MOST_WALLS = 200_000  # pieces of linework
MOST_CLOSURES = 100_000

# The columns read from each layer.
_NAMED = {"names": ColumnKind.TEXT, "level": ColumnKind.NUMBER, "wkb_geometry": ColumnKind.POINT}
_REFERENCES = {"space_id": ColumnKind.KEY, "opening_id": ColumnKind.KEY, "connector_id": ColumnKind.KEY}
_EDGES = {
    **dict.fromkeys(("source", "target"), ColumnKind.KEY),
    **dict.fromkeys(("level", "target_level", "cost", "reverse_cost", "width", "slope"), ColumnKind.NUMBER),
    "kind": ColumnKind.TEXT,
    "one_way": ColumnKind.FLAG,
    "step_free": ColumnKind.DENIAL,
    "name": ColumnKind.TEXT,
    **_REFERENCES,
    "wkb_geometry": ColumnKind.SHAPE,
}
_TAKEN: dict[str, dict[str, ColumnKind]] = {
    "nav-edges": _EDGES,
    "nav-nodes": {"space_id": ColumnKind.KEY},
    "rooms": {
        "text": ColumnKind.TEXT,
        "category": ColumnKind.TEXT,
        "level": ColumnKind.NUMBER,
        "space_id": ColumnKind.KEY,
        "wkb_geometry": ColumnKind.POINT,
    },
    "spaces": {
        **_NAMED,
        "ref": ColumnKind.TEXT,
        "category": ColumnKind.TEXT,
        "access": ColumnKind.TEXT,
        "opening_hours": ColumnKind.TEXT,
        "building_id": ColumnKind.KEY,
        "display_point": ColumnKind.POINT,
    },
    "points": {
        **_NAMED,
        "category": ColumnKind.TEXT,
        "opening_hours": ColumnKind.TEXT,
        "space_ids": ColumnKind.KEYS,
    },
    "occupants": {
        **_NAMED,
        "category": ColumnKind.TEXT,
        "opening_hours": ColumnKind.TEXT,
        "space_id": ColumnKind.KEY,
    },
    "openings": {
        **_NAMED,
        "kind": ColumnKind.TEXT,
        "category": ColumnKind.TEXT,
        "properties": ColumnKind.TEXT,
        "space_ids": ColumnKind.KEYS,
    },
    "connectors": {**_NAMED, "kind": ColumnKind.TEXT, "properties": ColumnKind.TEXT},
    "levels": {"names": ColumnKind.TEXT, "level": ColumnKind.NUMBER, "building_ids": ColumnKind.KEYS},
    "buildings": {"names": ColumnKind.TEXT},
}
ROUTED = (*_TAKEN, "base-floor", "closures")
# Whole words, in the languages of drawings: A-WALL-EXTR and Innenwand, not wallpaper.
_WALLS = (
    r"(wall|walls|w[aä]nde?|waende|mauern?|murs?|muros?|paredes|pared|parete|pareti|muur|muren)([^a-zäöü]|$)"
)

# No parameters: adapting them would take longer than the query. No joins: planning them would, too.
_VERSIONS = (
    sql.SQL(
        "SELECT layer, version, NULL FROM layer_version UNION ALL"
        " SELECT NULL, count(*), tgrelid::regclass::text FROM pg_trigger"
        " WHERE tgname IN ({}) AND tgenabled IN ('O', 'A') GROUP BY tgrelid"
    )
    .format(sql.SQL(", ").join(map(sql.Literal, CHANGE_TRIGGERS)))
    .as_bytes(None)
)
# PostgreSQL's times range from 4713 BC to 294276 AD, or are infinite. Python reads a smaller range. greatest and
# least ignore NULL, so a missing start becomes the first time, and a missing end the last.
FIRST_TIME, LAST_TIME = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
_CLOSURES = (
    b"""
SELECT ogc_fid, kind, target_id, level,
  nullif(least(greatest(starts_at, '0002-01-01 00:00Z'), '9998-01-01 00:00Z'), '0002-01-01 00:00Z'),
  nullif(greatest(least(ends_at, '9998-01-01 00:00Z'), '0002-01-01 00:00Z'), '9998-01-01 00:00Z'), profiles, reason
FROM closures ORDER BY ogc_fid LIMIT %d"""
    % MOST_CLOSURES
)

_REPLACED = write_check(["closures"]).as_bytes(None)

Versions = dict[str, int]


def fetch_versions() -> Versions:
    """Return the versions of all layers that routing uses, with one short query; raises as connections do."""
    *others, last = _list_hosts()
    for host in others:
        with contextlib.suppress(DatabaseAway), open_connection(host) as connection:
            return _fetch_versions(connection)
    with open_connection(last) as connection:
        return _fetch_versions(connection)


def fetch_closures() -> tuple[Versions, tuple[ClosureRow, ...]] | None:
    """Return versions and closures from one snapshot in one round trip, or None if that is not enough."""
    answers = []
    with contextlib.suppress(DatabaseAway), open_connection(_list_hosts()[0]) as connection:
        try:
            cursor = connection.execute(
                b"%b %b; %b; %b; COMMIT" % (write_begin(), _VERSIONS, _CLOSURES, _REPLACED)
            )
            answers = [cursor.fetchall() for _ in cursor.results() if cursor.description]
        except psycopg.errors.UndefinedTable:
            connection.execute("ROLLBACK")
    if not answers:
        return None
    rows, closures, ((replaced,),) = answers
    versions = _read_versions(rows)
    if replaced or len(versions) < len(ROUTED):
        return None
    return versions, tuple(ClosureRow(*row) for row in closures)


class NetworkReader:
    """Reads in one snapshot; ``versions`` are the versions of its data."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        row = connection.execute("SELECT to_regclass('layer_version')").fetchone()
        if row is None or row[0] is None:
            self.versions = {name: _stamp(connection, name) for name in ROUTED}
        else:
            self.versions = _fetch_versions(connection)

    def fetch(self, name: str) -> ColumnSet:
        """Return the rows of layer ``name`` as columns; empty if the table is missing."""
        return self._extract(name, _TAKEN[name])

    def fetch_areas(self, name: str) -> ColumnSet:
        """Return levels and geometries of ``spaces`` or ``openings``."""
        return self._extract(name, {"level": ColumnKind.NUMBER, "wkb_geometry": ColumnKind.SHAPE})

    def fetch_walls(self, besides: Iterable[float]) -> ColumnSet:
        """Return the linework that layer names identify as walls, on levels other than ``besides``."""
        layer = LAYERS["base-floor"]
        columns = fetch_table_info(self._connection.cursor(), layer).columns if self._has(layer.name) else {}
        where: sql.Composable = sql.SQL("false")
        if "layer" in columns:
            where = sql.SQL("t.layer::text ~* {}").format(_WALLS)
        if "layer" in columns and columns.get("level") == "double precision":
            where += sql.SQL(" AND coalesce(t.level <> ALL({}::float8[]), true)").format(list(besides))
        wanted = {"level": ColumnKind.NUMBER, "wkb_geometry": ColumnKind.SHAPE}
        return self._extract(layer.name, wanted, where, MOST_WALLS)

    def fetch_closures(self) -> list[ClosureRow]:
        """Return past, current and future closures, with times between FIRST_TIME and LAST_TIME."""
        if not self._has("closures"):
            return []
        return [ClosureRow(*row) for row in self._connection.execute(_CLOSURES)]

    def require_unreplaced(self) -> None:
        """Raise TableReplaced if the data is not a state that the map ever had. Call this last."""
        require_unreplaced(self._connection, [LAYERS[name].table for name in ROUTED])

    def _has(self, name: str) -> bool:
        return bool(self.versions[name])

    def _extract(
        self,
        name: str,
        wanted: dict[str, ColumnKind],
        where: sql.Composable | None = None,
        most: int | None = None,
    ) -> ColumnSet:
        if not self._has(name):
            return make_empty(wanted)
        layer = LAYERS[name]
        source = fetch_table_info(self._connection.cursor(), layer)
        return fetch_columns(self._connection, layer, source, wanted, where, most)


@contextmanager
def open_network(locked: Tables = ()) -> Iterator[NetworkReader]:
    """Yield a reader. Raises NotPrepared if there is no network, and as connections do.

    The tables in ``locked`` cannot be replaced meanwhile.
    """
    hosts = _list_hosts()
    with contextlib.ExitStack() as stack:
        for host in hosts:
            try:
                connection = stack.enter_context(open_transaction(host, locked))
                reader = NetworkReader(connection)
            except DatabaseAway:
                if host is hosts[-1]:
                    raise
                continue
            break
        yield reader


def _list_hosts() -> list[Host]:
    """Return the hosts to try, in order: the primary, then the replicas."""
    return list_hosts()[::-1]


def _fetch_versions(connection: Connection[Any]) -> Versions:
    """Return the version of each routed layer; 0 if its table is missing."""
    versions: Versions = {}
    with contextlib.suppress(psycopg.errors.UndefinedTable):
        versions = _read_versions(connection.execute(_VERSIONS).fetchall())
    for name in ROUTED:
        if name not in versions:  # changes are not counted, or the table is missing
            versions[name] = _stamp(connection, name)
    return versions


def _read_versions(rows: Iterable[tuple[str | None, int, str | None]]) -> Versions:
    """Return the versions of the routed layers whose every change is counted; rows of tables count triggers."""
    versions: Versions = {}
    counted: set[str] = set()
    for layer, number, table in rows:
        if layer is not None:
            versions[layer] = number
        elif table is not None and number == len(CHANGE_TRIGGERS):
            counted.add(table)
    return {name: versions[name] for name in ROUTED if name in versions and LAYERS[name].table in counted}


def _stamp(connection: Connection[Any], name: str) -> int:
    try:
        return fetch_table_info(connection.cursor(), LAYERS[name]).version
    except NotPrepared:
        if name == "nav-edges":
            raise
        return 0

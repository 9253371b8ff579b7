"""A building of three floors with stairs, a lift and a locked shed, and two workers that serve it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Database
from tests.e2e.servers import Server, run_server

WORKERS = [
    *("gunicorn", "interactive_maps_backend_config.asgi:application", "--workers", "2"),
    *("--worker-class", "interactive_maps_backend_config.worker.MapWorker", "--bind", "127.0.0.1:{port}"),
]
# Nodes are numbered level * 100 + place along a corridor of 10 steps of about 7 m; rooms lie 5 m north of every node.
_STEP, _NORTH = 1e-4, 4.5e-5
_LINE = "ST_SetSRID(ST_MakeLine(ST_MakePoint({}, {}), ST_MakePoint({}, {})), 4326)"
# Emptied row by row: to truncate them all at once would lock out, and be locked out by, who is just reading several.
_TABLES = (
    "base_floor",
    "closures",
    "connectors",
    "levels",
    "nav_edges_final",
    "nav_nodes",
    "occupants",
    "openings",
    "points_of_interest",
    "room_points",
    "spaces",
)


def list_edges() -> Iterator[tuple[int, int, float, float, str, int | None, int | None, str]]:
    """Yield source, target, level, target level, kind, opening, connector and geometry."""
    for level in range(3):
        for place in range(11):
            x, y = 13.7 + place * _STEP, 51.0
            node = level * 100 + place
            if place < 10:
                yield node, node + 1, level, level, "walk", None, None, _LINE.format(x, y, x + _STEP, y)
            yield node, node + 50, level, level, "door", node, None, _LINE.format(x, y, x, y + _NORTH)
        if level < 2:
            for place, kind, connector in ((0, "stairs", 1), (10, "lift", 2)):
                node, x = level * 100 + place, 13.7 + place * _STEP
                yield (
                    node,
                    node + 100,
                    level,
                    level + 1,
                    kind,
                    None,
                    connector,
                    _LINE.format(x, 51.0, x, 51.0),
                )
    yield 900, 901, 0, 0, "walk", None, None, _LINE.format(13.72, 51.01, 13.7201, 51.01)


def fill_building(database: Database) -> None:
    """Make it the only map; room LEVEL * 100 + PLACE is at the end of the door there, room 900 on an island."""
    rows = ", ".join(
        f"({source}, {target}, {level}, {upper}, '{kind}', {opening or 'NULL'}, {connector or 'NULL'}, {line})"
        for source, target, level, upper, kind, opening, connector, line in list_edges()
    )
    rooms = ", ".join(
        f"({level * 100 + place}, 'Room {level}.{place}', {level},"
        f" ST_SetSRID(ST_MakePoint({13.7 + place * _STEP}, {51.0 + _NORTH}), 4326))"
        for level in range(3)
        for place in range(11)
    )
    database.run(
        "".join(f"DELETE FROM {table};" for table in _TABLES) + " INSERT INTO nav_edges_final"
        " (source, target, level, target_level, kind, opening_id, connector_id, wkb_geometry)"
        f" VALUES {rows}; INSERT INTO room_points (ogc_fid, text, level, wkb_geometry) VALUES {rooms},"
        " (900, 'Shed', 0, ST_SetSRID(ST_MakePoint(13.72, 51.01), 4326)),"
        " (901, 'Moon', 0, ST_SetSRID(ST_MakePoint(13.8, 51.01), 4326));"
        " INSERT INTO points_of_interest (names, category, level, wkb_geometry) VALUES"
        """ ('{"en": "Toilet"}', 'restroom', 1, ST_SetSRID(ST_MakePoint(13.7003, 51.00002), 4326)),"""
        """ ('{"en": "Toilet"}', 'restroom', 2, ST_SetSRID(ST_MakePoint(13.7003, 51.00002), 4326));"""
        """ INSERT INTO levels (names, level) VALUES ('{"en": "Ground", "de": "Erdgeschoss"}', 0);"""
        " INSERT INTO connectors (ogc_fid, kind, levels) VALUES (1, 'stairs', '{0,1,2}'), (2, 'lift', '{0,1,2}')"
    )


@pytest.fixture(scope="package")
def building(database: Database) -> Database:
    """The database with the building."""
    fill_building(database)
    return database


@pytest.fixture(scope="package")
def workers(building: Database) -> Iterator[Server]:
    """Two workers under gunicorn."""
    with run_server(building, WORKERS) as server:
        yield server

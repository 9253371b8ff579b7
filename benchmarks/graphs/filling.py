"""An invented network in the map's own tables, with a room at the end of every stub."""

from __future__ import annotations

import shapely

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.network.edges import EdgeTable
from tests.databases import Database

_EDGES = (
    "COPY nav_edges_final (source, target, level, target_level, kind, connector_id, wkb_geometry) FROM STDIN"
)
_ROOMS = "COPY room_points (text, level, wkb_geometry) FROM STDIN"


def fill_network(database: Database, table: EdgeTable) -> int:
    """Fill the tables, and return the number of rooms: their ids count from 1."""
    ends = table.coordinates.reshape(-1, 2, 2)
    lines = shapely.to_wkb(shapely.set_srid(shapely.linestrings(ends), 4326), hex=True, include_srid=True)
    spokes = table.kind == Kind.ROOM
    points = shapely.to_wkb(
        shapely.set_srid(shapely.points(ends[spokes, 1]), 4326), hex=True, include_srid=True
    )
    with database.connect() as connection, connection.cursor() as cursor:
        cursor.execute("TRUNCATE nav_edges_final, room_points RESTART IDENTITY")
        with cursor.copy(_EDGES) as copy:
            columns = (
                table.source,
                table.target,
                table.level,
                table.target_level,
                table.kind,
                table.connector,
            )
            for source, target, level, upper, kind, connector, line in zip(
                *(column.tolist() for column in columns), lines, strict=True
            ):
                name = Kind(kind).name.lower()
                copy.write_row(
                    (source, target, level, upper, name, connector if connector >= 0 else None, line)
                )
        with cursor.copy(_ROOMS) as copy:
            for number, (level, point) in enumerate(zip(table.level[spokes].tolist(), points, strict=True)):
                copy.write_row((f"Room {number}", level, point))
        cursor.execute("ANALYZE nav_edges_final, room_points")
    return len(points)

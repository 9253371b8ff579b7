"""A house to find ways in."""

from __future__ import annotations

import pytest

_SPACE = (
    "INSERT INTO spaces (ogc_fid, names, category, level, opening_hours, display_point, wkb_geometry) VALUES"
    " (%s, %s, %s, 0, %s, ST_SetSRID(ST_MakePoint(%s, %s), 4326),"
    " ST_SetSRID(ST_MakeEnvelope(%s, %s, %s, %s), 4326))"
)


@pytest.fixture
def house(map_tables):
    """A corridor of 10 m steps with a room north of it, whose only door is in its middle."""
    map_tables.execute(
        "INSERT INTO nav_nodes (ogc_fid, space_id, level, wkb_geometry) VALUES"
        " (1, 1, 0, 'SRID=4326;POINT(13.0000 51)'), (2, 1, 0, 'SRID=4326;POINT(13.0002 51)'),"
        " (3, 1, 0, 'SRID=4326;POINT(13.0004 51)'), (4, 2, 0, 'SRID=4326;POINT(13.0002 51.0001)');"
        " INSERT INTO nav_edges_final (ogc_fid, source, target, level, kind, space_id, opening_id,"
        " wkb_geometry) VALUES"
        " (1, 1, 2, 0, 'walk', 1, NULL, 'SRID=4326;LINESTRING(13.0000 51,13.0002 51)'),"
        " (2, 2, 3, 0, 'walk', 1, NULL, 'SRID=4326;LINESTRING(13.0002 51,13.0004 51)'),"
        " (3, 2, 4, 0, 'room', 2, 7, 'SRID=4326;LINESTRING(13.0002 51,13.0002 51.0001)');"
        " INSERT INTO openings (ogc_fid, level, kind, space_ids, wkb_geometry) VALUES"
        " (7, 0, 'door', '{1,2}', 'SRID=4326;POINT(13.0002 51.00005)')"
    )
    corridor = (1, '{"en": "Corridor"}', "walkway", None, 13.0002, 51.0, 12.9999, 50.99995, 13.0005, 51.00005)
    office = (2, '{"en": "Office"}', "office", None, 13.0002, 51.0001, 13.0, 51.00005, 13.0004, 51.0002)
    map_tables.execute(_SPACE, corridor)
    map_tables.execute(_SPACE, office)
    return map_tables

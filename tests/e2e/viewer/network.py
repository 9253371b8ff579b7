"""A network that a test can reckon with: rooms in a row on each level, stairs at one end, a lift at the other."""

from __future__ import annotations

from tests.databases import Database

_WALKS = """
INSERT INTO nav_edges_final (source, target, cost, level, target_level, kind, wkb_geometry)
SELECT ogc_fid, following, ST_Distance(wkb_geometry::geography, ahead::geography), level, level, 'walk',
       ST_MakeLine(wkb_geometry, ahead)
FROM (SELECT ogc_fid, level, wkb_geometry, lead(ogc_fid) OVER one AS following, lead(wkb_geometry) OVER one AS ahead
      FROM room_points WINDOW one AS (PARTITION BY level ORDER BY ogc_fid)) AS pairs
WHERE following IS NOT NULL
"""
_CLIMBS = """
INSERT INTO nav_edges_final (source, target, cost, level, target_level, kind, wkb_geometry)
SELECT below.ogc_fid, above.ogc_fid, 6, below.level, above.level, '{kind}',
       ST_MakeLine(below.wkb_geometry, above.wkb_geometry)
FROM (SELECT DISTINCT ON (level) * FROM room_points ORDER BY level, ogc_fid {order}) AS below
JOIN (SELECT DISTINCT ON (level) * FROM room_points ORDER BY level, ogc_fid {order}) AS above
  ON above.level = below.level + 1
"""


def lay_network(database: Database) -> None:
    """Replace the network; its nodes have the numbers of the rooms that they lie in."""
    database.run("TRUNCATE nav_edges_final")
    database.run(_WALKS)
    database.run(_CLIMBS.format(kind="stairs", order="ASC"))
    database.run(_CLIMBS.format(kind="lift", order="DESC"))

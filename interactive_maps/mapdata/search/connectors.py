"""Connectors among results: stairs and lifts that have a space on each level are one result, the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import psycopg
from psycopg import Connection

from interactive_maps.mapdata.search.index.search_source import SearchSource
from interactive_maps.mapdata.search.ranking import Ranked

# In the words of IMDF and of maps that were read from OpenStreetMap. Other results cost no query.
_VERTICAL = frozenset({"elevator", "escalator", "lift", "movingwalkway", "ramp", "stairs", "steps"})
# PostGIS's complaints about a geometry, as psycopg names them.
_UNFIT = (psycopg.errors.InternalError_, psycopg.DataError)
# A connector names its spaces. One that was joined from plans names the lowest, and lies where that is.
_MEMBERS = """
SELECT DISTINCT ON (s.ogc_fid) s.ogc_fid::bigint, c.ogc_fid::bigint, c.levels
FROM spaces s JOIN connectors c ON s.ogc_fid = ANY(c.space_ids) OR c.kind = s.category
  AND s.level = ANY(c.levels) AND CASE WHEN ST_SRID(s.display_point) = ST_SRID(c.wkb_geometry)
    THEN ST_Intersects(s.display_point, c.wkb_geometry) ELSE false END
WHERE s.ogc_fid = ANY(%s) ORDER BY s.ogc_fid, c.ogc_fid"""


def merge_connectors(
    connection: Connection[Any], ranked: Sequence[Ranked], source: SearchSource
) -> list[Ranked]:
    """Return the results, best first, each connector once and with its ``levels``."""
    ids = sorted({one.candidate.target[1] for one in ranked if _may_lead_elsewhere(one)})
    if not ids or not {"spaces", "connectors"} <= set(source.indexed):
        return list(ranked)
    members = _fetch_members(connection, ids)
    merged: list[Ranked] = []
    seen: set[int] = set()
    for one in ranked:
        connector, levels = (
            members.get(one.candidate.target[1], (None, ())) if _may_lead_elsewhere(one) else (None, ())
        )
        if connector is None:
            merged.append(one)
        elif connector not in seen:
            seen.add(connector)
            merged.append(replace(one, levels=levels))
    return merged


def _may_lead_elsewhere(ranked: Ranked) -> bool:
    return ranked.candidate.target[0] == "spaces" and ranked.candidate.category in _VERTICAL


def _fetch_members(connection: Connection[Any], ids: list[int]) -> dict[int, tuple[int, tuple[float, ...]]]:
    """Return connector and levels by the id of the space; nothing if PostGIS rejects one of the geometries."""
    connection.execute("SAVEPOINT connectors")
    try:
        rows = connection.execute(_MEMBERS, [ids]).fetchall()
    except _UNFIT:
        connection.execute("ROLLBACK TO SAVEPOINT connectors")
        return {}
    return {space: (connector, tuple(sorted(set(levels or ())))) for space, connector, levels in rows}

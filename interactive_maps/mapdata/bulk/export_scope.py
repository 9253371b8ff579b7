"""Export scopes: the rows of a source, or of a building. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from psycopg import sql

from interactive_maps.mapdata.edits.rows import NAMED

_IN_BUILDING = {
    "venues": "t.ogc_fid = (SELECT venue_id FROM buildings WHERE ogc_fid = {id})",
    "buildings": "t.ogc_fid = {id}",
    "levels": "({id} = ANY(t.building_ids)"
    " OR EXISTS (SELECT FROM spaces s WHERE s.level_id = t.ogc_fid AND s.building_id = {id}))",
    "spaces": "t.building_id = {id}",
    "rooms": "t.building_id = {id}",
    "occupants": "EXISTS (SELECT FROM spaces s WHERE s.ogc_fid = t.space_id AND s.building_id = {id})",
    "source-features": "t.origin = {origin}",
    **dict.fromkeys(
        ("openings", "connectors", "points"),
        "((t.origin = {origin} AND t.origin_part = {key}) OR EXISTS"
        " (SELECT FROM spaces s WHERE s.ogc_fid = ANY(t.space_ids) AND s.building_id = {id})"
        " OR (cardinality(t.space_ids) = 0 AND t.origin = {origin} AND {lies_inside}))",
    ),
    **dict.fromkeys(
        ("base-floor", "nav-nodes", "nav-edges"),
        "((t.origin = {origin} AND t.origin_part = {key})"
        " OR (t.origin_part IS NULL AND t.origin = {origin} AND {lies_inside})"
        " OR ({origin} = {named} AND t.origin IN (SELECT origin FROM room_points WHERE building_id = {id})))",
    ),
    # A closure has no geometry of its own; it belongs where its target is.
    "closures": "CASE t.kind"
    " WHEN 'space' THEN EXISTS (SELECT FROM spaces s WHERE s.ogc_fid = t.target_id AND s.building_id = {id})"
    " WHEN 'opening' THEN EXISTS (SELECT FROM openings o JOIN spaces s ON s.ogc_fid = ANY(o.space_ids)"
    " WHERE o.ogc_fid = t.target_id AND s.building_id = {id})"
    " WHEN 'connector' THEN EXISTS (SELECT FROM connectors c JOIN spaces s ON s.ogc_fid = ANY(c.space_ids)"
    " WHERE c.ogc_fid = t.target_id AND s.building_id = {id})"
    " WHEN 'level' THEN EXISTS (SELECT FROM spaces s"
    " WHERE s.level = coalesce(t.level, t.target_id) AND s.building_id = {id})"
    " WHEN 'edge' THEN EXISTS (SELECT FROM nav_edges_final e WHERE e.ogc_fid = t.target_id AND e.origin = {origin})"
    " WHEN 'node' THEN EXISTS (SELECT FROM nav_nodes n WHERE n.ogc_fid = t.target_id AND n.origin = {origin})"
    " ELSE false END",
}
_LIES_INSIDE = "ST_Intersects({geometry}, (SELECT wkb_geometry FROM buildings WHERE ogc_fid = {id}))"


@dataclass(frozen=True, slots=True)
class BuildingName:
    """A building: its id, its source, its key there, and its names by language."""

    id: int
    origin: str | None
    key: str | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExportScope:
    """The rows of ``source`` that are in ``building``; None means no restriction."""

    source: str | None = None
    building: BuildingName | None = None


def choose(layer: str, part: ExportScope, geometry: sql.Composable) -> sql.Composable:
    """Return the condition that a row ``t`` of ``layer`` is in ``part``; ``geometry`` is its geometry in WGS84."""
    conditions: list[sql.Composable] = [sql.SQL("true")]
    if part.source is not None:
        conditions.append(sql.SQL("t.origin = {}").format(part.source))
    if part.building is not None:
        building = {"id": sql.Literal(part.building.id)}
        inside = sql.SQL(_LIES_INSIDE).format(geometry=geometry, **building)
        conditions.append(
            sql.SQL(_IN_BUILDING[layer]).format(
                **building,
                origin=sql.Literal(part.building.origin),
                key=sql.Literal(part.building.key),
                named=sql.Literal(NAMED),
                lies_inside=inside,
            )
        )
    return sql.SQL(" AND ").join(conditions)

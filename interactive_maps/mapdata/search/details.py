"""Details of search results, read from their own rows, for the final results only."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from psycopg import Connection, sql

from interactive_maps.mapdata.database.table_info import fetch_table_info
from interactive_maps.mapdata.schema.columns import choose_name
from interactive_maps.mapdata.schema.geometry_column import GeometryColumn
from interactive_maps.mapdata.schema.layer import SHARED_COLUMNS
from interactive_maps.mapdata.schema.layers import LAYERS
from interactive_maps.mapdata.search.index.search_source import SearchSource

# PostGIS's complaints about a geometry, as psycopg names them.
_UNFIT = (psycopg.errors.InternalError_, psycopg.DataError)
_KINDS = {
    "rooms": "room",
    "spaces": "space",
    "points": "point",
    "occupants": "occupant",
    "buildings": "building",
}
_SPACE_OF = {"points": "t.space_ids[1]", "occupants": "t.space_id"}
_MIDDLE_OF_LEVELS = (
    "(SELECT ST_AsGeoJSON(ST_PointOnSurface(v.wkb_geometry), 8, 0) FROM levels v"
    " WHERE t.ogc_fid = ANY(v.building_ids) AND NOT ST_IsEmpty(v.wkb_geometry) ORDER BY v.ogc_fid LIMIT 1)"
)
Target = tuple[str, int]


class Details:
    """Reads rows on one connection, in one snapshot."""

    def __init__(
        self,
        connection: Connection[Any],
        srid_of_zero: int,
        languages: tuple[str, ...],
        source: SearchSource,
    ) -> None:
        self._connection = connection
        self._languages = languages
        self._source = source
        self._srid_of_zero = srid_of_zero

    def fetch(self, targets: Iterable[Target]) -> dict[Target, dict[str, Any]]:
        """Return the details by layer and id; rows that no longer exist are missing."""
        ids: dict[str, list[int]] = {}
        for layer, feature_id in targets:
            ids.setdefault(layer, []).append(feature_id)
        if not ids:
            return {}
        rows = self._try(ids) or [
            row for layer in ids for key in ids[layer] for row in self._fetch_one(layer, key)
        ]
        return {(row[0], row[1]): _show(*row) for row in rows}

    def _try(self, ids: dict[str, list[int]]) -> list[tuple[Any, ...]]:
        """Return the rows; empty if PostGIS rejects one of their geometries."""
        try:
            return self._run(ids, has_geometry=True)
        except _UNFIT:
            self._connection.execute("ROLLBACK TO SAVEPOINT details")
            return []

    def _fetch_one(self, layer: str, key: int) -> list[tuple[Any, ...]]:
        return self._try({layer: [key]}) or self._run({layer: [key]}, has_geometry=False)

    def _run(self, ids: dict[str, list[int]], *, has_geometry: bool) -> list[tuple[Any, ...]]:
        selects = [self._select(layer, wanted, has_geometry=has_geometry) for layer, wanted in ids.items()]
        cursor = self._connection.execute(
            sql.SQL(
                "SAVEPOINT details; SELECT f.*, {}, {} FROM ({}) AS f"
                " (layer, id, name, ref, category, level, level_id, building_id, place)"
            ).format(self._name_level(), self._name_building(), sql.SQL(" UNION ALL ").join(selects))
        )
        cursor.nextset()
        return cursor.fetchall()

    def _select(self, layer: str, ids: list[int], *, has_geometry: bool) -> sql.Composable:
        columns = self._list_columns(layer)
        names = (
            sql.SQL("t.text::text") if layer == "rooms" else choose_name(sql.SQL("t.names"), self._languages)
        )
        # Ignore the declared reference system, so that each row is checked.
        column = GeometryColumn(0, "GEOMETRY", self._srid_of_zero)
        is_point = LAYERS[layer].geometry == "Point"
        place = column.select_geojson() if is_point else column.select_point()
        if "display_point" in columns:
            place = sql.SQL("coalesce(ST_AsGeoJSON(t.display_point, 8, 0), {})").format(place)
        if layer == "buildings" and self._source.has(
            "levels"
        ):  # one without a footprint lies where its levels do
            place = sql.SQL("coalesce({}, {})").format(place, sql.SQL(_MIDDLE_OF_LEVELS))
        inside = _SPACE_OF.get(layer) if self._source.has("spaces") else None
        joined = f"LEFT JOIN spaces s ON s.ogc_fid = {inside}" if inside else ""
        return sql.SQL(
            "SELECT {}, t.ogc_fid::bigint, {}, {}, {}, {}, {}, {}, {} FROM {} t {} WHERE t.ogc_fid = ANY({})"
        ).format(
            layer,
            names,
            _read(columns, "ref"),
            _read(columns, "category"),
            _read(columns, "level"),
            _read_home(columns, "level_id", joined),
            _read_home(columns, "building_id", joined),
            place if has_geometry else sql.SQL("NULL"),
            sql.Identifier(LAYERS[layer].table),
            sql.SQL(joined),
            ids,
        )

    def _list_columns(self, layer: str) -> Mapping[str, str]:
        if layer in self._source.indexed:  # then it has all of its columns
            return {**LAYERS[layer].columns, **SHARED_COLUMNS}
        return fetch_table_info(self._connection.cursor(), LAYERS[layer]).columns

    def _name_building(self) -> sql.Composable:
        if not self._source.has("buildings"):
            return sql.SQL("NULL")
        name = choose_name(sql.SQL("b.names"), self._languages)
        return sql.SQL("(SELECT {} FROM buildings b WHERE b.ogc_fid = f.building_id)").format(name)

    def _name_level(self) -> sql.Composable:
        if not self._source.has("levels"):
            return sql.SQL("NULL")
        names = [choose_name(sql.SQL(f"v.{column}"), self._languages) for column in ("short_names", "names")]
        # Of what is in no known building: the name on which all buildings agree.
        return sql.SQL(
            "coalesce((SELECT coalesce({0}) FROM levels v WHERE v.ogc_fid = f.level_id OR f.level_id IS NULL"
            " AND v.level::text = f.level AND f.building_id = ANY(v.building_ids) ORDER BY v.ogc_fid LIMIT 1),"
            " (SELECT min(coalesce({0})) FROM levels v WHERE f.level_id IS NULL AND f.building_id IS NULL"
            " AND v.level::text = f.level HAVING count(DISTINCT coalesce({0})) = 1))"
        ).format(sql.SQL(", ").join(names))


def _read(columns: Mapping[str, str], name: str, kind: str = "text") -> sql.Composable:
    if name not in columns:
        return sql.SQL(f"NULL::{kind}")
    return sql.SQL("t.{}::{}").format(sql.Identifier(name), sql.SQL(kind))


def _read_home(columns: Mapping[str, str], name: str, joined: str) -> sql.Composable:
    """Read the level or building of a space that is ``joined``, or else that of the row itself."""
    own = _read(columns, name, "bigint")
    return sql.SQL("coalesce(s.{}::bigint, {})").format(sql.Identifier(name), own) if joined else own


def _show(  # noqa: PLR0913, PLR0917  (a row)
    layer: str,
    key: int,
    name: str | None,
    ref: str | None,
    category: str | None,
    level: str | None,
    _level_id: int | None,
    building_id: int | None,
    place: str | None,
    level_name: str | None,
    building: str | None,
) -> dict[str, Any]:
    return {
        "kind": _KINDS[layer],
        "id": key,
        "name": name if name is not None else ref,
        "ref": ref,
        "category": category,
        "level": _read_level(level),
        "level_name": level_name,
        "building_id": building_id,
        "building": building,
        "location": _read_position(place),
    }


def _read_level(text: str | None) -> float | None:
    try:
        level = float(text) if text is not None else None
    except ValueError:
        return None
    return level + 0.0 if level is not None and abs(level) < 1e6 else None


def _read_position(place: str | None) -> list[float] | None:
    """Return the first position of a GeoJSON geometry; None if it has none, or an empty one."""
    shape = json.loads(place) if place else None  # "null" if there is no geometry
    coordinates = shape["coordinates"] if shape else []
    while coordinates and isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    if len(coordinates) < 2 or not all(map(math.isfinite, coordinates)):
        return None
    return [float(number) for number in coordinates[:2]]

"""The SELECT of a layer's items as JSON text, made by PostGIS and never parsed in Python.

Per 500 rooms: this way 1.3 ms, a row at a time through a serializer 16 ms. Pure: builds SQL, runs nothing.
"""

from __future__ import annotations

from psycopg import sql

from interactive_maps.mapdata.geometries import GeometryColumn
from interactive_maps.mapdata.layers import Layer, LayerSource
from interactive_maps.mapdata.parameters import Filter


class Selection:
    """What to select from one layer's table as it is: column types and reference systems differ between tables."""

    def __init__(
        self, layer: Layer, source: LayerSource, srid_of_zero: int, *, has_geometry: bool = True
    ) -> None:
        self._layer = layer
        self._source = source
        self._geometry = GeometryColumn(source.srid, source.geometry_type, srid_of_zero)
        self._has_geometry = has_geometry

    def leave_out_geometry(self) -> Selection:
        """Return the same selection with null for every geometry."""
        return Selection(self._layer, self._source, self._geometry.srid_of_zero, has_geometry=False)

    def select_items(self, chosen: Filter, after: int | None = None) -> sql.Composed:
        """Return a query of all items and their keys, in key order."""
        conditions = self._conditions(chosen)
        if after is not None:
            conditions.append(sql.SQL("t.ogc_fid > {}").format(after))
        return sql.SQL("SELECT {}, t.ogc_fid FROM {} t WHERE {} ORDER BY t.ogc_fid").format(
            self._item(), sql.Identifier(self._layer.table), sql.SQL(" AND ").join(conditions)
        )

    def select_batch(
        self, chosen: Filter, count: int, after: int | None = None, offset: int = 0
    ) -> sql.Composed:
        """Return a query of one row: the first ``count`` items joined by commas, how many they are, the key of the
        last one, and whether others follow.
        """
        table = sql.Identifier(self._layer.table)
        where = sql.SQL(" AND ").join(self._conditions(chosen))
        start: sql.Composable = sql.SQL("true")
        if after is not None:
            start = sql.SQL("t.ogc_fid > {}").format(after)
        if offset:
            # Steps over keys alone: no item is made to be thrown away.
            first = sql.SQL("SELECT t.ogc_fid FROM {} t WHERE {} ORDER BY t.ogc_fid LIMIT 1 OFFSET {}")
            start = sql.SQL("t.ogc_fid >= ({})").format(first.format(table, where, offset))
        # Not EXISTS: its order would be dropped, and the whole table be read up to the first key behind the last.
        return sql.SQL(
            "SELECT items, seen, last, seen = {count} AND (SELECT t.ogc_fid FROM {table} t"
            " WHERE {where} AND t.ogc_fid > last ORDER BY t.ogc_fid LIMIT 1) IS NOT NULL"
            " FROM (SELECT string_agg(item, ',') AS items, count(*) AS seen, max(ogc_fid) AS last"
            " FROM (SELECT t.ogc_fid, {item} AS item FROM {table} t WHERE {where} AND {start}"
            " ORDER BY t.ogc_fid LIMIT {count}) AS rows) AS batch"
        ).format(count=count, item=self._item(), table=table, where=where, start=start)

    # --- items ------------------------------------------------------------------------------------

    def _item(self) -> sql.Composed:
        members: dict[str, sql.Composable] = {"id": sql.SQL("t.ogc_fid")}
        if self._layer.name == "rooms":
            members |= {
                "name": self._text("text"),
                "level": self._level_json(),
                "location": self._location(),
            }
        else:
            members |= {
                "layer": self._text("layer"),
                "level": self._level_json(),
                "paperspace": self._flag("paperspace"),
                "text": self._text("text"),
                "geometry": self._shape(),
            }
        parts = [
            sql.SQL("{}, {}").format(f'{"," if index else "{"}"{name}":', value)
            for index, (name, value) in enumerate(members.items())
        ]
        return sql.SQL("concat({}, '}}')").format(sql.SQL(", ").join(parts))

    def _text(self, column: str) -> sql.Composable:
        if column not in self._source.columns:
            return sql.SQL("'null'")
        return sql.SQL("coalesce(to_json(t.{}::text)::text, 'null')").format(sql.Identifier(column))

    def _location(self) -> sql.Composable:
        return self._geometry.select_point() if self._has_geometry else sql.SQL("'null'")

    def _shape(self) -> sql.Composable:
        return self._geometry.select_geojson() if self._has_geometry else sql.SQL("'null'")

    def _flag(self, column: str) -> sql.Composable:
        kind = self._source.columns.get(column, "")
        name = sql.Identifier(column)
        if not kind:
            return sql.SQL("'null'")
        if kind == "boolean":
            return sql.SQL("coalesce(t.{}::text, 'null')").format(name)
        # ogr2ogr has written this as integer and as text too.
        return sql.SQL(
            "CASE WHEN lower(t.{0}::text) IN ('1', 't', 'true', 'y', 'yes') THEN 'true'"
            " WHEN t.{0} IS NULL THEN 'null' ELSE 'false' END"
        ).format(name)

    def _level(self) -> sql.Composable | None:
        kind = self._source.columns.get("level", "")
        if kind in {"double precision", "real", "smallint", "integer", "bigint"} or kind.startswith(
            "numeric"
        ):
            return sql.SQL("t.level")
        if kind.startswith(("character", "text")):
            # A level column of another maker: what is not an ordinal is unknown, never 0.
            return sql.SQL(
                r"CASE WHEN t.level ~ '^\s*[+-]?\d{1,4}(\.\d{1,9})?\s*$' THEN t.level::double precision END"
            )
        return None

    def _level_json(self) -> sql.Composable:
        level = self._level()
        if level is None:
            return sql.SQL("'null'")
        # NaN sorts above every number, and neither it nor infinity is JSON.
        return sql.SQL("CASE WHEN abs({0}) < 1e6 THEN ({0})::double precision::text ELSE 'null' END").format(
            level
        )

    # --- conditions -------------------------------------------------------------------------------

    def _conditions(self, chosen: Filter) -> list[sql.Composable]:
        conditions: list[sql.Composable] = [sql.SQL("true")]
        if chosen.level is not None:
            level = self._level()
            conditions.append(sql.SQL("{} = {}").format(level, chosen.level) if level else sql.SQL("false"))
        if chosen.bbox is not None:
            conditions.append(self._geometry.meets(chosen.bbox))
        if chosen.q is not None:
            pattern = "%" + "".join("\\" + sign if sign in "\\%_" else sign for sign in chosen.q) + "%"
            conditions.append(sql.SQL("t.text::text ILIKE {}").format(pattern))
        return conditions

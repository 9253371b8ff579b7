"""SELECT of a layer's items as JSON text, produced by PostGIS and never parsed in Python.

For 500 rooms: 1.3 ms, compared with 16 ms through a serializer row by row. Pure: builds SQL, runs nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from psycopg import sql

from interactive_maps.mapdata.reading.layer_query import LayerQuery
from interactive_maps.mapdata.schema.columns import Columns
from interactive_maps.mapdata.schema.geometry_column import DECIMALS, GeometryColumn
from interactive_maps.mapdata.schema.layer import Encoding, Field, TableInfo
from interactive_maps.mapdata.search.found import Found

_PLACES = {Encoding.POINT, Encoding.SHAPE, Encoding.PLACE}


class ItemSelect:
    """A layer query on a table in its current state: column types and reference systems vary."""

    def __init__(
        self,
        query: LayerQuery,
        source: TableInfo,
        srid_of_zero: int,
        *,
        has_geometry: bool = True,
        found: Found | None = None,
    ) -> None:
        self.query = query
        self.layer = query.layer
        self.geometry = GeometryColumn(source.srid, source.geometry_type, srid_of_zero)
        self.columns = Columns(source.columns)
        self._source = source
        self._has_geometry = has_geometry
        self._found = found

    def leave_out_geometry(self) -> ItemSelect:
        """Return the same query with null for every geometry."""
        return self._change(self.query, has_geometry=False)

    def narrow(self, **filters: Any) -> ItemSelect:
        """Return the same query with other ``filters``, named as in LayerQuery."""
        return self._change(replace(self.query, **filters), has_geometry=self._has_geometry)

    def _change(self, query: LayerQuery, *, has_geometry: bool) -> ItemSelect:
        zero = self.geometry.srid_of_zero
        return ItemSelect(query, self._source, zero, has_geometry=has_geometry, found=self._found)

    def select_items(self, after: int | None = None, offset: int = 0) -> sql.Composed:
        """Return a query of all items and their keys, in key order."""
        conditions = [*self.list_conditions(), self._start(after, offset)]
        return sql.SQL("SELECT {}, t.ogc_fid FROM {} t WHERE {} ORDER BY t.ogc_fid").format(
            self._item(), sql.Identifier(self.layer.table), sql.SQL(" AND ").join(conditions)
        )

    def select_batch(self, count: int, after: int | None = None, offset: int = 0) -> sql.Composed:
        """Return a query of one row: the first ``count`` items joined by commas, their number, the last key, and
        whether more follow.
        """
        if self._found is not None:
            return self._select_found(self._found, count, after, offset)
        table = sql.Identifier(self.layer.table)
        where = sql.SQL(" AND ").join(self.list_conditions())
        start = self._start(after, offset)
        # Not EXISTS: PostgreSQL drops its ORDER BY, and would read the whole table up to the first match.
        return sql.SQL(
            "SELECT items, seen, last, seen = {count} AND (SELECT t.ogc_fid FROM {table} t"
            " WHERE {where} AND t.ogc_fid > last ORDER BY t.ogc_fid LIMIT 1) IS NOT NULL"
            " FROM (SELECT string_agg(item, ',') AS items, count(*) AS seen, max(ogc_fid) AS last"
            " FROM (SELECT t.ogc_fid, {item} AS item FROM {table} t WHERE {where} AND {start}"
            " ORDER BY t.ogc_fid LIMIT {count}) AS rows) AS batch"
        ).format(count=count, item=self._item(), table=table, where=where, start=start)

    def _start(self, after: int | None, offset: int) -> sql.Composable:
        """Return the condition on the first row."""
        if after is not None:
            return sql.SQL("t.ogc_fid > {}").format(after)
        if not offset:
            return sql.SQL("true")
        # Skips keys only, so that no item is built in vain.
        return sql.SQL(
            "t.ogc_fid >= (SELECT t.ogc_fid FROM {} t WHERE {} ORDER BY t.ogc_fid LIMIT 1 OFFSET {})"
        ).format(sql.Identifier(self.layer.table), sql.SQL(" AND ").join(self.list_conditions()), offset)

    def _select_found(self, found: Found, count: int, after: int | None, offset: int) -> sql.Composed:
        """Return the same query for a search.

        It selects the keys first, one more than requested, and from the search table alone if there are no other
        filters. A word may occur in every row; looking up all rows, twice, took a second for 200,000.
        """
        table = sql.Identifier(self.layer.table)
        start: sql.Composable = table
        conditions = self.list_conditions()
        if found.keys is not None and self.query.asks_only_for_words:
            start, conditions = sql.SQL("({})").format(found.keys), [sql.SQL("true")]
        if after is not None:
            conditions.append(sql.SQL("t.ogc_fid > {}").format(after))
        keys = sql.SQL(
            "SELECT t.ogc_fid::bigint AS key FROM {} t WHERE {} ORDER BY t.ogc_fid LIMIT {} OFFSET {}"
        ).format(start, sql.SQL(" AND ").join(conditions), count + 1, offset)
        return sql.SQL(
            "WITH k AS MATERIALIZED (SELECT array_agg(key ORDER BY key) AS keys FROM ({keys}) AS first)"
            " SELECT string_agg(item, ',' ORDER BY ogc_fid), count(*),"
            " (SELECT keys[least({count}, cardinality(keys))] FROM k),"
            " (SELECT coalesce(cardinality(keys), 0) > {count} FROM k)"
            " FROM (SELECT t.ogc_fid, {item} AS item FROM {table} t"
            " WHERE t.ogc_fid = ANY((SELECT keys[:{count}] FROM k)::bigint[])) AS batch"
        ).format(count=count, item=self._item(), keys=keys, table=table)

    # --- items ---------------------------------------------------------------------------------------

    def _item(self) -> sql.Composed:
        members = [
            ("id", sql.SQL("t.ogc_fid")),
            *((m.name, self._member(m)) for m in self.layer.members),
        ]
        parts = [
            sql.SQL("{}, {}").format(f'{"," if index else "{"}"{name}":', value)
            for index, (name, value) in enumerate(members)
        ]
        return sql.SQL("concat({}, '}}')").format(sql.SQL(", ").join(parts))

    def _member(self, member: Field) -> sql.Composable:
        if member.encoding in _PLACES:
            return self._place(member) if self._has_geometry else sql.SQL("'null'")
        value = self.columns.select(member, self.query.languages)
        if value is None:
            return sql.SQL("'null'")
        is_plain = member.encoding in {Encoding.LEVEL, Encoding.FLAG}
        is_plain |= member.encoding is Encoding.VALUE and self.columns.has_plain(member.column)
        text = sql.SQL("({})::text" if is_plain else "to_json({})::text").format(value)
        return sql.SQL("coalesce({}, 'null')").format(text)

    def _place(self, member: Field) -> sql.Composable:
        if member.encoding is Encoding.POINT:
            return self.geometry.select_point()
        if member.encoding is Encoding.SHAPE:
            return self.geometry.select_geojson()
        if not self.columns.has(member.column, "geometry"):
            return sql.SQL("'null'")
        column = sql.Identifier(member.column)
        return sql.SQL("coalesce(ST_AsGeoJSON(t.{}, {}, 0), 'null')").format(column, DECIMALS)

    # --- conditions ----------------------------------------------------------------------------------

    def list_conditions(self) -> list[sql.Composable]:
        """Return the conditions on the requested rows."""
        conditions: list[sql.Composable] = [sql.SQL("true")]
        if self.query.key is not None:
            conditions.append(sql.SQL("t.ogc_fid = {}").format(self.query.key))
        if self.query.level is not None:
            conditions.append(self._is_on(self.query.level))
        if self.query.bbox is not None:
            conditions.append(self.geometry.meets(self.query.bbox))
        if self._found is not None:
            conditions.append(self._found.condition)
        if self.query.category is not None:
            conditions.append(self._equals("category", self.query.category))
        if self.query.building is not None:
            conditions.append(self._is_in(self.query.building))
        return conditions

    def _is_on(self, ordinal: float) -> sql.Composable:
        level = self.columns.level()
        condition = sql.SQL("{} = {}").format(level, ordinal) if level else sql.SQL("false")
        if self.columns.has("levels", "double precision[]"):  # a lift is on every level it serves
            return sql.SQL("({} OR {} = ANY(t.levels))").format(condition, ordinal)
        return condition

    def _equals(self, column: str, value: object) -> sql.Composable:
        if not self.columns.has(column):
            return sql.SQL("false")
        return sql.SQL("t.{} = {}").format(sql.Identifier(column), value)

    def _is_in(self, building: int) -> sql.Composable:
        if self.columns.has("building_ids"):
            return sql.SQL("{} = ANY(t.building_ids)").format(building)
        return self._equals("building_id", building)

"""SELECT of the largest shapes of a layer, simplified, for a picture of some size. Pure: builds SQL, runs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from interactive_maps.mapdata.reading.item_select import ItemSelect

MOST = 3_000  # features
MOST_POINTS = 60_000  # of all of them together; the largest features come first
_WEB_MERCATOR = 3857
_DECIMALS = 2  # of a metre in Web Mercator
# Longer than any real outline, and shorter than one to infinity; NaN sorts above all numbers.
_ENDLESS = 2_000_000_000


class ShapeQuery:
    """The shapes of a layer query in Web Mercator, as JSON text: ``[[key, category, GeoJSON geometry], ...]``.

    Corners that are less than ``tolerance`` (metres in Web Mercator) aside are left out.
    """

    def __init__(self, items: ItemSelect, tolerance: float) -> None:
        self._items = items
        self._tolerance = tolerance

    def select(self, keys: Sequence[int] | None = None) -> sql.Composed:
        """Return the query of the shapes, restricted to the features of ``keys`` if given."""
        conditions = self._items.list_conditions()
        if keys is not None:
            conditions.append(sql.SQL("t.ogc_fid = ANY({})").format(list(keys)))
        has_category = self._items.columns.has("category")
        flat = self._items.geometry.select_flat(_WEB_MERCATOR)
        shapes = sql.SQL(
            "SELECT t.ogc_fid::bigint AS key, {} AS category, ST_Simplify({}, {}, true) AS geom,"
            " row_number() OVER (ORDER BY {} DESC, t.ogc_fid) AS number {} ORDER BY number LIMIT {}"
        ).format(
            sql.SQL("t.category" if has_category else "NULL::text"),
            flat,
            self._tolerance,
            self._items.geometry.measure_size(),
            self._rows(conditions),
            MOST,
        )
        return sql.SQL(
            "SELECT coalesce(json_agg(json_build_array(key, category, ST_AsGeoJSON(geom, {}, 0)::json)"
            " ORDER BY number), '[]')::text FROM (SELECT *, sum(ST_NPoints(geom)) OVER (ORDER BY number) AS points"
            " FROM ({}) AS shape WHERE geom IS NOT NULL AND ST_Length(geom) + ST_Perimeter(geom) < {}) AS counted"
            " WHERE points <= {}"
        ).format(_DECIMALS, shapes, _ENDLESS, MOST_POINTS)

    def select_keys(self) -> sql.Composed:
        """Return the query of the keys of all features."""
        return sql.SQL("SELECT t.ogc_fid {}").format(self._rows(self._items.list_conditions()))

    def _rows(self, conditions: Sequence[sql.Composable]) -> sql.Composed:
        return sql.SQL("FROM {} t WHERE {}").format(
            sql.Identifier(self._items.layer.table), sql.SQL(" AND ").join(conditions)
        )

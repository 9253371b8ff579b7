"""SELECT of the space at a position. Pure: builds SQL, runs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from interactive_maps.geo.bbox import Bbox
from interactive_maps.mapdata.reading.item_select import ItemSelect
from interactive_maps.mapdata.reading.layer_query import LevelPosition
from interactive_maps.mapdata.schema.geometry_column import WGS84


class SpaceQuery:
    """Lookup of the smallest area of a layer that contains a position."""

    def __init__(self, items: ItemSelect, place: LevelPosition) -> None:
        box = Bbox(place.longitude, place.latitude, place.longitude, place.latitude)
        self._items = items.narrow(level=place.level, bbox=box)
        self._conditions = self._items.list_conditions()
        self._point = sql.SQL("ST_SetSRID(ST_MakePoint({}, {}), {})").format(
            place.longitude, place.latitude, WGS84
        )

    def select(self, keys: Sequence[int] | None = None) -> sql.Composed:
        """Return the query of the area's key, restricted to ``keys`` if given."""
        shape = self._items.geometry.select_flat()
        conditions = [*self._conditions, sql.SQL("ST_Intersects({}, {})").format(shape, self._point)]
        if keys is not None:
            conditions.append(sql.SQL("t.ogc_fid = ANY({})").format(list(keys)))
        return sql.SQL("SELECT t.ogc_fid {} ORDER BY ST_Area({}), t.ogc_fid LIMIT 1").format(
            self._rows(conditions), shape
        )

    def select_keys(self) -> sql.Composed:
        """Return the query of the keys of all areas whose bounding boxes contain the position."""
        return sql.SQL("SELECT t.ogc_fid {}").format(self._rows(self._conditions))

    def _rows(self, conditions: Sequence[sql.Composable]) -> sql.Composed:
        return sql.SQL("FROM {} t WHERE {}").format(
            sql.Identifier(self._items.layer.table), sql.SQL(" AND ").join(conditions)
        )

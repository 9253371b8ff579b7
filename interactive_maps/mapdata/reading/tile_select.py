"""SELECT of a vector tile, produced by PostGIS (Mapbox Vector Tile 2.1). Pure: builds SQL, runs nothing.

A tile contains only what is visible at its zoom: nothing smaller than a pixel, and at most the ``MOST`` largest
features. So the tile of a whole city is as fast as that of a room.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from psycopg import sql

from interactive_maps.geo.bbox import Bbox
from interactive_maps.geo.degrees import EQUATOR_METRES, scale_longitude
from interactive_maps.mapdata.reading.item_select import ItemSelect
from interactive_maps.mapdata.reading.layer_query import Tile
from interactive_maps.mapdata.schema.layer import Encoding

EXTENT = 4096  # units of a tile's side
BUFFER = 64  # of these units, drawn beyond each side so that lines continue across the edge
MOST = 20_000  # maximum number of features
_WEB_MERCATOR = 3857
_PIXELS = 512  # of a tile's side on the screen
_SCALARS = {"integer", "double precision", "boolean", "text"}
# Longer than any real outline in a tile, and shorter than one to infinity; NaN sorts above all numbers.
_ENDLESS = 2_000_000_000


def find_bounds(tile: Tile) -> Bbox:
    """Return the area that the tile shows, with its buffer."""
    margin = BUFFER / EXTENT
    return Bbox(
        west=max(_find_longitude(tile.x - margin, tile.zoom), -180.0),
        south=_find_latitude(tile.y + 1 + margin, tile.zoom),
        east=min(_find_longitude(tile.x + 1 + margin, tile.zoom), 180.0),
        north=_find_latitude(tile.y - margin, tile.zoom),
    )


def _find_longitude(x: float, zoom: int) -> float:
    return x / 2.0**zoom * 360 - 180


def _find_latitude(y: float, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2.0**zoom))))


def measure_pixel(tile: Tile) -> float:
    """Return the least width of a pixel of the tile, in metres."""
    bounds = find_bounds(tile)
    farthest = max(abs(bounds.south), abs(bounds.north))
    return EQUATOR_METRES / 2.0**tile.zoom / _PIXELS * scale_longitude(farthest)


class TileQuery:
    """One tile of a layer query."""

    def __init__(self, items: ItemSelect, tile: Tile) -> None:
        self._items = items.narrow(bbox=find_bounds(tile))
        self._tile = tile
        self._table = sql.Identifier(items.layer.table)
        self._has_points = items.layer.geometry == "Point"

    def select(self, keys: Sequence[int] | None = None) -> sql.Composed:
        """Return the query of the tile as bytes, restricted to the features of ``keys`` if given."""
        envelope = sql.SQL("ST_TileEnvelope({}, {}, {})").format(self._tile.zoom, self._tile.x, self._tile.y)
        drawn = sql.SQL("ST_AsMVTGeom({}, {}, {}, {})").format(self._geometry(), envelope, EXTENT, BUFFER)
        conditions = self._conditions()
        if keys is not None:
            conditions.append(sql.SQL("t.ogc_fid = ANY({})").format(list(keys)))
        rows = sql.SQL("SELECT {}, {} AS geom {}").format(
            sql.SQL(", ").join(self._properties()), drawn, self._rows(conditions)
        )
        return sql.SQL(
            "SELECT ST_AsMVT(tile, {}, {}, 'geom', 'ogc_fid') FROM (SELECT * FROM ({}) AS drawn"
            " WHERE geom IS NOT NULL AND ST_Length(geom) + ST_Perimeter(geom) < {}) AS tile"
        ).format(self._items.layer.name, EXTENT, rows, _ENDLESS)

    def select_keys(self) -> sql.Composed:
        """Return the query of the keys of all features in the tile."""
        return sql.SQL("SELECT t.ogc_fid {}").format(self._rows(self._conditions()))

    def _rows(self, conditions: list[sql.Composable]) -> sql.Composed:
        # Among features of equal size, such as points, choose pseudo-randomly instead of favouring one building.
        order: sql.Composable = sql.SQL("t.ogc_fid % 1009, t.ogc_fid")
        if not self._has_points:
            order = sql.SQL("{} DESC, {}").format(self._items.geometry.measure_size(), order)
        return sql.SQL("FROM {} t WHERE {} ORDER BY {} LIMIT {}").format(
            self._table, sql.SQL(" AND ").join(conditions), order, MOST
        )

    def _properties(self) -> Iterator[sql.Composable]:
        yield sql.SQL("t.ogc_fid::bigint AS ogc_fid, t.ogc_fid::bigint AS id")
        layer = self._items.layer
        for member in layer.members:
            if member.encoding is Encoding.VALUE and layer.columns[member.column] not in _SCALARS:
                continue
            if member.encoding in {Encoding.POINT, Encoding.SHAPE, Encoding.PLACE}:
                continue
            value = self._items.columns.select(member, self._items.query.languages)
            if value is not None:
                yield sql.SQL("{} AS {}").format(value, sql.Identifier(member.name))

    def _geometry(self) -> sql.Composable:
        geometry = self._items.geometry
        flat = geometry.select_flat(_WEB_MERCATOR)
        if self._has_points and geometry.kind.upper() != "POINT":
            return sql.SQL("ST_PointOnSurface({})").format(flat)
        return flat

    def _conditions(self) -> list[sql.Composable]:
        conditions = self._items.list_conditions()
        metres = measure_pixel(self._tile)
        pixel = self._items.geometry.convert_metres(metres)
        if pixel is None:
            return conditions
        if self._has_points:
            return conditions + self._thin_out(conditions, pixel) if metres > 1 else conditions
        # Doors and lettering may be points: draw them if a metre is more than a pixel.
        size = self._items.geometry.measure_size()
        visible = "{0} >= {1}" if metres > 1 else "({0} >= {1} OR {0} = 0)"
        return [*conditions, sql.SQL(visible).format(size, pixel)]

    def _thin_out(self, conditions: list[sql.Composable], pixel: float) -> list[sql.Composable]:
        """Return the condition that keeps one of several points in the same pixel and level."""
        if self._items.geometry.kind.upper() != "POINT":
            return []
        level = self._items.columns.level() or sql.SQL("NULL::double precision")
        return [
            sql.SQL(
                "t.ogc_fid IN (SELECT min(t.ogc_fid) FROM {0} t WHERE {1} GROUP BY {2},"
                " floor(ST_X(t.wkb_geometry) / {3}), floor(ST_Y(t.wkb_geometry) / {3}))"
            ).format(self._table, sql.SQL(" AND ").join(conditions), level, pixel)
        ]

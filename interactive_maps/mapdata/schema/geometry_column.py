"""SQL for an existing geometry column: declared or not, of any reference system, flat or not. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pyproj
from psycopg import sql

from interactive_maps.geo.bbox import Bbox
from interactive_maps.geo.degrees import METRES_PER_DEGREE
from interactive_maps.mapdata.schema.layer import SIZE

WGS84 = 4326
DECIMALS = 8  # of a degree: a millimetre; six would be 0.1 m, too coarse indoors
_COLUMN = sql.SQL("t.wkb_geometry")
_SIMPLE_TYPES = {"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"}


@dataclass(frozen=True, slots=True)
class GeometryColumn:
    """``t.wkb_geometry`` with its declared ``srid`` (0: undeclared) and ``kind`` (``LINESTRINGZ``, ``GEOMETRY``).

    ``srid_of_zero`` is the configured reference system of rows that declare none.
    """

    srid: int
    kind: str
    srid_of_zero: int

    def select_flat(self, srid: int = WGS84) -> sql.Composable:
        """Return the geometry in two dimensions, in the system ``srid``, as a type that GeoJSON supports."""
        kind = self.kind.upper()
        geometry = self._transform(srid)
        if kind in _SIMPLE_TYPES:
            return geometry
        geometry = sql.SQL("ST_Force2D({})").format(geometry)
        if kind.removesuffix("M").removesuffix("Z") in _SIMPLE_TYPES:
            return geometry
        return sql.SQL(
            "CASE WHEN GeometryType(t.wkb_geometry) IN ('TIN', 'TRIANGLE', 'POLYHEDRALSURFACE')"
            " THEN ST_ConvexHull({0}) WHEN ST_HasArc(t.wkb_geometry) THEN ST_CurveToLine({0}) ELSE {0} END"
        ).format(geometry)

    def select_geojson(self) -> sql.Composable:
        """Return the geometry as GeoJSON text."""
        return _as_geojson(self.select_flat())

    def select_point(self) -> sql.Composable:
        """Return a GeoJSON Point; for multipoints and areas, a suitable place for a label."""
        geometry = self.select_flat()
        if self.kind.upper() != "POINT":
            geometry = sql.SQL("ST_PointOnSurface({})").format(geometry)
        return _as_geojson(geometry)

    def meets(self, box: Bbox) -> sql.Composable:
        """Return the condition that the feature's bounding box meets ``box``, edges included.

        Boxes are compared in the rows' own system: it is indexed, and no row has to be transformed, which extreme
        coordinates make fail.
        """
        boxes = _split_at_antimeridian(box)
        return sql.SQL("({})").format(sql.SQL(" OR ").join(self._meets(part) for part in boxes))

    def _meets(self, box: Bbox) -> sql.Composable:
        if self.srid:
            return _compare(_COLUMN, self.srid, box)
        unnamed = _compare(
            sql.SQL("ST_SetSRID({}, {})").format(_COLUMN, self.srid_of_zero), self.srid_of_zero, box
        )
        other = sql.SQL("ST_Transform({}, {})").format(_COLUMN, WGS84)
        return sql.SQL("CASE ST_SRID({0}) WHEN 0 THEN {1} WHEN {2} THEN {3} ELSE {4} END").format(
            _COLUMN, unnamed, WGS84, _compare(_COLUMN, WGS84, box), _compare(other, WGS84, box)
        )

    def measure_size(self) -> sql.Composable:
        """Return the longer side of the feature's bounding box, in units of the rows' own system."""
        return sql.SQL(SIZE.format("t.wkb_geometry"))

    def convert_metres(self, metres: float) -> float | None:
        """Return a length in units of the declared system; None if the units are unknown."""
        if self.srid == WGS84:
            return metres / METRES_PER_DEGREE
        try:
            unit = pyproj.CRS.from_epsg(self.srid).axis_info[0]
        except (pyproj.exceptions.CRSError, IndexError):
            return None
        # For angular units, PROJ returns radians.
        per_unit = unit.unit_conversion_factor
        return metres / (
            math.degrees(per_unit) * METRES_PER_DEGREE if unit.unit_name == "degree" else per_unit
        )

    def _transform(self, srid: int) -> sql.Composable:
        if self.srid == srid:
            return _COLUMN
        if self.srid:
            return sql.SQL("ST_Transform({}, {})").format(_COLUMN, srid)
        meant = sql.SQL("ST_SetSRID({}, {})").format(_COLUMN, self.srid_of_zero)
        if self.srid_of_zero != srid:
            meant = sql.SQL("ST_Transform({}, {})").format(meant, srid)
        return sql.SQL(
            "CASE ST_SRID({0}) WHEN {1} THEN {0} WHEN 0 THEN {2} ELSE ST_Transform({0}, {1}) END"
        ).format(_COLUMN, srid, meant)


def _as_geojson(geometry: sql.Composable) -> sql.Composed:
    # Options 0: without the crs member, which GeoJSON has dropped. A missing geometry is null.
    return sql.SQL("coalesce(ST_AsGeoJSON({}, {}, 0), 'null')").format(geometry, DECIMALS)


def _compare(geometry: sql.Composable, srid: int, box: Bbox) -> sql.Composable:
    """Compare the bounding box of ``geometry``, in the system ``srid``, to ``box``."""
    if srid == WGS84:
        # && finds candidates by the index, whose boxes are rounded outwards to single precision: 0.1 m indoors.
        return sql.SQL(
            "({0} && ST_MakeEnvelope({1}, {2}, {3}, {4}, {5}) AND ST_XMax({0}) >= {1} AND ST_XMin({0}) <= {3}"
            " AND ST_YMax({0}) >= {2} AND ST_YMin({0}) <= {4})"
        ).format(geometry, box.west, box.south, box.east, box.north, WGS84)
    clipped = _clip(box, srid)
    if clipped is None:
        return sql.SQL("false")
    # A box of a single point is not a polygon in PostGIS: extend it by 0.1 mm.
    east, north = max(clipped.east, clipped.west + 1e-9), max(clipped.north, clipped.south + 1e-9)
    # The box's edges are curved in another system: sixteen pieces each approximate them closely.
    step = max(east - clipped.west, north - clipped.south) / 16
    image = sql.SQL("ST_Transform(ST_Segmentize(ST_MakeEnvelope({}, {}, {}, {}, {}), {}), {})").format(
        clipped.west, clipped.south, east, north, WGS84, step, srid
    )
    return sql.SQL("({0} && {1} AND ST_Intersects(ST_Envelope({0}), {1}))").format(geometry, image)


def _clip(box: Bbox, srid: int) -> Bbox | None:
    """Return the part of ``box`` within the system's area of use; elsewhere its formulas fail."""
    try:
        area = pyproj.CRS.from_epsg(srid).area_of_use
    except pyproj.exceptions.CRSError:
        return box  # a custom system in spatial_ref_sys
    if area is None:
        return box
    west, south = max(box.west, area.west), max(box.south, area.south)
    east, north = min(box.east, area.east), min(box.north, area.north)
    return Bbox(west, south, east, north) if west <= east and south <= north else None


def _split_at_antimeridian(box: Bbox) -> list[Bbox]:
    if box.west <= box.east:
        return [box]
    return [Bbox(box.west, box.south, 180.0, box.north), Bbox(-180.0, box.south, box.east, box.north)]

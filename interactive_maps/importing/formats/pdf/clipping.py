"""Clipping of lines and areas."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, Polygon, box
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.pdfium.content import Box, Floats

_BESIDE = 0.5  # points by which linework on the edge of a clip may extend beyond it


class Clipper:
    """The clips of a page, built on first use; ``page`` clips everything."""

    def __init__(self, clips: Sequence[list[list[list[float]]]], page: Box) -> None:
        self._clips, self._page = clips, box(*page)
        self._shapes: dict[int, BaseGeometry] = {}
        self._bounds: dict[int, Floats] = {}

    def shows(self, clip: int, points: Floats) -> bool | None:
        """Return True if all of a line is shown, False if none of it is, and None for a part."""
        shape = self._find(clip)
        low, high = points.min(axis=0), points.max(axis=0)
        west, south, east, north = self._bounds[clip]
        if shape.is_empty or high[0] < west or low[0] > east or high[1] < south or low[1] > north:
            return False
        inside = low[0] >= west and low[1] >= south and high[0] <= east and high[1] <= north
        if not inside:
            return None
        return True if self._is_box(shape) or shape.covers(box(*low, *high)) else None

    def cut_line(self, clip: int, points: Floats) -> list[Floats]:
        """Return the visible parts of a line."""
        return [
            shapely.get_coordinates(piece) for piece in self._cut(clip, LineString(points)) if piece.length
        ]

    def cut_area(self, clip: int, area: BaseGeometry) -> BaseGeometry:
        """Return the visible part of an area."""
        pieces = [piece for piece in self._cut(clip, area) if isinstance(piece, Polygon)]
        return shapely.union_all(pieces) if len(pieces) != 1 else pieces[0]

    def _cut(self, clip: int, geometry: BaseGeometry) -> list[BaseGeometry]:
        try:
            shown = shapely.intersection(geometry, self._find(clip))
        except GEOSException:  # an area that crosses itself
            shown = shapely.intersection(shapely.make_valid(geometry), shapely.buffer(self._find(clip), 0))
        return [part for part in shapely.get_parts(shapely.get_parts(shown)) if not part.is_empty]

    def _find(self, clip: int) -> BaseGeometry:
        if clip not in self._shapes:
            shape: BaseGeometry = self._page
            for ring in self._clips[clip] if clip >= 0 else []:
                area = Polygon(np.array(ring))
                shape = shapely.intersection(shape, area if area.is_valid else shapely.make_valid(area))
            self._shapes[clip] = shape
            west, south, east, north = shape.bounds if not shape.is_empty else (0.0,) * 4
            self._bounds[clip] = np.array((west - _BESIDE, south - _BESIDE, east + _BESIDE, north + _BESIDE))
            shapely.prepare(shape)
        return self._shapes[clip]

    @staticmethod
    def _is_box(shape: BaseGeometry) -> bool:
        west, south, east, north = shape.bounds
        return bool(shape.area >= 0.999 * (east - west) * (north - south))

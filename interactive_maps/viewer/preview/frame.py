"""The frame of a picture: which part of the map it shows, in Web Mercator. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from interactive_maps.geo.bbox import Bbox
from interactive_maps.geo.degrees import EQUATOR_METRES

WIDTH, HEIGHT = 1200, 630  # pixels, as the Open Graph protocol's readers expect them
MOST_LATITUDE = 85.0
LEAST_ZOOM, MOST_ZOOM = 12.0, 21.0
_TILE = 512  # pixels of the whole world at zoom 0
_MARGIN = 0.06  # of the picture, on each side
_RADIUS = EQUATOR_METRES / 2 / math.pi


@dataclass(frozen=True, slots=True)
class Frame:
    """The middle of the picture in metres of Web Mercator, and the metres of a pixel."""

    x: float
    y: float
    pixel: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel at a point in Web Mercator."""
        return WIDTH / 2 + (x - self.x) / self.pixel, HEIGHT / 2 - (y - self.y) / self.pixel

    @property
    def bbox(self) -> Bbox:
        """The part of the map that is shown, in degrees."""
        west, north = _to_degrees(self.x - WIDTH / 2 * self.pixel, self.y + HEIGHT / 2 * self.pixel)
        east, south = _to_degrees(self.x + WIDTH / 2 * self.pixel, self.y - HEIGHT / 2 * self.pixel)
        return Bbox(max(west, -180.0), south, min(east, 180.0), north)


def make_frame(longitude: float, latitude: float, zoom: float) -> Frame:
    """Return the frame around a point, at a zoom as the viewer counts it."""
    kept = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
    return Frame(*to_mercator(longitude, latitude), EQUATOR_METRES / _TILE / 2**kept)


def fit_frame(west: float, south: float, east: float, north: float) -> Frame:
    """Return the frame around bounds in Web Mercator."""
    share = 1 - 2 * _MARGIN
    pixel = max((east - west) / WIDTH, (north - south) / HEIGHT) / share
    least = EQUATOR_METRES / _TILE / 2**MOST_ZOOM
    return Frame((west + east) / 2, (south + north) / 2, max(pixel, least))


def to_mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """Return a position in metres of Web Mercator."""
    kept = math.radians(min(max(latitude, -MOST_LATITUDE), MOST_LATITUDE))
    return math.radians(longitude) * _RADIUS, math.asinh(math.tan(kept)) * _RADIUS


def _to_degrees(x: float, y: float) -> tuple[float, float]:
    return math.degrees(x / _RADIUS), math.degrees(math.atan(math.sinh(y / _RADIUS)))

"""The buildings with an inside in the file; all others are skipped."""

from __future__ import annotations

from collections.abc import Container, Sequence

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.tags.names import read_names
from interactive_maps.mapdata.edits.features import Building

# IMDF's categories; all other buildings have none.
_CATEGORIES = {"parking": "parking", "train_station": "transit.train", "transportation": "transit"}


class Buildings:
    """Outlines of buildings, found by positions inside."""

    def __init__(self, sites: Sequence[LocatedElement]) -> None:
        areas = (site for site in sites if site.shape.is_area)
        # Sorted by size, so that the first one at a position is the smallest.
        self._sites = sorted(areas, key=lambda site: (site.shape.geometry.area, site.key))
        self._tree = shapely.STRtree([site.shape.geometry for site in self._sites])

    def find(self, point: Point) -> LocatedElement | None:
        """Return the smallest building that contains the point."""
        hits = self._tree.query(point, predicate="intersects")
        return self._sites[int(hits.min())] if len(hits) else None

    def hold(self, geometry: BaseGeometry, kept: Container[str]) -> bool:
        """Return whether the geometry touches any of the kept buildings."""
        hits = self._tree.query(geometry, predicate="intersects").tolist()
        return any(self._sites[index].key in kept for index in hits)


def build_building(site: LocatedElement) -> Building:
    """Return an element as a building."""
    category = _CATEGORIES.get(site.tags["building"])
    return Building(
        site.key,
        read_names(site.tags),
        category=category,
        geometry=site.shape.geometry,
        properties=site.tags,
    )

"""Booths and kiosks that stand free in a hall. People walk around them, so they divide no floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Polygon

from interactive_maps.importing.recognition.geometry.areas import grow, keep_largest
from interactive_maps.importing.recognition.rooms.region import Region

_LARGEST = 8.0  # square metres
_WALL = 0.3  # metres between a booth and the floor around it
_AROUND = 2 / 3  # share of its outline that the floor surrounds: its back may stand at a wall


def fill_booths(area: Polygon, regions: Sequence[Region]) -> Polygon:
    """Return the floor of an open region together with the small regions that it surrounds, and their walls."""
    areas = [one.area for one in regions if one.labels and one.area.area <= _LARGEST]
    tree = shapely.STRtree(areas)
    near = [areas[index] for index in tree.query(area, predicate="dwithin", distance=_WALL).tolist()]
    grown = grow(np.array(near, dtype=object), _WALL)
    booths = [one for one in grown.tolist() if _is_surrounded(one, area)]
    if not booths:
        return area
    return keep_largest(shapely.union_all([area, *booths]))


def _is_surrounded(booth: Polygon, area: Polygon) -> bool:
    outline = shapely.boundary(booth)
    return bool(shapely.intersection(outline, area).length >= _AROUND * outline.length)


def leave_out_booths(room: Polygon, area: Polygon) -> Polygon:
    """Return a room without the booths in it: what it shares with the floor of the open region."""
    return keep_largest(shapely.intersection(room, area))

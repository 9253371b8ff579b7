"""The reveals of doors in thick walls: floor between both faces of a wall, which is no room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import MultiLineString, Polygon

from interactive_maps.importing.recognition.doors.threshold import Threshold

_COVERED = 0.8  # of a face
_LARGEST = 4.0  # square metres: a gate of 3 m in a wall of 1.2 m


def drop_reveals(faces: Sequence[Polygon], thresholds: Sequence[Threshold]) -> list[Polygon]:
    """Return the faces that do not lie between the lines that close both faces of a wall at an opening."""
    hulls = shapely.convex_hull([MultiLineString(list(one.lines.reshape(-1, 2, 2))) for one in thresholds])
    small = np.flatnonzero(shapely.area(list(faces)) <= _LARGEST)
    areas = np.array([faces[index] for index in small.tolist()], dtype=object)
    hull, face = shapely.STRtree(areas).query(hulls, predicate="intersects")
    shared = shapely.area(shapely.intersection(hulls[hull], areas[face]))
    gone = set(small[face[shared >= _COVERED * shapely.area(areas[face])]].tolist())
    return [one for index, one in enumerate(faces) if index not in gone]

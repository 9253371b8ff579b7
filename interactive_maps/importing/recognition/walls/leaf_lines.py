"""Lines among the walls that draw door leaves: they block nothing, and hide where a wall ends."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.geometry.areas import grow
from interactive_maps.importing.recognition.geometry.segments import to_lines

_AROUND = 0.065  # metres: half as wide again as leaves are thick


def cover_leaves(segments: Floats, leaves: Floats) -> NDArray[np.bool_]:
    """Return which ``segments`` (n, 4) lie along one of ``leaves`` (m, 4) and nowhere else."""
    covered = np.zeros(len(segments), dtype=bool)
    if len(leaves) and len(segments):
        corridors = grow(to_lines(leaves), _AROUND, cap="square")
        line = shapely.STRtree(to_lines(segments)).query(corridors, predicate="covers")[1]
        covered[np.unique(line)] = True
    return covered

"""Lines taken apart: nothing joins what was not joined."""

import numpy as np
from shapely import Polygon, box

from interactive_maps.importing.recognition.geometry.segments import (
    cast_rays,
    explode,
    measure_lengths,
    to_lines,
)


def test_the_rings_of_one_boundary_stay_apart():
    area = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 5, 5).exterior])
    pieces = explode(np.array([area.boundary]))
    assert len(pieces) == 8
    assert measure_lengths(pieces).sum() == 44


def test_a_ray_stops_at_the_first_line():
    import shapely

    tree = shapely.STRtree(to_lines(np.array([[2, -1, 2, 1], [5, -1, 5, 1]], dtype=float)))
    distance, hit = cast_rays(np.array([[0.0, 0.0], [0.0, 3.0]]), np.array([[1.0, 0.0]] * 2), 9.0, tree)
    assert (distance.tolist(), hit.tolist()) == ([2.0, np.inf], [0, -1])

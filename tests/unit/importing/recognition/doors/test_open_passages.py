"""Open passages lie along the common edges of areas, where nothing is drawn."""

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.recognition.doors.open_passages import find_passages

STAIRS, NOTHING = box(0, 0, 3, 3), np.empty((0, 4))


def find(beside, walls=NOTHING):
    return [round(one.width, 1) for one, *_ in find_passages([STAIRS, beside], [True, True], np.array(walls))]


@pytest.mark.parametrize("apart", [0.0, 0.02, 0.0201, 0.25])
def test_floor_left_over_beside_an_outline_is_open_to_it(apart):
    """Its corners are rounded, so that it is farther away in some places than in others."""
    rest = box(3 + apart, 0, 9, 3)
    bent = rest.union(box(3 + apart, 1, 9, 2).buffer(0.0005, join_style="mitre"))
    assert find(bent) == [pytest.approx(3, abs=0.1)]


def test_areas_behind_a_wall_are_not_open_to_each_other():
    assert find(box(3.4, 0, 9, 3)) == []
    assert find(box(3, 0, 9, 3), [(3, 0, 3, 2.6)]) == []

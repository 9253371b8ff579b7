"""A region is tidied: its outline is valid, and has no points on straight lines."""

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.rooms.region import Region


def test_points_on_straight_lines_go_and_corners_stay():
    notched = [(0, 0), (2, 0.001), (4, 0), (4, 3), (2.1, 3), (2.1, 2.9), (2, 2.9), (2, 3), (0, 3)]
    outline = Region(Polygon(notched)).tidied().area.exterior
    assert len(outline.coords) == len(notched)  # one point less, and the first again
    assert (2, 0.001) not in outline.coords


def test_of_an_outline_that_crosses_itself_the_largest_part_remains_and_what_is_known():
    label = RoomLabel("1", "Office", (1, 1), ())
    crossed = Region(Polygon([(0, 0), (4, 4), (4, 0), (0, 1)]), (label,), drawn=True, entity=7)
    tidied = crossed.tidied()
    assert tidied.area.is_valid
    assert tidied.area.area == pytest.approx(6.4)  # east of (0.8, 0.8)
    assert (tidied.labels, tidied.drawn, tidied.entity, tidied.label) == ((label,), True, 7, label)


def test_an_area_that_is_tidy_stays():
    court = Polygon(box(0, 0, 9, 9).exterior, [box(3, 3, 6, 6).exterior])
    assert shapely.equals(Region(court).tidied().area, court)
    assert np.ptp(shapely.get_coordinates(Region(court).tidied().area)) == 9
    assert Region(court).label is None
    assert (Region(court).drawn, Region(court).cut, Region(court).entity) == (False, False, -1)

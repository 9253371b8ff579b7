"""Areas that are written in rooms tell how long the unit is."""

import pytest
from shapely import Polygon, box

from interactive_maps.importing.recognition.floor import Floor, Room
from interactive_maps.importing.recognition.scale.areas import measure_areas
from tests.unit.importing.recognition.plans import plan, write


def measure(factor, *, written=4, wrong=0, twice=False, unit=" m²"):
    """Return what is measured of rooms whose true sides are so many times as long."""
    widths = [3.0 + index for index in range(8)]
    texts = [
        write(f"{width * 5 * factor**2 * (3 + index if index < wrong else 1):.2f}{unit}", 10 * index + 1, 2)
        for index, width in enumerate(widths[:written])
    ]
    if twice:
        texts += [write("7.00 m²", 10 * index + 1, 3) for index in range(written)]
    made = plan([], [*texts, write("Office", 1, 1), write("0 m²", 31, 1), write("999 m²", -50, 1)])
    east, north = made.origin
    rooms = [
        Room(str(index), box(10 * index - east, -north, 10 * index + width - east, 5 - north))
        for index, width in enumerate(widths)
    ]
    return measure_areas(Floor(made, tuple(rooms), (), Polygon()))


@pytest.mark.parametrize("factor", [1.0, 0.5, 2.0, 1.25])
def test_rooms_that_agree_tell_by_how_much_lengths_differ(factor):
    assert measure(factor) == pytest.approx(factor, rel=0.005)
    assert measure(factor, written=8, wrong=3) == pytest.approx(factor, rel=0.005)


def test_decimals_without_a_unit_tell_as_well():
    assert measure(0.5, unit="") == pytest.approx(0.5, rel=0.005)
    assert measure(1.0, written=8, wrong=5, unit="") is None
    assert measure(1.0, unit=" x") is None


def test_few_rooms_or_such_as_disagree_tell_nothing():
    assert measure(1.0, written=3) is None
    assert measure(1.0, written=6, wrong=3) is None
    assert measure(1.0, written=8, wrong=5) is None


def test_where_no_area_is_written_nothing_is_told():
    made = plan([], [write("Office", 1, 1)])
    assert measure_areas(Floor(made, (Room("1", box(0, 0, 3, 5)),), (), Polygon())) is None


def test_a_room_in_which_two_areas_stand_tells_nothing():
    assert measure(1.0, twice=True) is None

"""Booths that stand free in a hall do not make corridors of what is left beside them."""

import numpy as np
import pytest
import shapely
from shapely import Point, box

from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms.booths import fill_booths, leave_out_booths
from interactive_maps.importing.recognition.rooms.open_plan import divide_open_plan
from interactive_maps.importing.recognition.rooms.region import Region

HALL = box(0, 0, 6, 16)


def booth(x: float, y: float, wide: float = 2.0, name: str = "Booth") -> Region:
    labels = (RoomLabel("", name, (x + 1, y + 1), ()),) if name else ()
    return Region(box(x, y, x + wide, y + 2), labels)


def stand(*booths: Region, floor: shapely.Geometry = HALL) -> shapely.Geometry:
    """Return the floor around booths with walls of 10 cm."""
    return shapely.difference(
        floor, shapely.union_all([one.area.buffer(0.1, join_style="mitre") for one in booths])
    )


@pytest.mark.parametrize("x", [2.0, 3.8])
def test_a_booth_is_filled_also_with_its_back_to_a_wall(x):
    floor = stand(booth(x, 7))
    assert fill_booths(floor, [Region(floor), booth(x, 7)]).symmetric_difference(HALL).area < 0.5


@pytest.mark.parametrize(
    "other",
    [
        booth(2, 7, name=""),
        booth(1, 7, wide=4.5),
        Region(box(-2.1, 7, -0.1, 9), (RoomLabel("", "Closet", (-1, 8), ()),)),
    ],
    ids=["a piece without a label", "as large as a room", "behind a wall"],
)
def test_nothing_else_is(other):
    floor = stand(other)
    assert fill_booths(floor, [Region(floor), other]) is floor


def test_a_booth_is_left_out_of_its_room():
    floor = stand(booth(2, 7))
    assert leave_out_booths(box(0, 5, 6, 16), floor).area == pytest.approx(66 - 2.2 * 2.2)
    assert leave_out_booths(box(8, 0, 9, 1), floor).is_empty


def swing(x: float, y: float) -> Threshold:
    start, end = (x, y - 0.45), (x, y + 0.45)
    return Threshold(start, end, Evidence.SWING, np.array([[*start, *end]]))


def test_a_corridor_ends_where_it_opens_into_a_hall_with_booths():
    booths = [booth(3.1, y) for y in (1.0, 6.0, 11.0)]
    building = shapely.union_all([HALL, box(-12, 2, 0, 4.4), box(-2, 16, 10, 26)])
    labels = (RoomLabel("1", "Hallway", (-5, 3), ()), RoomLabel("2", "Office", (4, 22), ()))
    region = Region(stand(*booths, floor=building), labels)
    doors = [swing(3, one.area.centroid.y) for one in booths]
    doors += [swing(0, 8), swing(0, 12), swing(-10, 2), swing(-6, 4.4), swing(-3, 2)]
    divided = divide_open_plan([region, *booths], doors, Limits(), Account().begin("dividing"))
    hallway = next(one for one in divided if any(label.name == "Hallway" for label in one.labels))
    hall = next(one for one in divided if one.area.contains(Point(1.5, 9)))
    assert hallway.area.symmetric_difference(box(-12, 2, 0, 4.4)).area < 1
    assert not hall.labels
    assert hall.area.area == pytest.approx(stand(*booths).area, abs=1)

"""In open plan, written areas say where one room ends and the next begins."""

import numpy as np
import pytest
from shapely import Polygon, box
from shapely.affinity import rotate, translate

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms.open_plan import divide_open_plan
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.importing.recognition.rooms.written_areas import agree, cut_as_written

NO_DOORS = np.empty((0, 2))


def alike(one, other):
    return one.intersection(other).area >= 0.99 * one.union(other).area


@pytest.mark.parametrize("degrees", [0, 30, 90, 200])
def test_a_rectangle_is_cut_across_where_the_areas_say(degrees):
    """A living room of 6 m and a kitchen of 3 m, both 4 m deep; the labels stand anywhere."""
    rooms = [box(0, 0, 6, 4), box(6, 0, 9, 4)]

    def place(shape):
        return translate(rotate(shape, degrees, origin=(0, 0)), 20, -10)

    whole = place(box(0, 0, 9, 4))
    places = np.array([place(Polygon(one.buffer(0).exterior)).centroid.coords[0] for one in rooms])
    cuts = cut_as_written(whole, places, [24.0, 12.0], NO_DOORS)
    assert cuts is not None
    assert all(alike(cut, place(room)) for cut, room in zip(cuts, rooms, strict=True))


def test_three_rooms_are_cut_apart_one_after_the_other():
    rooms = [box(0, 0, 5, 4), box(5, 0, 8, 4), box(0, 4, 8, 7)]
    places = np.array([room.centroid.coords[0] for room in rooms])
    cuts = cut_as_written(box(0, 0, 8, 7), places, [20.0, 12.0, 24.0], NO_DOORS)
    assert cuts is not None
    assert all(map(alike, cuts, rooms))


def test_a_cut_ends_at_a_corner_nearby():
    whole = Polygon([(0, 0), (9, 0), (9, 3), (6, 3), (6, 4), (0, 4)])
    cuts = cut_as_written(whole, np.array([(3.0, 2.0), (7.5, 2.0)]), [23.7, 9.3], NO_DOORS)
    assert cuts is not None
    assert cuts[0].equals(box(0, 0, 6, 4))


def test_no_room_ends_in_a_door():
    places = np.array([(3.0, 2.0), (7.5, 2.0)])
    for x, is_cut in ((6.2, False), (7.0, True)):
        cuts = cut_as_written(box(0, 0, 9, 4), places, [24.0, 12.0], np.array([(x, 4.1)]))
        assert (cuts is not None) == is_cut


def test_areas_that_do_not_add_up_cut_nothing():
    places = np.array([(3.0, 2.0), (7.5, 2.0)])
    assert cut_as_written(box(0, 0, 9, 4), places, [24.0, 8.0], NO_DOORS) is None
    assert cut_as_written(box(0, 0, 9, 4), places, [30.0, 12.0], NO_DOORS) is None
    assert cut_as_written(box(0, 0, 9, 4), places, [0.0, 0.0], NO_DOORS) is None


def test_labels_on_the_wrong_side_of_every_cut_cut_nothing():
    assert cut_as_written(box(0, 0, 9, 4), np.array([(7.0, 2.0), (7.5, 2.0)]), [24.0, 12.0], NO_DOORS) is None


def test_rooms_agree_up_to_an_eighth():
    assert agree([box(0, 0, 6, 4), box(0, 0, 3, 4)], [22.0, 12.0])
    assert not agree([box(0, 0, 6, 4), box(0, 0, 3, 4)], [24.0, 10.0])


def test_an_open_region_is_divided_as_its_labels_say():
    def divide(*areas):
        labels = [RoomLabel("", "Living", (4.5, 2.0), (), area=areas[0])]
        labels += [RoomLabel("", "Kitchen", (8.5, 2.0), (), area=areas[1])]
        region = Region(box(0, 0, 9, 4), tuple(labels))
        return divide_open_plan([region], [], Limits(), Step("dividing"))

    living, kitchen = divide(28.0, 8.0)
    assert alike(living.area, box(0, 0, 7, 4))
    assert alike(kitchen.area, box(7, 0, 9, 4))
    assert (living.label.name, kitchen.label.name, living.cut, kitchen.cut) == (
        "Living",
        "Kitchen",
        True,
        True,
    )
    assert not alike(divide(28.0, None)[0].area, box(0, 0, 7, 4))


@pytest.mark.parametrize(
    ("size", "number", "parts"), [(40.0, "", 1), (42.0, "", 1), (20.0, "", 2), (40.0, "2", 2)]
)
def test_a_label_with_the_area_of_the_whole_region_names_it_all(size, number, parts):
    living = RoomLabel("", "Living", (2.0, 2.0), (), area=size)
    kitchen = RoomLabel(number, "Kitchen", (8.0, 2.0), ())
    found = divide_open_plan([Region(box(0, 0, 10, 4), (living, kitchen))], [], Limits(), Step("dividing"))
    assert len(found) == parts
    assert living in [label for region in found for label in region.labels]

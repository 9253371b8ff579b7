"""Corridors are carved out of open plan: narrow, long, with doors, and with no label but one that says so."""

import numpy as np
import pytest
import shapely
from shapely import Point, Polygon, box

from interactive_maps.importing.recognition.rooms.corridors import carve_corridors

# Two halls with a strip of 2 by 12 metres between them.
AREA = Polygon(
    [(0, 0), (8, 0), (8, 4), (20, 4), (20, 0), (28, 0), (28, 10), (20, 10), (20, 6), (8, 6), (8, 10), (0, 10)]
)
LABELS = np.array([[4.0, 5.0], [24.0, 5.0]])
DOORS = np.array([[11.0, 3.9], [16.0, 6.1]])
NOWHERE = np.empty((0, 2))


def test_a_strip_with_doors_is_a_corridor():
    strips, rest = carve_corridors(AREA, LABELS, DOORS, NOWHERE)
    assert len(strips) == 1
    assert strips[0].intersection(box(8, 4, 20, 6)).area > 0.9 * strips[0].area > 20
    assert sorted(round(part.area, -1) for part in rest) == [80, 80]


def test_a_strip_without_doors_or_with_a_label_is_none():
    assert carve_corridors(AREA, LABELS, DOORS[:0], NOWHERE) == ([], [AREA])
    named = np.concatenate([LABELS, [[14.0, 5.0]]])
    assert carve_corridors(AREA, named, DOORS, NOWHERE) == ([], [AREA])


def test_one_door_is_enough_for_a_strip_that_is_open_at_both_ends():
    assert [round(strip.area) for strip in carve_corridors(AREA, LABELS, DOORS[:1], NOWHERE)[0]] == [24]
    blind = shapely.intersection(AREA, box(0, 0, 20, 10))
    assert carve_corridors(blind, LABELS[:1], DOORS[:1], NOWHERE) == ([], [blind])
    assert len(carve_corridors(blind, LABELS[:1], DOORS, NOWHERE)[0]) == 1


@pytest.mark.parametrize(("depth", "count"), [(1.0, 2), (0.05, 0)])
def test_a_corridor_goes_on_before_and_behind_a_recess_that_is_a_room(depth, count):
    """The recess and what lies before it are wider than the corridor, though narrower than a hall."""
    area = shapely.union(box(0, 0, 30, 1.7), box(12, 1.7, 16, 1.7 + depth))
    doors = np.array([[3.0, 0.0], [6.0, 0.0], [21.0, 0.0], [25.0, 0.0]])
    strips, rest = carve_corridors(area, np.array([[14.0, 1.2]]), doors, NOWHERE)
    assert len(strips) == count
    if count:
        assert sorted(round(strip.area / 1.7) for strip in strips) == [12, 14]
        assert [part.contains(Point(14.0, 1.2)) for part in rest] == [True]


def test_a_recess_is_cut_out_of_a_corridor_that_leads_to_a_hall():
    area = shapely.union_all([box(0, 0, 30, 1.7), box(12, 1.7, 16, 2.7), box(30, -5, 40, 6)])
    doors = np.array([[3.0, 0.0], [6.0, 0.0], [21.0, 0.0], [25.0, 0.0]])
    strips, rest = carve_corridors(area, np.array([[14.0, 1.2], [35.0, 0.0]]), doors, NOWHERE)
    assert sorted(round(strip.area / 1.7) for strip in strips) == [12, 14]
    assert sorted(round(part.area) for part in rest) == [11, 110]


def test_a_strip_that_says_so_is_a_corridor_without_doors():
    for doors in (DOORS, DOORS[:0]):
        strips, rest = carve_corridors(AREA, LABELS, doors, np.array([[14.0, 5.0]]))
        assert [round(strip.area) for strip in strips] == [24]
        assert len(rest) == 2


def test_a_strip_with_two_that_say_so_stays_whole():
    assert carve_corridors(AREA, LABELS, DOORS, np.array([[10.0, 5.0], [18.0, 5.0]])) == ([], [AREA])


def test_a_corridor_that_says_so_holds_the_wider_parts_that_nobody_names():
    """The hall in the middle is where the corridor widens; the room at the end is another's."""
    area = Polygon(
        [
            *((0, 4), (8, 4), (8, 0), (16, 0), (16, 4), (24, 4), (24, 0), (32, 0)),
            *((32, 10), (24, 10), (24, 6), (16, 6), (16, 10), (8, 10), (8, 6), (0, 6)),
        ]
    )
    signed = np.array([[4.0, 5.0]])
    doors = np.array([[18.0, 3.9], [22.0, 6.1]])
    strips, rest = carve_corridors(area, np.array([[28.0, 5.0]]), doors, signed)
    assert [round(strip.area, -1) for strip in strips] == [110]
    assert [round(part.area, -1) for part in rest] == [80]
    assert shapely.union_all([*strips, *rest]).symmetric_difference(area).area < 2.0


def test_a_room_that_is_narrow_itself_stays_whole():
    room = box(0, 0, 2, 12)
    assert carve_corridors(
        room, np.array([[1.0, 3.0], [1.0, 9.0]]), np.array([[0.0, 2.0], [0.0, 8.0]]), NOWHERE
    ) == (
        [],
        [room],
    )


def carve(width=2.0, length=12.0, *, off=0.0, labels=None):
    """Return the area of the strip between two halls, if it is one; doors are so far off its long sides."""
    strip = box(8, 5 - width / 2, 8 + length, 5 + width / 2)
    area = shapely.union_all([box(0, 0, 8, 10), strip, box(8 + length, 0, 16 + length, 10)])
    doors = [[8 + length / 3, 5 - width / 2 - off], [8 + 2 * length / 3, 5 + width / 2 + off]]
    places = (
        np.array([[4.0, 5.0], [12.0 + length, 5.0]]) if labels is None else np.array(labels).reshape(-1, 2)
    )
    strips, rest = carve_corridors(area, places, np.array(doors), NOWHERE)
    assert sum(part.area for part in (*strips, *rest)) == pytest.approx(area.area, rel=0.01)
    if not strips:
        assert rest == [area]
        return None
    assert len(strips) == 1
    assert strips[0].symmetric_difference(strip).area < 0.1 * strip.area
    return strips[0].area


@pytest.mark.parametrize(("width", "is_corridor"), [(3.0, True), (3.2, False), (1.0, True), (0.7, False)])
def test_a_corridor_is_wide_enough_to_walk_and_narrower_than_a_room(width, is_corridor):
    assert (carve(width) is not None) == is_corridor


@pytest.mark.parametrize(
    ("width", "length", "is_corridor"), [(2, 3.7, False), (2, 4.4, True), (1, 4.7, False), (1, 5.4, True)]
)
def test_a_corridor_is_some_metres_long_and_has_some_area(width, length, is_corridor):
    assert (carve(width, length) is not None) == is_corridor


@pytest.mark.parametrize(("off", "is_corridor"), [(0.55, True), (0.65, False)])
def test_doors_open_into_a_corridor_beside_it(off, is_corridor):
    assert (carve(off=off) is not None) == is_corridor


def test_halls_without_a_label_are_halls_where_they_are_large():
    assert carve(labels=[]) is not None


def test_what_has_no_doors_at_all_has_no_corridor():
    assert carve_corridors(AREA, LABELS, NOWHERE, NOWHERE) == ([], [AREA])


def test_rooms_that_are_narrow_all_over_are_not_carved():
    area = shapely.union_all([box(0, 0, 2, 12), box(0.6, 12, 1.4, 13), box(0, 13, 2, 25)])
    doors = np.array([[0.0, 3.0], [0.0, 9.0]])
    assert carve_corridors(area, np.array([[1.0, 15.0]]), doors, NOWHERE) == ([], [area])


def test_a_hall_that_is_called_a_corridor_leaves_the_strip_beside_it_one():
    labels, signed = np.array([[3.0, 5.0], [24.0, 5.0]]), np.array([[5.0, 5.0]])
    strips, rest = carve_corridors(AREA, labels, DOORS, signed)
    assert ([round(part.area) for part in strips], len(rest)) == ([24], 2)

"""Pieces of an open region join across their longest borders: rooms with labels, and the ways between them, apart."""

import numpy as np
import pytest
import shapely
from shapely import Point, box

from interactive_maps.importing.recognition.rooms.dividing import divide_region
from interactive_maps.importing.recognition.rooms.joining import join_pieces

ROOM, PLACE, HALL = box(0, 0, 6, 6), box(6, 0, 12, 6), box(12, 0, 18, 6)


def join(borders, *, named=(), corridors=(), doors=(0, 0, 0)):
    return sorted(map(sorted, join_pieces([ROOM, PLACE, HALL], named, corridors, doors, borders)))


def test_the_longest_border_decides_and_labels_stay_apart():
    assert join([(3, 0, 1), (2, 1, 2)], named=[0, 2]) == [[0, 1], [2]]
    assert join([(2, 0, 1), (3, 1, 2)], named=[0, 2]) == [[0], [1, 2]]
    assert join([(2, 0, 1), (3, 1, 2)]) == [[0, 1, 2]]


def test_what_opens_more_widely_to_a_corridor_than_to_a_room_belongs_to_the_corridor():
    assert join([(2, 0, 1), (3, 1, 2)], named=[0], corridors=[2]) == [[0], [1, 2]]
    assert join([(3, 0, 1), (2, 1, 2)], named=[0], corridors=[2]) == [[0, 1], [2]]


@pytest.mark.parametrize(("doors", "groups"), [(2, [[0, 1]]), (3, [[0], [1]])])
def test_a_hall_that_three_doors_open_into_is_no_part_of_a_room(doors, groups):
    assert sorted(map(sorted, join_pieces([ROOM, PLACE], [0], [], [0, doors], [(2.0, 0, 1)]))) == groups


@pytest.mark.parametrize(("width", "count"), [(6, 1), (4, 1), (3, 2)])
def test_ways_join_where_they_go_on_at_about_the_same_width(width, count):
    beside = box(6, 0, 12, width)
    assert len(join_pieces([ROOM, beside], [], [], [3, 3], [])) == count
    assert len(join_pieces([ROOM, beside], [], [0, 1], [0, 0], [])) == count


def test_ways_that_meet_at_a_part_of_their_width_stay_apart():
    assert len(join_pieces([ROOM, box(6, 3, 12, 9)], [], [0, 1], [0, 0], [])) == 2
    assert len(join_pieces([ROOM, box(6.2, 0, 12, 6)], [], [0, 1], [0, 0], [])) == 2


def test_ways_are_as_wide_as_they_are_where_they_meet():
    """A hall at the far end of a corridor makes it no wider here."""
    far = shapely.union(box(6, 0, 20, 2), box(20, 0, 29, 9))
    assert len(join_pieces([box(0, 0, 6, 2), far], [], [0, 1], [0, 0], [])) == 1


def test_scraps_of_ways_belong_to_the_way_that_they_open_to_most_widely():
    scrap, strip = box(6, 0, 7.5, 1.5), box(7.5, 0.8, 20, 2.8)
    groups = join_pieces([ROOM, scrap, strip], [], [0, 1, 2], [0, 0, 0], [])
    assert groups == [[0, 1], [2]]


def test_pieces_of_one_way_join_however_they_meet():
    pieces = [ROOM, box(6, 0, 7, 6), box(7, 0, 7.4, 6)]
    assert join_pieces(pieces, [0], [], [0, 0, 0], [(1, 1, 2), (6, 0, 1)], {1, 2}) == [[0], [1, 2]]
    assert join_pieces(pieces, [0], [], [0, 0, 0], [(1, 1, 2), (6, 0, 1)]) == [[0, 1, 2]]


def test_a_lounge_ends_where_the_hall_beside_it_begins():
    lounge, mouth, hall = box(0, 0, 8, 8), box(8, 3, 8.3, 5), box(8.3, 0, 18, 8)
    booth = box(18, 3, 18.3, 5), box(18.3, 0, 22, 8)
    floor = shapely.union_all([lounge, mouth, hall, *booth])
    doors = np.array([(10.0, 0.0), (13.0, 0.0), (13.0, 8.0)])
    seeds = np.array([(4.0, 4.0), (20.0, 4.0)])
    parts = divide_region([floor], seeds, (), doors)
    (middle,) = (part for part, held in parts if not held)
    assert middle.symmetric_difference(hall).area < 1
    assert [part.contains(Point(seeds[held[0]])) for part, held in parts if held] == [True, True]
    assert len(divide_region([floor], seeds, (), doors[:2])) == 2


def test_the_width_of_a_way_counts_where_it_meets_another():
    way = box(0, 0, 10, 2)
    widening = box(10, 0, 30, 2).union(box(25, 0, 30, 9))
    assert len(join_pieces([way, widening], [], [0, 1], [0, 0], [])) == 1
    assert len(join_pieces([way, box(10, 0, 30, 9)], [], [0, 1], [0, 0], [])) == 2


def test_ways_that_only_touch_stay_apart():
    assert len(join_pieces([box(0, 0, 6, 6), box(6, 6, 12, 12)], [], [0, 1], [0, 0], [])) == 2
    comb = shapely.union_all([box(6, 0, 7, 1), box(6, 5, 7, 6), box(7, 0, 12, 6)])
    assert len(join_pieces([box(0, 0, 6, 6), comb], [], [0, 1], [0, 0], [])) == 2


def test_ways_with_labels_remain_as_many_though_they_go_on_in_each_other():
    assert len(join_pieces([ROOM, PLACE], [0, 1], [0, 1], [0, 0], [])) == 2
    assert len(join_pieces([ROOM, PLACE, HALL], [0, 2], [0, 1, 2], [0, 0, 0], [])) == 2


def test_a_narrow_room_is_one_all_along_though_many_doors_open_into_it():
    borders = [(1.66, 0, 1), (1.663, 1, 2), (1.662, 2, 3)]
    pieces = [box(2 * n, 0, 2 * n + 2, 1.66) for n in range(4)]
    assert join_pieces(pieces, [0], [], [0, 1, 1, 1], borders) == [[0, 1, 2, 3]]

"""Corridors are carved out of open plan: narrow, long, with doors, and with no label but one that says so."""

import numpy as np
from shapely import Polygon, box

from interactive_maps.importing.recognition.rooms.corridors import carve_corridors

# Two halls with a strip of 2 by 12 metres between them.
AREA = Polygon(
    [(0, 0), (8, 0), (8, 4), (20, 4), (20, 0), (28, 0), (28, 10), (20, 10), (20, 6), (8, 6), (8, 10), (0, 10)]
)
LABELS = np.array([[4.0, 5.0], [24.0, 5.0]])
DOORS = np.array([[11.0, 3.9], [16.0, 6.1]])


def test_a_strip_with_doors_is_a_corridor():
    strips, rest = carve_corridors(AREA, LABELS, DOORS)
    assert len(strips) == 1
    assert strips[0].intersection(box(8, 4, 20, 6)).area > 0.9 * strips[0].area > 20
    assert sorted(round(part.area, -1) for part in rest) == [80, 80]


def test_a_strip_without_doors_or_with_a_label_is_none():
    assert carve_corridors(AREA, LABELS, DOORS[:1]) == ([], [AREA])
    named = np.concatenate([LABELS, [[14.0, 5.0]]])
    assert carve_corridors(AREA, named, DOORS) == ([], [AREA])


def test_a_strip_that_says_so_is_a_corridor_without_doors():
    for doors in (DOORS, DOORS[:0]):
        strips, rest = carve_corridors(AREA, LABELS, doors, np.array([[14.0, 5.0]]))
        assert [round(strip.area) for strip in strips] == [24]
        assert len(rest) == 2


def test_a_strip_with_two_that_say_so_stays_whole():
    assert carve_corridors(AREA, LABELS, DOORS, np.array([[10.0, 5.0], [18.0, 5.0]])) == ([], [AREA])


def test_a_room_that_is_narrow_itself_stays_whole():
    room = box(0, 0, 2, 12)
    assert carve_corridors(room, np.array([[1.0, 3.0], [1.0, 9.0]]), np.array([[0.0, 2.0], [0.0, 8.0]])) == (
        [],
        [room],
    )

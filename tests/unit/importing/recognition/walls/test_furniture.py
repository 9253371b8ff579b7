"""Beds, wardrobes and tubs stand along walls; walls meet walls with their ends."""

import numpy as np
import pytest
from shapely import Polygon, box

from interactive_maps.importing.recognition.walls.furniture import find_furniture
from tests.unit.importing.recognition.plans import frame, plan, write

ROOM = [*frame(0, 0, 5, 4), *frame(-0.2, -0.2, 5.2, 4.2)]


def find(lines, *, texts=(), outlines=(), above=()):
    """Return which lines beside those of a room of 5 m by 4 m are furniture, as lines and in any order.

    Lines ``above`` the cut are drawn as well.
    """
    every = np.array([*ROOM, *lines], dtype=float)
    made = plan([*every.tolist(), *above], texts)
    moved = [Polygon(np.array(one.exterior.coords) - made.origin) for one in outlines]
    cut = made.segments[: len(every)]
    found = find_furniture(made, cut, moved, cut)
    assert not found[: len(ROOM)].any()
    order = np.arange(len(every))[::-1]
    assert (find_furniture(made, cut[order], moved, cut) == found[order]).all()
    return found[len(ROOM) :].tolist()


@pytest.mark.parametrize("off", [0.0, 0.02, 0.05])
def test_a_wardrobe_has_its_back_to_a_wall(off):
    wardrobe = [*frame(1, off, 2.8, off + 0.6), (1, off, 2.8, off + 0.6), (1, off + 0.3, 2.8, off + 0.3)]
    assert find(wardrobe) == [True] * 6


def test_furniture_is_off_a_wall_by_some_centimetres_only():
    assert find(frame(1, 0.1, 2.8, 0.7)) == [False] * 4


def test_a_bed_has_its_head_to_a_wall_and_pillows_on_it():
    bed = [*frame(1, 0.01, 2.6, 2.01), *frame(1.1, 0.1, 1.7, 0.5), (1, 0.6, 2.6, 0.6)]
    assert find(bed) == [True] * 9


def test_the_end_of_a_wall_that_meets_another_is_not_a_back():
    assert find(frame(2, 0, 2.5, 2.4)) == [False] * 4
    assert find(frame(2, 0, 2.12, 2.4)) == [False] * 4


def test_thin_small_and_large_outlines_are_not_furniture():
    assert find(frame(1, 0, 2.8, 0.4)) == [False] * 4
    assert find(frame(1, 0, 1.5, 0.5)) == [False] * 4
    assert find(frame(1, 0, 3.5, 2.1)) == [False] * 4


@pytest.mark.parametrize(
    ("wide", "deep", "is_one"), [(0.4, 0.18, True), (0.18, 0.4, False), (0.4, 0.35, False)]
)
def test_a_cistern_stands_along_a_wall(wide, deep, is_one):
    assert find(frame(1, 0.01, 1 + wide, 0.01 + deep)) == [is_one] * 4


def test_an_outline_of_any_form_stands_at_walls_but_with_a_text_it_is_a_room():
    counter = [(0, 0), (3, 0), (3, 0.6), (0.6, 0.6), (0.6, 2.5), (0, 2.5)]
    lines = [(*one, *other) for one, other in zip(counter, [*counter[1:], counter[0]], strict=True)]
    assert find(lines, outlines=[Polygon(counter)]) == [True] * 6
    assert find(lines) == [False] * 6
    tub = frame(1, 0, 2.7, 0.7)
    assert find(tub, outlines=[box(1, 0, 2.7, 0.7)]) == [True] * 4
    assert find(tub, texts=[write("WC", 1.8, 0.35)]) == [False] * 4
    assert find(tub, texts=[write("Bathroom", 1.3, 0.35)]) == [True] * 4
    assert find(tub, texts=[write("Bathroom", 1.8, 0.35, degrees=90)]) == [True] * 4


def test_a_line_no_longer_than_the_side_is_not_a_wall():
    assert find([*frame(2, 2, 3.8, 2.6), (2, 1.98, 3.85, 1.98)]) == [False] * 5
    assert find([*frame(2, 2, 3.8, 2.6), (2, 1.98, 3.95, 1.98)]) == [True] * 4 + [False]


def test_without_lines_there_is_no_furniture():
    assert find_furniture(plan([]), np.empty((0, 4)), [], np.empty((0, 4))).tolist() == []


def test_tables_and_seats_stand_free_in_the_room():
    table = frame(1.5, 1.5, 3.1, 2.0)
    seats = [side for x in (1.6, 2.4) for side in frame(x, 2.08, x + 0.44, 2.5)]
    assert find([*table, *seats]) == [True] * 12
    assert find([*table, *seats, (1.0, 1.8, 1.5, 1.8)])[:4] == [False] * 4


def test_axes_and_ceilings_run_over_what_stands_free():
    table = frame(1.5, 1.5, 3.1, 2.0)
    assert find(table, above=[(1.5, -1.0, 1.5, 5.0), (0.0, 1.4, 5.0, 1.4)]) == [True] * 4


def test_four_equal_seats_make_a_table_whatever_is_written_over_it_or_stands_beside_them():
    table, name = frame(1.5, 1.5, 3.1, 2.2), write("Office", 2.3, 1.85)
    seats = [side for x in (1.6, 2.4) for y in (1.0, 2.28) for side in frame(x, y, x + 0.44, y + 0.42)]
    shelf = (1.0, 0.95, 4.0, 0.95)
    assert find([*table, *seats], texts=[name]) == [True] * 20
    assert find([*table, *seats, shelf]) == [True] * 20 + [False]
    assert find([*table, *seats[:12], shelf], texts=[name]) == [False] * 17
    other = [*seats[:12], *frame(2.4, 2.28, 2.9, 2.78)]
    assert find([*table, *other, shelf], texts=[name]) == [False] * 21


def test_piers_shafts_and_thick_walls_stand_free_as_well_but_are_no_furniture():
    assert find(frame(1.5, 1.5, 1.8, 2.5)) == [False] * 4
    shaft = [*frame(1.5, 1.5, 3.0, 3.0), *frame(1.6, 1.6, 2.9, 2.9)]
    assert find(shaft) == [False] * 8

"""Lines whose length is written beside them are dimensions, and no walls."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.walls.dimension_lines import find_dimension_lines, read_lengths
from tests.unit.importing.recognition.plans import plan, write

LINE = (0.0, 0.0, 5.2, 0.0)


def find(lines, *texts):
    """Return which of some lines are dimensions, in a plan of theirs whose origin is that of the lines."""
    made = plan(lines, texts)
    return find_dimension_lines(made, made.segments).tolist()


@pytest.mark.parametrize(
    "said", ["5.20", "5,20", "520", "5200", "5", "5.25", " 5.20 ", "17'", "17'-0\"", "17' 1\""]
)
def test_a_line_as_long_as_the_text_above_it_says_is_a_dimension(said):
    line = (0, 0, 5, 0) if said == "5" else LINE
    assert find([line], write(said, 2.6, 0.2)) == [True]


@pytest.mark.parametrize("said", ["5.35", "5.05", "12", "535", "18'", "A 5.20", "", "0", "5.2.0"])
def test_a_line_of_another_length_is_none(said):
    assert find([LINE], write(said, 2.6, 0.2)) == [False]


def test_a_text_belongs_to_the_nearest_line_that_it_runs_along():
    near, far = LINE, (0.0, -0.4, 5.2, -0.4)
    assert find([far, near], write("5.20", 2.6, 0.1)) == [False, True]
    crossing = (2.6, -3.0, 2.6, 2.2)
    assert find([crossing], write("5.20", 2.9, 0.1)) == [True]  # upright beside a line that is not level
    assert find([crossing], write("5.20", 2.9, 0.1, degrees=3)) == [True]  # turned a little
    assert find([crossing], write("5.20", 2.9, 0.1, degrees=6)) == [False]
    slanting = (0.0, 0.0, 3.677, 3.677)
    assert find([slanting], write("5.20", 1.8, 2.0)) == [False]
    assert find([slanting], write("5.20", 1.8, 2.0, degrees=45)) == [True]


def test_among_walls_a_figure_beside_one_is_its_length():
    made = plan([LINE], [write("5.20", 2.6, 0.2)])
    assert not find_dimension_lines(made, made.segments, by_figures=False).any()
    ticks = [(x - 0.1, -0.1, x + 0.1, 0.1) for x in (0.0, 5.2)]
    made = plan([LINE, *ticks], [])
    assert find_dimension_lines(made, made.segments, by_figures=False).all()


def test_a_text_far_off_says_nothing():
    assert find([LINE], write("5.20", 2.6, 0.5)) == [True]
    assert find([LINE], write("5.20", 2.6, 0.7)) == [False]
    assert find([LINE], write("5.20", 2.6, 0.7, height=0.3)) == [True]


def test_the_parts_of_a_chain_add_up():
    texts = [write(said, x, 0.2) for said, x in (("1.20", 0.6), ("3.00", 2.7), ("1.00", 4.7))]
    assert find([LINE], *texts) == [True]
    assert find([LINE], *texts[:2]) == [False]
    millimetres = [write(said, x, 0.2) for said, x in (("1200", 0.6), ("4000", 3.2))]
    assert find([LINE], *millimetres) == [True]


def test_a_text_is_not_counted_for_two_lines():
    lines = [LINE, (0.0, 0.3, 5.2, 0.3)]
    assert find(lines, write("5.20", 2.6, 0.1)) == [True, False]


def test_a_line_shorter_than_its_text_leaves_it_to_a_longer_one():
    lines = [(2.0, 0.1, 3.2, 0.1), LINE]
    assert find(lines, write("5200", 2.6, 0.15)) in ([False, True], [False, False])
    assert find(lines, write("17'-0 3/4\"", 2.6, 0.15)) == [False, True]


def test_strokes_across_a_dimension_are_its_ticks():
    ticks = [(-0.1, -0.1, 0.1, 0.1), (5.1, -0.1, 5.3, 0.1)]
    wall = [(0.0, -0.2, 0.0, 0.2), (2.0, 0.02, 2.4, 0.02), (-0.1, 0.9, 0.1, 1.1), (1.0, -0.4, 1.8, 0.4)]
    found = find([*ticks, LINE, *wall], write("5.20", 2.6, 0.2))
    assert found == [True, True, True, False, False, False, False]
    assert find([*ticks, LINE]) == [True] * 3, "no wall has slanting strokes through both ends"
    assert find([ticks[0], LINE]) == [False] * 2


def test_without_lines_or_figures_nothing_is_found():
    assert find([]) == []
    assert find_dimension_lines(plan([], [write("5.20", 0, 0)]), np.empty((0, 4))).tolist() == []


@pytest.mark.parametrize(
    ("said", "metres"),
    [
        ("885", (0.885, 8.85, 885)),
        ("3,75", (0.00375, 0.0375, 3.75)),
        ("10'", (3.048,) * 3),
        ("1'-6\"", (0.4572,) * 3),
        ('6 1/2"', (0.1651,) * 3),
        ("1/2''", (0.0127,) * 3),
        ("2’-3”", (0.6858,) * 3),
        ("0'", ()),
        ("B12", ()),
        ("", ()),
        ("1234567", ()),
    ],
)
def test_lengths_are_read_in_each_unit_that_they_may_be_in(said, metres):
    assert list(read_lengths(said)) == pytest.approx(metres)


@pytest.mark.parametrize(
    ("said", "is_dimension"), [("1.02", True), ("0.98", True), ("1.03", False), ("0.97", False)]
)
def test_a_centimetre_and_a_little_of_its_length_may_be_rounded(said, is_dimension):
    assert find([(0, 0, 1, 0)], write(said, 0.5, 0.2)) == [is_dimension]


@pytest.mark.parametrize(
    ("length", "rise", "is_dimension"),
    [(5.2, 0.1, True), (0.6, 0.1, True), (0.59, 0.1, False), (5.2, 0.24, True), (5.2, 0.3, False)],
)
@pytest.mark.parametrize("place", [(0, 0), (30, 7)])
def test_ticks_are_short_and_their_line_is_not(length, rise, is_dimension, place):
    ticks = [(x - 0.75 * rise, -rise, x + 0.75 * rise, rise) for x in (0, length)]
    lines = np.array([(0, 0, length, 0), *ticks]) + place * 2
    assert find_dimension_lines(plan([]), lines).tolist() == [is_dimension] * 3


@pytest.mark.parametrize(("length", "is_dimension"), [(0.25, True), (0.24, False), (0.5, True)])
def test_a_dimension_has_some_length(length, is_dimension):
    assert find([(0, 0, length, 0)], write(f"{length:.2f}", length / 2, 0.2)) == [is_dimension]


@pytest.mark.parametrize(("degrees", "is_dimension"), [(3.5, True), (4.5, False), (90, True), (86, False)])
def test_figures_run_along_their_line_or_across(degrees, is_dimension):
    assert find([LINE], write("5.20", 2.6, 0.2, degrees=degrees)) == [is_dimension]


def test_figures_of_a_chain_belong_to_no_line_that_is_shorter_than_each():
    texts = write("10'", 1.5, 0.15), write("7' 3/4\"", 4.0, 0.15)
    assert find([(1.0, 0.05, 2.6, 0.05), LINE], *texts) == [False, True]


def test_ticks_are_at_both_ends():
    first, last = (-0.1, -0.1, 0.1, 0.1), (5.1, -0.1, 5.3, 0.1)
    assert find([first, LINE, last]) == [True] * 3
    for off in (-0.5, 0.05):
        assert find([first, LINE, (5.1 + off, -0.1, 5.3 + off, 0.1)]) == [False] * 3
        assert find([last, LINE, (-0.1 + off, -0.1, 0.1 + off, 0.1)]) == [False] * 3


def test_oblique_corners_and_jogs_of_walls_are_no_ticks():
    jogs = [(-0.04, 0.04, 0.0, 0.0), (5.2, 0.0, 5.24, -0.04)]
    assert find([LINE, *jogs]) == [False] * 3, "they begin where the wall ends"
    assert find([LINE, *jogs], write("5.20", 2.6, 0.2)) == [True, False, False]


@pytest.mark.parametrize(
    ("last", "is_dimension"),
    [
        ((5.1, -0.1, 5.3, 0.1), True),
        ((5.3, 0.1, 5.1, -0.1), True),
        ((5.105, -0.095, 5.295, 0.095), True),
        ((5.12, -0.08, 5.28, 0.08), False),
        ((5.1, 0.1, 5.3, -0.1), False),
        ((5.1, -0.12, 5.3, 0.12), False),
    ],
)
def test_both_ticks_are_alike(last, is_dimension):
    assert find([(-0.1, -0.1, 0.1, 0.1), LINE, last]) == [is_dimension] * 3


def test_crosses_have_a_tick_of_each_sense():
    cross = np.array([(-0.1, -0.1, 0.1, 0.1), (-0.1, 0.1, 0.1, -0.1)])
    assert find([*cross, LINE, *np.add(cross, (5.2, 0.0, 5.2, 0.0))]) == [True] * 5


TICKED = [(-0.1, -0.1, 0.1, 0.1), LINE, (5.1, -0.1, 5.3, 0.1)]


@pytest.mark.parametrize(
    ("line", "is_extension"),
    [
        ((5.2, -0.5, 5.2, 0.25), True),
        ((5.2, 0.5, 5.2, -0.25), True),
        ((5.21, -0.5, 5.21, 0.25), True),
        ((5.3, -0.5, 5.3, 0.25), False),  # beside its end
        ((3.0, -0.5, 3.0, 0.25), False),
        ((5.2, -0.5, 5.2, 0.05), False),  # it ends there
        ((5.2, -0.9, 5.2, 0.25), False),  # as long as a wall
        ((5.2, -0.3, 5.2, 0.3), False),
        ((5.1, -0.5, 5.25, 0.25), False),
    ],
)
def test_a_short_line_across_the_end_of_a_dimension_is_its_extension(line, is_extension):
    assert find([*TICKED, line]) == [True, True, True, is_extension]
    assert find([line]) == [False]


def test_the_face_of_a_wall_at_which_a_dimension_ends_is_no_extension():
    face = (5.2, -0.5, 5.2, 0.25)
    for corner in ((5.2, -0.5, 5.5, -0.5), (5.5, 0.25, 5.22, 0.25)):
        assert find([*TICKED, face, corner]) == [True] * 3 + [False] * 2


def test_each_end_of_a_dimension_has_an_extension():
    assert find([*TICKED, (0.0, -0.5, 0.0, 0.25), (5.2, -0.5, 5.2, 0.25)]) == [True] * 5

"""Drawings side by side in one space are told apart, and say what they show."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views import views as views_module
from interactive_maps.importing.recognition.views.titles import ViewKind
from interactive_maps.importing.recognition.views.views import View, choose_storeys, list_views, name_levels
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.plans import draw, frame, plan, write

KIND_OF = load_rules().kind_of


def storey(x, y=0.0, width=20.0, height=12.0):
    """Return the walls of a storey of four rooms."""
    middle = (x, y + height / 2, x + width, y + height / 2), (x + width / 2, y, x + width / 2, y + height)
    return [*frame(x, y, x + width, y + height), *middle]


def block(x):
    """Return four small rooms."""
    return [line for dx in (0, 5) for dy in (0, 5) for line in frame(x + dx, dy, x + dx + 4, dy + 4)]


def show(lines, *texts):
    made = plan(lines, texts)
    views = list_views(made, assign_roles(made, KIND_OF, Step("layers")))
    east, north = made.origin
    return views, [tuple(np.add(view.bounds, (east, north) * 2).tolist()) for view in views]


def around(*bounds):
    return [pytest.approx(one, abs=1e-6) for one in bounds]


def test_storeys_side_by_side_are_views_from_left_to_right():
    views, bounds = show([*storey(30), *storey(0), *storey(60, 20)])
    assert bounds == around((0, 0, 20, 12), (30, 0, 50, 12), (60, 20, 80, 32))
    assert all(view.is_wide and view.kind is ViewKind.PLAN for view in views)


def test_a_building_is_one_view_however_its_parts_lie():
    assert show([*storey(0), *storey(21), (9, -3, 9, 0)])[1] == around(
        (0, -2.5, 41, 12)
    )  # to the middle of a metre
    assert show([(0, 0, 20, 0), (0, 0, 0, 12)])[1] == []  # two lines are nothing yet


def test_a_frame_around_all_joins_nothing():
    assert show([*storey(0), *storey(30), *frame(-9, -4, 59, 16)])[1] == around(
        (0, 0, 20, 12), (30, 0, 50, 12)
    )


def test_small_drawings_beside_a_large_one_are_details():
    assert len(show([*storey(0), *frame(30, 0, 36, 3)])[1]) == 1
    assert len(show([*storey(0), *storey(30, 0, 9, 6)])[1]) == 2


@pytest.mark.parametrize(("share", "count"), [(0.28, 2), (0.25, 2), (0.22, 1)])
def test_a_view_holds_a_quarter_of_the_lines_of_the_largest(share, count):
    assert len(show([*frame(0, 0, 20, 20), *frame(30, 0, 30 + 20 * share, 20 * share)])[1]) == count


@pytest.mark.parametrize(("apart", "count"), [(3, 1), (7, 2)])
def test_views_have_some_metres_between_them(apart, count):
    assert len(show([*frame(0, 0, 10, 10), *frame(10 + apart, 0, 20 + apart, 10)])[1]) == count
    assert len(show([*frame(0, 0, 10, 10), *frame(0, 10 + apart, 10, 20 + apart)])[1]) == count


def test_dots_are_in_no_view():
    dots = [(40 + x, y, 40.2 + x, y) for x in range(10) for y in range(10)]
    assert len(show([*block(0), *dots])[1]) == 1
    dashes = [(40 + x, y, 40.4 + x, y) for x in range(10) for y in range(10)]
    assert len(show([*block(0), *dashes])[1]) == 2
    for length, count in ((0.3, 1), (0.31, 2)):
        assert len(show([*block(0), *[(x, 0, x, length) for x in range(40, 99)]])[1]) == count


def test_letters_and_furniture_are_in_no_view():
    builder = draw(block(0))
    for layer in ("A-FURN", "A-ANNO-DIMS"):
        entity = builder.add_entity("2", "LINE", layer)
        for line in block(30):
            builder.add_line(entity, np.array(line).reshape(2, 2))
    made = Plan.of(builder.build(), 1.0)
    assert len(list_views(made, assign_roles(made, KIND_OF, Step("layers")))) == 1


def test_what_is_tiny_is_no_view():
    assert show(frame(0, 0, 3, 3)) == ([], [])
    assert show(frame(0, 0, 3.9, 3)) == ([], [])
    for side in (4, 5):
        assert len(show(frame(0, 0, side, 1))[0]) == len(show(frame(0, 0, 1, side))[0]) == 1


def test_three_lines_are_a_view_and_two_are_none():
    stairs = [(0, 0, 4, 0), (4, 0, 4, 4), (4, 4, 8, 4)]
    assert show(stairs)[1] == around((0.5, 0, 7.5, 4))
    assert show(stairs[:2])[1] == []


def test_a_line_counts_by_pieces_of_at_most_a_cell(monkeypatch):
    stairs = [(0.8 * step, 0.8 * step, 0.8 * step + 0.8, 0.8 * step) for step in range(8)]
    stairs += [(0.8 * step + 0.8, 0.8 * step, 0.8 * step + 0.8, 0.8 * step + 0.8) for step in range(8)]
    assert show(stairs)[1] == around((0.4, 0, 6.4, 6.0))
    monkeypatch.setattr(views_module, "_MOST_CELLS", 20)  # of a metre and a half
    assert show([(0, 0, 4, 0), (4, 0, 4, 4), (4, 4, 8, 4)])[1] == around((4 / 6, 0, 8 - 4 / 6, 4))


def test_a_line_of_most_of_the_drawing_frames_it_and_a_shorter_one_joins():
    parts = [*frame(0, 0, 4, 4), *frame(16, 0, 20, 4)]
    assert len(show([*parts, (4, 2, 16, 2)])[1]) == 2
    assert len(show([*parts, (4, 2, 15.9, 2)])[1]) == 1


def test_views_that_begin_within_a_metre_are_a_column_from_below():
    assert show([*storey(0, 60), *storey(0.6, 30), *storey(1.4, 0)])[1] == around(
        (0, 60, 20, 72), (1.4, 0, 21.4, 12), (0.6, 30, 20.6, 42)
    )


def test_in_a_very_large_drawing_views_have_more_space_between_them(monkeypatch):
    lines = [*frame(0, 0, 10, 10), *frame(17, 0, 27, 10)]
    for most, count in ((1000, 2), (100, 1)):
        monkeypatch.setattr(views_module, "_MOST_CELLS", most)
        assert len(show(lines)[1]) == count


def test_a_title_stands_below_or_above_what_it_names():
    lines = [*storey(0), *storey(30)]
    below = write("Erdgeschoss", 10, -2, 0.5), write("Obergeschoss", 40, -2, 0.5)
    views, _ = show(lines, *below)
    assert [(view.title, view.level) for view in views] == [("Erdgeschoss", 0), ("Obergeschoss", 1)]
    above = write("1. OG", 10, 14, 0.5), write("2. OG", 40, 14, 0.5)
    assert [view.level for view in show(lines, *above)[0]] == [1, 2]
    for x, y in ((10, -6.1), (10, 18.1), (1, -2), (19, -2)):
        assert show(lines, write("Erdgeschoss", x, y, 0.5))[0][0].title == "Erdgeschoss"
    for x, y in ((10, -6.4), (10, 18.4), (25, -2), (-1, -2), (10, 6), (10, 0.4), (10, 11.6)):
        assert show(lines, write("Erdgeschoss", x, y, 0.5))[0][0].title == ""


@pytest.mark.parametrize(
    ("x", "y", "is_title"),
    [
        (0, -5.5, True),  # a third of its height of 10 metres, and two metres
        (20, 15.5, True),
        (10, 0, True),
        (10, 10, True),
        (10, -5.51, False),
        (10, 15.51, False),
        (-0.01, -1, False),
        (20.01, -1, False),
    ],
)
def test_how_far_off_a_title_may_stand(x, y, is_title):
    lines = [*storey(0, height=10.0), *storey(30, height=10.0)]
    made = replace(plan(lines), texts=(write("Erdgeschoss", x, y),))
    view, _ = list_views(made, assign_roles(made, KIND_OF, Step("layers")))
    assert view.title == ("Erdgeschoss" if is_title else "")


def test_of_equally_large_titles_the_first_counts():
    texts = write("Erdgeschoss", 10, -1), write("2. OG", 10, -2)
    assert [show([*storey(0), *storey(30)], *order)[0][0].level for order in (texts, texts[::-1])] == [0, 2]


def test_of_several_titles_the_largest_counts():
    texts = (
        write("Erdgeschoss", 10, -1, 0.3),
        write("1. Obergeschoss", 10, -2, 0.6),
        write("2. OG", 10, -3, 0.4),
    )
    assert show([*storey(0), *storey(30)], *texts)[0][0].level == 1


def test_what_a_title_says_is_no_plan_is_none():
    views, _ = show([*storey(0), *storey(30)], write("Erdgeschoss", 10, -2), write("Ansicht Nord", 40, -2))
    assert [view.kind for view in views] == [ViewKind.PLAN, ViewKind.ELEVATION]
    assert views[0].because == ""
    assert "Ansicht Nord" in views[1].because


def make(x, level=None, width=20.0, height=12.0, **more):
    return View((x, 0.0, x + width, height), level=level, **more)


def test_storeys_are_alike_or_named():
    alike = [make(0), make(30, width=23.0)]
    assert choose_storeys(alike) == alike
    assert len(choose_storeys([make(0, height=10.0), make(30, width=24.0)])) == 2
    assert len(choose_storeys([make(0), make(30, height=14.5)])) == 1
    unlike = [make(0), make(30, width=26.0)]
    assert choose_storeys(unlike) == unlike[:1]
    named = [make(0, 0), make(30, 1, width=26.0)]
    assert choose_storeys(named) == named
    assert choose_storeys([make(0, 1), make(30, 1, width=26.0)]) == [make(0, 1)]
    assert choose_storeys([]) == []


def test_only_plans_with_room_in_them_are_storeys():
    elevation, narrow = make(30, kind=ViewKind.ELEVATION), make(60, height=3.9)
    assert choose_storeys([elevation, narrow, make(0)]) == [make(0)]
    assert make(0, height=4.0).is_wide
    assert View((100.0, 50.0, 104.0, 54.0)).is_wide
    assert not View((100.0, 50.0, 103.9, 60.0)).is_wide
    assert not View((100.0, 50.0, 110.0, 53.9)).is_wide


def test_levels_are_in_their_order_and_distinct():
    assert name_levels([make(0, 2), make(30, 0)]) == [make(30, 0), make(0, 2)]
    assert name_levels([make(0, 1), make(30, 0)]) == [make(30, 0), make(0, 1)]
    assert name_levels([make(0, 1), make(30, 1)]) == []
    assert name_levels([make(0, 1)]) == []
    assert name_levels([make(0), make(30)]) == []


def test_an_attic_is_above_all_that_are_counted():
    attic = make(60, topmost=True)
    assert [view.level for view in name_levels([attic, make(0, 0), make(30, 3)])] == [0, 3, 4]
    assert name_levels([attic, make(0, 0), make(30, 3)])[2].topmost
    assert [view.level for view in name_levels([make(60, 5, topmost=True), make(0, 0)])] == [0, 5]


@given(st.floats(-50, 50), st.floats(-50, 50))
@example(20.5, 5.0)
@example(-0.5, 5.0)
@example(5.0, 10.5)
@example(5.0, -0.5)
@example(21.0, 11.0)
@example(-1.0, -1.0)
@settings(max_examples=30)
def test_a_view_holds_what_is_in_it_or_a_step_beside(x, y):
    held = View((0.0, 0.0, 20.0, 10.0)).holds(np.array([(x, y)]))[0]
    outside = max(-x, x - 20, -y, y - 10)
    assert held == (outside <= 1)


@pytest.mark.parametrize("shift", [(0, 0), (1000, -2000)])
def test_where_a_drawing_lies_changes_nothing(shift):
    east, north = shift
    _, bounds = show([*storey(east, north), *storey(east + 30, north)])
    assert bounds == around((east, north, east + 20, north + 12), (east + 30, north, east + 50, north + 12))


@pytest.mark.parametrize(
    ("lines", "count"), [([*storey(0), *storey(30), *frame(-9, -4, 59, 16)], 2), (frame(0, 0, 3.9, 3), 0)]
)
def test_far_from_the_origin_there_are_the_same_views(lines, count):
    made = plan(lines)
    moved = replace(made, segments=made.segments + (10_000.0, 1000.0) * 2)
    assert len(list_views(moved, assign_roles(moved, KIND_OF, Step("layers")))) == count

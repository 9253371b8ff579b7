"""Gaps: a wall stops and goes on, or stops before another; what stands in between says what it is."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.gaps import find_gaps
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls import find_caps


def wall(start: float, end: float, off: float = 0.0, thickness: float = 0.2) -> list[list[float]]:
    """Return a wall along x with both of its ends drawn."""
    far = off + thickness
    return [[start, off, end, off], [end, off, end, far], [end, far, start, far], [start, far, start, off]]


def look(walls, fillings=(), role=Role.GLASS):
    """Return width and evidence of each gap between walls, and the gaps; ``fillings`` are drawn beside them."""
    builder = DrawingBuilder()
    builder.add_line(builder.add_entity("0", "LINE", "0"), np.array([[-50.0, -50], [-51, -50]]))
    for line in fillings:
        builder.add_line(builder.add_entity("L", "LINE", "0"), np.array(line, dtype=float).reshape(2, 2))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(len(plan.drawing.entities), int(role)), {})
    segments = np.array(walls, dtype=float) - np.tile(plan.origin, 2)
    step = Step("doors")
    gaps = find_gaps(plan, roles, find_caps(segments), segments, step)
    assert step.counts["between_ends"] + step.counts["to_faces"] == len(gaps)
    assert step.counts["ends"] >= 2 * step.counts["between_ends"] + step.counts["to_faces"]
    assert {gap.entity for gap in gaps} <= {-1}
    return sorted((round(gap.width, 2), gap.evidence) for gap in gaps), gaps


@pytest.mark.parametrize("width", [0.5, 0.9, 2.5, 5.9])
def test_a_wall_that_stops_and_goes_on(width):
    found, (gap,) = look(wall(0, 10) + wall(10 + width, 20 + width))
    assert found == [(width, Evidence.GAP)]
    assert gap.thickness == pytest.approx(0.2)
    assert sorted(np.hypot(*(gap.lines[:, 2:] - gap.lines[:, :2]).T)) == pytest.approx([width + 0.06] * 2)
    sides = gap.lines[:, [1, 3]]
    assert np.ptp(sides, axis=1) == pytest.approx([0, 0], abs=1e-9)
    assert abs(sides[0, 0] - sides[1, 0]) == pytest.approx(0.2)


@pytest.mark.parametrize("width", [0.4, 6.1])
def test_a_crack_and_a_yard_are_no_gaps(width):
    assert look(wall(0, 10) + wall(10 + width, 20 + width))[0] == []


def test_wide_gaps_are_between_walls_that_are_alike():
    assert look(wall(0, 10) + wall(13, 20, -0.1, 0.4))[0] == []
    assert look(wall(0, 10) + wall(12.5, 20, -0.05, 0.3))[0] == [(2.5, Evidence.GAP)]
    assert look(wall(0, 10) + wall(13, 20, -0.03, 0.26))[0] == [(3, Evidence.GAP)]
    assert look(wall(0, 10) + wall(13, 20, 0.06))[0] == [(3, Evidence.GAP)]
    assert look(wall(0, 10) + wall(13, 20, 0.09))[0] == []
    assert look([[0, 0, 10, 0], [12.5, 0, 20, 0]])[0] == [(2.5, Evidence.GAP)]
    assert look([[0, 0, 10, 0], [12.7, 0, 20, 0]])[0] == []


@pytest.mark.parametrize("other", [[11, 0, 20, 0], [11, -4, 11, 4]])
def test_a_single_line_has_one_line_across_its_gap(other):
    _, (gap,) = look([[0, 0, 10, 0], other])
    assert len(gap.lines) == 1
    assert gap.thickness == 0


def test_the_only_opening_of_a_room():
    room = [[4, 0, 0, 0], [0, 0, 0, 5], [0, 5, 9, 5], [9, 5, 9, 0], [9, 0, 5, 0]]
    assert look(room)[0] == [(1.0, Evidence.GAP)]


def test_an_opening_between_two_walls_is_as_deep_as_the_thicker():
    for walls in (wall(0, 10) + wall(11, 20, -0.05, 0.3), wall(0, 10, -0.05, 0.3) + wall(11, 20)):
        (gap,) = look(walls)[1]
        assert gap.thickness == pytest.approx(0.3)
        assert gap.lines.shape == (2, 4)


def test_walls_that_are_out_of_line_do_not_go_on():
    assert look(wall(0, 10) + wall(11, 20, 0.095))[0] == [(1.0, Evidence.GAP)]
    assert look(wall(0, 10) + wall(11, 20, 0.25))[0] == []


def test_no_gap_leads_through_a_wall():
    across = [[10.5, -3, 10.5, 3], [10.4, -3, 10.4, 3]]
    assert (1.0, Evidence.GAP) not in look(wall(0, 10) + wall(11, 20) + across)[0]


def test_each_end_has_one_gap_the_nearest():
    found, _ = look(wall(0, 10) + wall(11, 13) + wall(14.5, 20))
    assert [width for width, _ in found] == [1.0, 1.5]


@pytest.mark.parametrize(("width", "count"), [(0.4, 0), (0.9, 1), (1.3, 1), (1.5, 0)])
def test_a_wall_that_stops_before_another(width, count):
    x = 10 + width
    crossing = [[x, -4, x, 4], [x, 4, x + 0.2, 4], [x + 0.2, 4, x + 0.2, -4], [x + 0.2, -4, x, -4]]
    found, gaps = look(wall(0, 10) + crossing)
    assert found == [(width, Evidence.GAP)] * count
    for gap in gaps:
        lengths = np.abs(gap.lines[:, 2] - gap.lines[:, 0])
        assert lengths == pytest.approx([width + 0.02 - 0.02 + 0.06] * 2, abs=0.03)


def test_no_gap_leads_from_a_wall_between_two_openings_across_the_corridor_beside_it():
    piers = wall(0, 4, thickness=0.15) + wall(5, 5.4, thickness=0.15) + wall(6.4, 10, thickness=0.15)
    parapet = wall(0, 10, 1.2, 0.15)
    assert look(piers + parapet)[0] == [(1.0, Evidence.GAP)] * 2
    opposite = wall(0, 4, 2.0, 0.15) + wall(5, 5.4, 2.0, 0.15) + wall(6.4, 10, 2.0, 0.15)
    assert look(piers + opposite)[0] == [(1.0, Evidence.GAP)] * 4


GAP = wall(0, 10) + wall(12, 20)


@pytest.mark.parametrize(
    ("line", "role", "evidence"),
    [
        ((10, 0.1, 12, 0.1), Role.GLASS, Evidence.GLAZED),
        ((10, 0.1, 12, 0.1), Role.DOOR, Evidence.FILLED),
        ((10, 0.1, 12, 0.1), Role.UNKNOWN, Evidence.FILLED),
        ((10, 0.1, 12, 0.1), Role.FURNITURE, Evidence.GAP),
        ((10.2, 0.1, 11.7, 0.1), Role.GLASS, Evidence.GLAZED),
        ((10.2, 0.1, 11.5, 0.1), Role.GLASS, Evidence.GAP),
        ((10, 0.26, 12, 0.26), Role.GLASS, Evidence.GLAZED),
        ((10, 0.3, 12, 0.3), Role.GLASS, Evidence.GAP),
        ((10, 0.0, 12, 0.4), Role.GLASS, Evidence.GAP),
        ((11, -1, 11, 1), Role.GLASS, Evidence.GAP),
    ],
)
def test_what_a_gap_holds(line, role, evidence):
    assert look(GAP, [line], role)[0] == [(2.0, evidence)]


@pytest.mark.parametrize("width", [0.5, 0.9, 1.5, 5.0])
@pytest.mark.parametrize(("role", "evidence"), [(Role.GLASS, Evidence.GLAZED), (Role.DOOR, Evidence.FILLED)])
def test_a_gap_of_any_width_may_be_closed(width, role, evidence):
    walls = wall(0, 10) + wall(10 + width, 20)
    assert look(walls, [(10, 0.1, 10 + width, 0.1)], role)[0] == [(width, evidence)]


def test_small_pieces_in_a_row_fill_no_gap():
    pieces = [(10 + 0.5 * row, 0.1, 10.45 + 0.5 * row, 0.1) for row in range(4)]
    assert look(GAP, pieces)[0] == [(2.0, Evidence.GAP)]


def test_glass_that_fills_a_part_only_leaves_a_filling_of_no_glass():
    builder = [(10, 0.1, 11, 0.1), (11, 0.1, 12, 0.1)]
    assert look(GAP, builder)[0] == [(2.0, Evidence.GLAZED)]
    assert look(GAP, [(9.9, 0.1, 10.9, 0.1)])[0] == [(2.0, Evidence.GAP)]


@pytest.mark.parametrize(
    ("degrees", "goes_on"), [(0, True), (10, True), (-10, True), (18, False), (-18, False)]
)
def test_a_wall_that_goes_on_may_turn_a_little(degrees, goes_on):
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turned = np.reshape(wall(0.5, 9.5, -0.1), (-1, 2)) @ [[cosine, sine], [-sine, cosine]] + [10.5, 0.1]
    found = look([*wall(0, 10), *turned.reshape(-1, 4).tolist()])[0]
    assert (found == [(1.0, Evidence.GAP)]) == goes_on


@pytest.mark.parametrize(("degrees", "is_gap"), [(90, True), (60, True), (45, True), (35, False)])
def test_a_wall_may_stop_before_a_slanting_one(degrees, is_gap):
    step = 5 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    slanting = [[*(np.array([10.9, 0.1]) - step), *(np.array([10.9, 0.1]) + step)]]
    found = look([*wall(0, 10), *slanting])[0]
    assert (found == [(pytest.approx(0.9, abs=0.03), Evidence.GAP)]) == is_gap


@pytest.mark.parametrize("pane", [(11.1, 0.1, 12, 0.1), (12, 0.1, 11.1, 0.1)])
def test_two_panes_fill_a_gap_together_however_they_are_drawn(pane):
    assert look(GAP, [(10, 0.1, 10.8, 0.1), pane])[0] == [(2.0, Evidence.GLAZED)]


def test_no_walls_have_no_gaps():
    assert look(np.empty((0, 4)))[0] == []


@pytest.mark.parametrize(("aside", "is_gap"), [(-0.5, True), (0.01, True), (0.05, False)])
def test_a_wall_may_stop_before_the_end_of_another(aside, is_gap):
    found, _ = look([[0.0, 0, 4, 0], [4.9, aside, 4.9, 3 + aside]])
    assert found == [(0.9, Evidence.GAP)] * is_gap


@pytest.mark.parametrize("width", [6.5, 30.0])
def test_a_glass_front_as_wide_as_it_is_drawn(width):
    walls = wall(0, 10) + wall(10 + width, 20 + width)
    panes = [(10, y, 10 + width, y) for y in (0.0, 0.2)]
    for role in (Role.UNKNOWN, Role.DOOR):
        assert look(walls, panes, role)[0] == [(width, Evidence.GLAZED)]
    assert look(walls, [panes[1][2:] + panes[1][:2], panes[0]], Role.UNKNOWN)[0] == [(width, Evidence.GLAZED)]
    assert look(walls, panes[:1], Role.UNKNOWN)[0] == []
    assert look(walls, panes, Role.FURNITURE)[0] == []
    assert look(walls, [(7, y, 13 + width, y) for y in (0.0, 0.2)], Role.UNKNOWN)[0] == []
    between = wall(12, 14, -1, 2.2)
    assert (width, Evidence.GLAZED) not in look(walls + between, panes, Role.UNKNOWN)[0]

"""The floor to walk on: without what stands in it, and a little off its walls."""

from __future__ import annotations

import pytest
from shapely import LineString, Point, Polygon, box

from interactive_maps.importing.network import rules
from interactive_maps.importing.network.derived.walkable_area import make_walkable_areas
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.reporting.report import Report
from tests.unit.importing.network.maps import space


def lay(*areas, walls=(), gaps=()):
    """Return the walkable areas by number, and what was told of which."""
    issues = IssueCollector()
    spaces = [space(f"{number}", box(0, 0, 1, 1)) for number in range(len(areas))]
    found = make_walkable_areas(spaces, list(areas), list(walls), list(gaps), issues)
    report = Report()
    issues.flush_to(report)
    told = {
        remark.id.split()[0]: remark.reason.removeprefix("space: ")
        for remark in [*report.skipped, *report.repaired]
    }
    return {int(key): walkable for key, walkable in found.items()}, told


def area_of(*areas, **more):
    found, _ = lay(*areas, **more)
    return {number: round(walkable.area.area, 2) for number, walkable in found.items()}


def test_paths_keep_off_walls():
    walkable = lay(box(0, 0, 10, 4))[0][0]
    assert walkable.area.equals(box(0, 0, 10, 4))
    assert walkable.core.equals(box(0.15, 0.15, 9.85, 3.85))
    assert walkable.visibility.equals(box(0.075, 0.075, 9.925, 3.925))


@pytest.mark.parametrize(("width", "clearance"), [(0.32, 0.15), (0.28, 0.05), (0.11, 0.05), (0.09, 0.01)])
def test_in_narrow_places_paths_are_nearer_to_walls(width, clearance):
    walkable = lay(box(0, 0, 10, width))[0][0]
    assert walkable.core.bounds == pytest.approx((clearance, clearance, 10 - clearance, width - clearance))


def test_a_neck_does_not_cut_a_space_in_two():
    neck = Polygon(
        [
            (0, 0),
            (4, 0),
            (4, 0.9),
            (6, 0.9),
            (6, 0),
            (9, 0),
            (9, 2),
            (6, 2),
            (6, 1.1),
            (4, 1.1),
            (4, 2),
            (0, 2),
        ]
    )
    walkable = lay(neck)[0][0]
    assert walkable.core.geom_type == "Polygon"
    assert walkable.core.bounds[0] == pytest.approx(0.05)


def test_what_is_too_narrow_to_walk_in_is_told():
    for area in (box(0, 0, 10, 0.019), box(0, 0, 0.22, 0.22), Polygon()):
        found, told = lay(area)
        assert found == {}
        assert told == {"0": rules.NO_ROOM_TO_WALK.says}
    assert lay(box(0, 0, 0.23, 0.23))[1] == {}


def test_a_room_within_a_hall_is_not_walked_in_from_it():
    assert area_of(box(0, 0, 10, 10), box(2, 2, 4, 4)) == {0: 96, 1: 4}
    assert area_of(box(2, 2, 4, 4), box(0, 0, 10, 10), box(9, 9, 10, 10)) == {0: 4, 1: 95, 2: 1}


@pytest.mark.parametrize(("inside", "left"), [(1.1, 97.8), (0.9, 100)])
def test_a_room_is_within_a_hall_if_half_of_it_is(inside, left):
    assert area_of(box(0, 0, 10, 10), box(10 - inside, 0, 12 - inside, 2))[0] == left


def test_spaces_drawn_twice_stay_both():
    assert area_of(box(0, 0, 10, 10), box(0, 0, 10, 9.9)) == {0: 100, 1: 99}
    assert area_of(box(0, 0, 10, 10), box(0, 0, 10, 9)) == {0: 10, 1: 90}


def test_an_opening_drawn_as_a_line_ends_at_its_jambs():
    wall, pier = LineString([(5, 0), (5, 10)]), LineString([(4, 5.6), (6, 5.6)])
    area = lay(box(0, 0, 10, 10), walls=[wall, pier], gaps=[LineString([(5, 4.5), (5, 5.5)])])[0][0].area
    assert area.contains(Point(5, 4.6))
    assert area.contains(Point(5, 5.4))
    assert not area.intersects(Point(5, 4.4))
    assert not area.intersects(Point(5.3, 5.6))


def test_walls_drawn_as_lines_are_as_thick_as_a_hand_and_open_around_doors():
    wall = LineString([(5, 0), (5, 10)])
    assert area_of(box(0, 0, 10, 10), walls=[wall]) == {0: 99.6}
    assert lay(box(0, 0, 10, 10), walls=[wall])[0][0].area.geom_type == "MultiPolygon"
    gap = lay(box(0, 0, 10, 10), walls=[wall], gaps=[Point(5, 5)])[0][0]
    assert gap.area.area == pytest.approx(99.64, abs=0.001)
    assert gap.area.geom_type == "Polygon"
    assert area_of(box(0, 0, 10, 10), walls=[wall], gaps=[Point(5.6, 5)]) == {0: 99.6}
    assert area_of(box(0, 0, 10, 10), box(20, 0, 30, 10), walls=[wall, LineString([(22, 0), (22, 5)])]) == {
        0: 99.6,
        1: 99.8,
    }


def test_an_outline_that_crosses_itself_is_walked_in_where_it_encloses_floor():
    assert area_of(Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])) == {0: 8}


def test_an_outline_of_very_many_corners_is_simplified():
    jagged = Point(0, 0).buffer(50, quad_segs=800)
    found, told = lay(jagged)
    assert told == {"0": rules.SIMPLIFIED.says}
    assert found[0].area.area == pytest.approx(jagged.area, rel=0.01)
    assert lay(Point(0, 0).buffer(50, quad_segs=400))[1] == {}


def test_a_step_into_a_space_is_the_shortest():
    walkable = lay(box(0, 0, 10, 4))[0][0]
    assert walkable.step_in(Point(5, 2)) == (5, 2)
    assert walkable.step_in(Point(5, -3)) == pytest.approx((5, 0.15))
    assert walkable.step_in(Point(12, 6)) == pytest.approx((9.85, 3.85))
    assert walkable.step_in(Point(0.15, 2)) == (0.15, 2)


def test_of_no_spaces_there_is_none():
    assert lay() == ({}, {})

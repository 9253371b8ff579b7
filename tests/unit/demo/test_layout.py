"""Whole buildings over seeds and sizes: what must hold for every one of them."""

from collections import Counter

import pytest
import shapely
from hypothesis import given, settings
from shapely import LineString, Point, Polygon, STRtree

from interactive_maps.demo.brief import Brief
from interactive_maps.demo.design.building import CORRIDOR_HALF, EXTERIOR_WALL, Level, Room
from interactive_maps.demo.design.layout import lay_out
from interactive_maps.demo.design.walls import merge_walls
from tests.unit.demo.buildings import briefs, build

few = settings(max_examples=15)
EXTREMES = [
    Brief(1, 8), Brief(2, 8), Brief(4, 16), Brief(4, 20, seed=7), Brief(60, 240), Brief(1, 1200),
    Brief(3, 900, use="campus"),
]  # fmt: skip


def outlines(rooms: list[Room]) -> list[Polygon]:
    return [Polygon(room.outline) for room in rooms]


def check_rooms(levels: tuple[Level, ...], brief: Brief) -> None:
    rooms = [room for level in levels for room in level.rooms]
    assert len(rooms) == brief.rooms
    assert len({room.number for room in rooms}) == brief.rooms
    for level in levels:
        areas = outlines(level.rooms)
        walls = merge_walls(level)
        footprint = shapely.union_all([shapely.box(*bar) for bar in level.bars])
        assert shapely.union_all(areas).area == pytest.approx(sum(area.area for area in areas))
        for room, area in zip(level.rooms, areas, strict=True):
            assert area.is_valid
            assert room.area == pytest.approx(area.area / 1e6)
            assert room.area > 1.5
            assert area.contains(Point(room.label)), room
            assert footprint.contains(area), room
            assert area.intersection(walls).area == 0, room


@given(briefs())
@few
def test_rooms_are_exactly_as_many_as_asked_and_stand_clear_of_each_other_and_of_walls(brief: Brief) -> None:
    check_rooms(build(brief), brief)


@pytest.mark.parametrize("brief", EXTREMES, ids=str)
def test_extreme_sizes_too(brief: Brief) -> None:
    check_rooms(build(brief), brief)


@given(briefs())
@few
def test_every_door_is_an_opening_in_a_wall_between_the_two_spaces_it_joins(brief: Brief) -> None:
    for level in build(brief):
        walls = merge_walls(level)
        rooms = {room.number: Polygon(room.outline) for room in level.rooms}
        corridors = {each.name: LineString([each.start, each.end]) for each in level.corridors}
        assert max(Counter(door.number for door in level.doors).values()) == 1
        for door in level.doors:
            along_x = door.placement.angle % 180 == 0
            reach = door.style.width // 2 + 40
            for sign in (-1, 1):
                jamb = (sign * reach, 0) if along_x else (0, sign * reach)
                assert walls.contains(Point(door.middle[0] + jamb[0], door.middle[1] + jamb[1])), door
            assert not walls.intersects(Point(door.middle))
            for space in door.joins:
                if space in rooms:
                    assert rooms[space].distance(Point(door.middle)) <= EXTERIOR_WALL // 2 + 1, door
                elif space in corridors:
                    assert corridors[space].distance(Point(door.middle)) <= CORRIDOR_HALF + 1, door


@given(briefs())
@few
def test_every_room_has_a_door_and_a_way_to_a_corridor(brief: Brief) -> None:
    for level in build(brief):
        corridors = {corridor.name for corridor in level.corridors}
        near = {door.joins[0] for door in level.doors if door.joins[1] in corridors}
        through = {door.joins[1] for door in level.doors if door.joins[0] in near}
        assert {room.number for room in level.rooms} <= near | through


@given(briefs())
@few
def test_stairs_and_lifts_stand_at_the_same_place_on_every_level(brief: Brief) -> None:
    levels = build(brief)
    stairs = [{stair.name: stair.landing for stair in level.stairs} for level in levels]
    lifts = [{lift.name: lift.middle for lift in level.lifts} for level in levels]
    assert stairs[0]
    assert lifts[0]
    assert all(each == stairs[0] for each in stairs)
    assert all(each == lifts[0] for each in lifts)


@given(briefs())
@few
def test_people_come_in_through_a_hall_at_ground_level(brief: Brief) -> None:
    for level in build(brief):
        halls = [room.number for room in level.rooms if room.name == "Entrance Hall"]
        mains = [door for door in level.doors if door.number == "D-MAIN"]
        assert len(halls) == len(mains) == (1 if level.ordinal == 0 else 0)
        assert [door.joins[0] for door in mains] == halls


@given(briefs())
@few
def test_windows_look_out(brief: Brief) -> None:
    for level in build(brief):
        footprint = shapely.union_all([shapely.box(*bar) for bar in level.bars])
        for window in level.windows:
            assert footprint.boundary.covers(LineString([window.start, window.end]))
        assert level.windows or level.ordinal < 0
        glass = STRtree([LineString([window.start, window.end]) for window in level.windows])
        for door in level.doors:
            assert not len(
                glass.query(Point(door.middle), predicate="dwithin", distance=door.style.width // 2)
            )


def test_the_same_brief_gives_the_same_building_and_another_seed_another() -> None:
    first, again, other = (tuple(lay_out(Brief(seed=seed)).levels()) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_seeds_bring_different_footprints() -> None:
    shapes = {lay_out(Brief(seed=seed)).massing.shape.name for seed in range(20)}
    assert {"U", "H", "comb", "courts"} <= shapes


def test_upper_levels_may_stand_back() -> None:
    building = next(
        building
        for building in (lay_out(Brief(seed=seed)) for seed in range(20))
        if building.massing.shape.name == "comb" and building.massing.wing_kept < building.massing.wing_length
    )
    footprints = [shapely.union_all([shapely.box(*bar) for bar in level.bars]) for level in building.levels()]
    assert footprints[-1].area < footprints[0].area
    assert footprints[0].contains(footprints[-1])

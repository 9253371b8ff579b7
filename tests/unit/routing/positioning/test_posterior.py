"""How much of a position's distribution lies in a place, and how much of the ways around it does."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
import shapely

from interactive_maps.routing.positioning.fixes import Fix, PreviousLocation
from interactive_maps.routing.positioning.locator import make_locator
from tests.unit.routing.networks import network, place, row

NO_ROOMS = {"ogc_fid": np.empty(0, np.int64), "level": np.empty(0), "wkb_geometry": np.empty((0, 2))}
FAR = row(1, (5000, 0), (5010, 0), level=0.0, target_level=0.0)
DEVIATION = 2.0
ACCURACY = 2.4477 * DEVIATION  # 95 % lie within


def locate(fix, *areas, rows=(FAR,), rooms=NO_ROOMS):
    """Return the ranking of a fix among areas: (level, west, south, east, north), whose keys are 1, 2, ..."""
    drawn = [
        shapely.to_wkb(
            shapely.Polygon([place(west, south), place(east, south), place(east, north), place(west, north)])
        )
        for _, west, south, east, north in areas
    ]
    columns = {
        "ogc_fid": np.arange(1, len(areas) + 1),
        "level": np.array([level for level, *_ in areas], dtype=float),
        "wkb_geometry": drawn,
    }
    return make_locator(network(*rows), columns, rooms).locate(fix)


def shares(ranking):
    return {(one.key, one.level): one.confidence for one in ranking.candidates}


def fix(x, y=0.0, accuracy=ACCURACY, **more):
    return Fix(*place(x, y), accuracy, **more)


def was(x, seconds, y=0.0):
    return PreviousLocation(*place(x, y), 0.0, seconds, 1.0)


WEST, EAST = (0, -200, -200, 0, 200), (0, 0, -200, 200, 200)


def test_an_accuracy_holds_95_percent_and_is_a_metre_at_least():
    within = 1 - math.exp(-0.5 * (5 / Fix(0, 0, 5.0).deviation) ** 2)
    assert within == pytest.approx(0.95, abs=1e-4)
    assert Fix(0, 0, 0.0).deviation == Fix(0, 0, 1.0).deviation < Fix(0, 0, 1.1).deviation


@pytest.mark.parametrize("x", [-2, -1, 0, 1, 2])
def test_a_place_is_as_likely_as_what_lies_in_it(x):
    west = NormalDist(x, DEVIATION).cdf(0)
    found = shares(locate(fix(x), WEST, EAST))
    assert found[1, 0] == pytest.approx(0.9 * west, abs=0.01)
    assert found[2, 0] == pytest.approx(0.9 * (1 - west), abs=0.01)


@pytest.mark.parametrize("degrees", range(0, 360, 60))
@pytest.mark.parametrize("metres", [-2, 1])
def test_a_distribution_is_alike_in_all_directions(degrees, metres):
    turned = math.radians(degrees)
    corners = np.array([(-200, metres), (200, metres), (200, 200), (-200, 200)])
    turn = np.array([[math.cos(turned), math.sin(turned)], [-math.sin(turned), math.cos(turned)]])
    half = shapely.Polygon([place(*corner) for corner in (corners @ turn).tolist()])
    columns = {
        "ogc_fid": np.array([1, 2]),
        "level": np.zeros(2),
        "wkb_geometry": [
            shapely.to_wkb(half),
            shapely.to_wkb(shapely.box(*place(-300, -300), *place(300, 300))),
        ],
    }
    found = shares(make_locator(network(FAR), columns, NO_ROOMS).locate(fix(0)))
    assert found[1, 0] == pytest.approx(0.9 * NormalDist(0, DEVIATION).cdf(-metres), abs=0.01)


@pytest.mark.parametrize("accuracy", [150.0, 150.1])
def test_above_150_metres_nobody_is_told_where_he_is(accuracy):
    ranking = locate(fix(0, accuracy=accuracy), WEST)
    assert bool(ranking.candidates) == bool(ranking.levels) == (accuracy <= 150)
    assert ranking.metres == pytest.approx(5000, abs=1)


@pytest.mark.parametrize("x", [-2, 0, 2])
def test_the_outside_counts_less_than_the_inside_on_the_ground(x):
    inside = NormalDist(x, DEVIATION).cdf(0)
    outside = 0.3 * (1 - inside)
    found = shares(locate(fix(x), WEST))
    assert found[1, 0] == pytest.approx(0.9 * inside / (inside + outside), abs=0.01)
    assert found[None, 0] == pytest.approx(0.9 * outside / (inside + outside), abs=0.01)


def test_upstairs_nobody_is_outside():
    assert shares(locate(fix(1.0), (1, *WEST[1:]), rows=[FAR | {"level": 1.0, "target_level": 1.0}])) == {
        (1, 1): 0.9
    }


def test_levels_that_nobody_told_are_less_sure():
    areas = (WEST, (1, *WEST[1:]), EAST, (1, *EAST[1:]))
    ranking = locate(fix(-60), *areas)
    assert shares(ranking) == {(1, 0): 0.4, (2, 1): 0.4}
    assert ranking.levels == ((0, 0.48), (1, 0.48))
    told = locate(fix(-60, level=1.0), *areas)
    assert shares(told) == {(2, 1): pytest.approx(0.9 * 0.995, abs=1e-3)}
    assert told.levels == ((1, pytest.approx(0.99 * 0.995, abs=1e-3)),)
    assert told.candidates[0].reason == "level"


@pytest.mark.parametrize(("before", "after"), [(0.0, 1.0), (1.0, 0.0)])
def test_the_likeliest_level_is_told_first(before, after):
    areas = (WEST, (1, *WEST[1:]))
    ranking = locate(fix(-60, previous=PreviousLocation(*place(-60, 0), before, 10, 1.0)), *areas)
    (first, sure), (second, unsure) = ranking.levels
    assert (first, second) == (before, after)
    assert sure > 2 * unsure > 0
    assert ranking.candidates[0].level == before


def test_the_only_level_is_almost_sure():
    ranking = locate(fix(-60), WEST)
    assert shares(ranking) == {(1, 0): 0.9}
    assert ranking.levels == ((0, 0.99),)
    assert ranking.candidates[0].reason == "only_level"
    assert ranking.candidates[0].point is None  # the network is far away


def test_what_was_walked_to_is_likelier_than_what_was_not():
    # 30 m in 20 s, and the deviation besides.
    assert shares(locate(fix(0, previous=was(-60, 60)), WEST, EAST))[1, 0] == pytest.approx(0.45, abs=0.01)
    near = shares(locate(fix(0, previous=was(-32, 20)), WEST, EAST))
    assert near[1, 0] > 0.45 > near[2, 0] > 0.3
    far = shares(locate(fix(0, previous=was(-38, 20)), WEST, EAST))
    assert far[1, 0] > 1.5 * far[2, 0]
    assert far == pytest.approx(shares(locate(fix(0, previous=was(-23, 10)), WEST, EAST)), abs=0.002)
    # What cannot be is not impossible: nobody knows how long a device was silent.
    lost = shares(locate(fix(0, previous=was(-9000, 10)), WEST, EAST))
    assert lost == pytest.approx({(1, 0): 0.45, (2, 0): 0.45}, abs=0.01)


def test_a_previous_location_looks_alike_from_all_sides():
    by_side = [
        shares(locate(fix(0, previous=was(x, 20, y)), (0, -200, -200, 200, 200)))
        for x, y in ((-40, 0), (40, 0), (0, 40), (0, -40))
    ]
    assert all(found == by_side[0] for found in by_side)


def test_ways_count_as_much_as_areas():
    way = row(1, (-100, 0), (100, 0), level=0.0, target_level=0.0)
    hall, rest = (0, -200, -0.5, 200, 0.5), (0, -200, 0.5, 200, 200)
    without = shares(locate(fix(0, 2), hall, rest, (0, -200, -200, 200, -0.5)))
    ways = shares(locate(fix(0, 2), hall, rest, (0, -200, -200, 200, -0.5), rows=[way]))
    assert ways[1, 0] == pytest.approx(0.45 + without[1, 0] / 2, abs=0.01)
    assert ways[2, 0] == pytest.approx(without[2, 0] / 2, abs=0.01)


def test_near_ways_count_more_than_far_ones():
    lanes = [row(key, (-100, y), (100, y), level=0.0, target_level=0.0) for key, y in ((1, 0), (2, 4))]
    halves = (0, -200, -200, 200, 2), (0, -200, 2, 200, 200)
    middle = shares(locate(fix(0, 2), *halves, rows=lanes))
    assert middle[1, 0] == pytest.approx(middle[2, 0], abs=0.02)
    aside = shares(locate(fix(0, 1), *halves, rows=lanes))
    south = NormalDist(1, DEVIATION).cdf(2)
    spread = DEVIATION**2 + 1  # cells are a metre wide
    weights = [math.exp(-0.5 * (1 / spread)), math.exp(-0.5 * (9 / spread))]
    assert aside[1, 0] == pytest.approx(0.45 * (south + weights[0] / sum(weights)), abs=0.02)


@pytest.mark.parametrize(("heading", "factor"), [(90, 2.0), (270, 2.0), (0, 0.5), (180, 0.5), (45, 1.0)])
def test_ways_across_the_heading_count_half(heading, factor):
    cross = [
        row(1, (-100, 0), (-0.5, 0), level=0.0, target_level=0.0),
        row(2, (0.5, 0), (0.5, 100), level=0.0, target_level=0.0),
    ]
    halves = (0, -200, -200, 0, 200), (0, 0, -200, 200, 200)
    found = shares(locate(fix(0, 0, heading=heading), *halves, rows=cross))
    plain = shares(locate(fix(0, 0), *halves, rows=cross))
    area = 0.225
    odds = (found[1, 0] - area) / (found[2, 0] - area)
    assert odds == pytest.approx(factor * (plain[1, 0] - area) / (plain[2, 0] - area), rel=0.1)


def test_the_point_is_the_likeliest_of_its_place():
    way = row(1, (-100, 0), (100, 0), level=0.0, target_level=0.0)
    ranking = locate(fix(-3, 2), WEST, EAST, rows=[way])
    points = {one.key: one.point for one in ranking.candidates}
    assert points[1] == pytest.approx(place(-3, 0), abs=1e-5)
    assert points[2] == pytest.approx(place(0.5, 0), abs=1e-5)
    assert ranking.nearest == pytest.approx(place(-3, 0), abs=1e-5)
    assert ranking.metres == pytest.approx(2, abs=0.3)


def test_stairs_and_lifts_are_no_floor_to_stand_on():
    rows = [
        row(1, (-50, 0), (0, 0), level=0.0, target_level=0.0),
        row(2, (0, 0), (30, 0), kind="stairs", level=0.0, target_level=1.0),
        row(3, (30, 0), (60, 0), kind="escalator", level=0.0, target_level=0.0),
        row(4, (30, 0), (60, 0), level=1.0, target_level=1.0),
    ]
    found = locate(fix(15), rows=rows)
    assert found.metres == pytest.approx(15, abs=1)
    assert locate(fix(45, level=0.0), rows=rows).candidates[0].level == 1


def test_few_candidates_are_told_and_none_that_is_hardly_likely():
    strips = [(0, 3 * n, -200, 3 * n + 3, 200) for n in range(12)]
    found = locate(fix(18, accuracy=12.0), *strips).candidates
    assert len(found) == 5
    assert [one.key for one in found[:2]] in ([6, 7], [7, 6])
    assert {one.key for one in locate(fix(-5.5), WEST, EAST).candidates} == {1}  # the other has 0.3 %


ROOMS = {
    "ogc_fid": np.array([5, 6]),
    "level": np.zeros(2),
    "wkb_geometry": np.array([place(0, 0), place(12, 0)]),
}


@pytest.mark.parametrize(
    ("x", "key"), [(0, 5), (5.9, 5), (6.1, 6), (12, 6), (-7.9, 5), (-8.1, None), (20.1, None)]
)
def test_where_no_areas_are_the_nearest_room_counts(x, key):
    locator = make_locator(
        network(FAR), {"ogc_fid": np.empty(0, np.int64), "level": np.empty(0), "wkb_geometry": []}, ROOMS
    )
    assert locator.find_place(place(x, 0), 0.0) == ((None if key is None else "room"), key)
    assert locator.find_place(place(x, 0), 1.0) == (None, None)


def test_an_area_that_crosses_itself_is_a_place_as_well():
    bow_tie = shapely.Polygon([place(*one) for one in ((0, 0), (10, 10), (10, 0), (0, 10))])
    areas = {"ogc_fid": np.array([4]), "level": np.zeros(1), "wkb_geometry": [shapely.to_wkb(bow_tie)]}
    locator = make_locator(network(FAR), areas, NO_ROOMS)
    for x, y, key in ((1, 5, 4), (9, 5, 4), (5, 1, None), (5, 9, None)):
        assert locator.find_place(place(x, y), 0.0)[1] == key


def test_a_space_without_an_area_is_no_place_and_others_keep_their_keys():
    line = shapely.LineString([place(-50, 5), place(50, 5)])
    square = shapely.Polygon([place(*one) for one in ((0, 0), (10, 0), (10, 10), (0, 10))])
    far = shapely.Polygon([(200, 0), (201, 0), (201, 1)])
    shapes = [line, shapely.Polygon(), far, shapely.Point(place(20, 5)), square]
    areas = {
        "ogc_fid": np.arange(1, 6),
        "level": np.array([0.0, 0.0, 1.0, 0.0, 2.0]),
        "wkb_geometry": [shapely.to_wkb(shape) for shape in shapes],
    }
    locator = make_locator(network(FAR), areas, NO_ROOMS)
    for x, level, key in ((5, 2.0, 5), (5, 0.0, None), (-20, 0.0, None), (20, 0.0, None), (5, 1.0, None)):
        assert locator.find_place(place(x, 5), level)[1] == key


def test_points_of_rooms_count_on_levels_without_areas_alone():
    rooms = {**ROOMS, "level": np.array([0.0, 1.0])}
    areas = {
        "ogc_fid": np.array([1]),
        "level": np.zeros(1),
        "wkb_geometry": [shapely.to_wkb(shapely.Polygon([place(50, 0), place(60, 0), place(60, 9)]))],
    }
    locator = make_locator(network(FAR), areas, rooms)
    assert locator.find_place(place(0, 0), 0.0) == (None, None)
    assert locator.find_place(place(12, 0), 1.0) == ("room", 6)
    assert locator.find_place(place(58, 2), 0.0) == ("space", 1)

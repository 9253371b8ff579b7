"""Ranked candidates for positions in a building of two floors: a corridor of 30 m with a room on each side."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from interactive_maps.routing.positioning.fixes import Fix, PreviousLocation
from interactive_maps.routing.positioning.locator import COARSEST, Locator, make_locator
from tests.unit.routing.networks import network, place, row

CORRIDOR, NORTH, SOUTH = 1, 2, 3  # keys of the ground floor's spaces; 10 more upstairs
AREAS = {CORRIDOR: (0, 0, 30, 3), NORTH: (0, 3, 30, 13), SOUTH: (0, -10, 30, 0)}
NO_ROOMS = {"ogc_fid": np.empty(0, np.int64), "level": np.empty(0), "wkb_geometry": np.empty((0, 2))}


def draw_area(west: float, south: float, east: float, north: float) -> bytes:
    corners = [(west, south), (east, south), (east, north), (west, north)]
    return shapely.to_wkb(shapely.Polygon([place(*corner) for corner in corners]))


def make_rows(levels: range) -> list[dict[str, object]]:
    rows = []
    for level in levels:
        here = {"level": float(level), "target_level": float(level)}
        rows.append(row(level * 10 + 1, (1, 1.5), (29, 1.5), **here))
        rows.append(row(level * 10 + 2, (15, 1.5), (15, 8), **here))
        rows.append(row(level * 10 + 3, (15, 1.5), (15, -5), **here))
    return rows


def locate_on(levels: range = range(2), stairs: bool = True) -> Locator:
    rows = make_rows(levels)
    if stairs and len(levels) > 1:
        rows.append(row(99, (29, 1.5), (29, 1.5), kind="stairs", level=0.0, target_level=1.0))
    keys = [(key + 10 * level, level, area) for level in levels for key, area in AREAS.items()]
    areas = {
        "ogc_fid": np.array([key for key, _, _ in keys]),
        "level": np.array([float(level) for _, level, _ in keys]),
        "wkb_geometry": [draw_area(*area) for _, _, area in keys],
    }
    return make_locator(network(*rows), areas, NO_ROOMS)


@pytest.fixture(scope="module")
def locator() -> Locator:
    return locate_on()


def fix_at(x: float, y: float, accuracy: float = 5.0, **known: object) -> Fix:
    return Fix(*place(x, y), accuracy, **known)  # type: ignore[arg-type]


def was_at(x: float, y: float, level: float, seconds: float, confidence: float = 0.95) -> PreviousLocation:
    return PreviousLocation(*place(x, y), level, seconds, confidence)


def test_the_room_around_the_position_is_first_where_the_floor_is_told(locator):
    first = locator.locate(fix_at(15, 8, level=1.0)).candidates[0]
    assert (first.kind, first.key, first.level, first.reason) == ("space", NORTH + 10, 1.0, "level")
    assert first.confidence > 0.8


def test_no_floor_is_sure_where_nobody_told_any(locator):
    candidates = locator.locate(fix_at(15, 8)).candidates
    assert {one.level for one in candidates[:2]} == {0.0, 1.0}
    assert all(one.confidence < 0.55 and one.reason == "position" for one in candidates)


def test_the_only_floor_is_sure():
    first = locate_on(range(1)).locate(fix_at(15, 8)).candidates[0]
    assert (first.key, first.reason) == (NORTH, "only_level")
    assert first.confidence > 0.8


def test_confidences_sum_to_less_than_one_and_fall(locator):
    for x, accuracy in ((15, 5), (15, 30), (29, 100)):
        told = [one.confidence for one in locator.locate(fix_at(x, 1.5, accuracy)).candidates]
        assert told == sorted(told, reverse=True)
        assert 0 < sum(told) < 1


def test_the_floor_before_is_followed_where_no_connector_is_near():
    first = locate_on(stairs=False).locate(fix_at(15, 8, previous=was_at(13, 8, 1.0, 5))).candidates[0]
    assert (first.key, first.reason) == (NORTH + 10, "previous")
    assert first.confidence > 0.7


def test_beside_stairs_the_floor_before_is_less_sure(locator):
    def weigh(previous: PreviousLocation) -> float:
        found = locator.locate(fix_at(29, 1.5, previous=previous)).levels
        return dict(found)[1.0]

    assert weigh(was_at(28, 1.5, 1.0, 30)) < 0.7 < weigh(was_at(28, 1.5, 1.0, 2))


def test_an_unsure_floor_before_makes_none_sure(locator):
    found = locator.locate(fix_at(2, 8, previous=was_at(2, 8, 1.0, 2, confidence=0.5))).levels
    assert 0.5 < dict(found)[1.0] < 0.8


def test_what_cannot_have_been_reached_since_is_less_likely(locator):
    def weigh(previous: PreviousLocation | None) -> float:
        found = locator.locate(fix_at(15, 4, 10, level=0.0, previous=previous)).candidates
        return next(one.confidence for one in found if one.key == NORTH)

    assert weigh(was_at(15, -9, 0.0, 1)) < weigh(None) / 1.3


def test_a_floor_that_is_not_there_is_no_hint(locator):
    told, asked = (locator.locate(fix_at(15, 8, level=level)).candidates for level in (7.0, None))
    assert told == asked


def test_the_way_along_the_heading_is_likelier(locator):
    def weigh(heading: float) -> float:
        found = locator.locate(fix_at(15, 2.5, level=0.0, heading=heading)).candidates
        return next(one.confidence for one in found if one.key == CORRIDOR)

    assert weigh(90) > weigh(0)


def test_the_point_is_on_the_network_of_that_level_and_place(locator):
    first = locator.locate(fix_at(15, 8, level=1.0)).candidates[0]
    assert first.point == pytest.approx(place(15, 7.5), abs=1e-5)


def test_outside_is_a_candidate_of_the_ground_floor_alone(locator):
    found = locator.locate(fix_at(-4, 1.5)).candidates
    assert {one.level for one in found if one.key is None} == {0.0}


def test_far_away_there_is_no_candidate_but_a_distance(locator):
    ranking = locator.locate(fix_at(7000, 1.5))
    assert ranking.candidates == ()
    assert ranking.metres == pytest.approx(6971, abs=5)


def test_on_the_other_side_of_the_earth_nothing_is_near(locator):
    assert locator.locate(Fix(-166.28, -51.03, 5.0)).candidates == ()


def test_a_position_that_is_too_coarse_names_no_room(locator):
    assert locator.locate(fix_at(15, 8, COARSEST + 1)).candidates == ()
    assert locator.locate(fix_at(15, 8, 0.0)).candidates


def test_of_nested_spaces_the_smallest_counts():
    rows = make_rows(range(1))
    areas = {
        "ogc_fid": np.array([1, 2]),
        "level": np.zeros(2),
        "wkb_geometry": [draw_area(0, -10, 30, 13), draw_area(12, 5, 18, 12)],
    }
    found = make_locator(network(*rows), areas, NO_ROOMS).find_place(place(15, 8), 0.0)
    assert found == ("space", 2)


def test_rooms_without_areas_are_found_by_their_points():
    rooms = {
        "ogc_fid": np.array([5, 6]),
        "level": np.zeros(2),
        "wkb_geometry": np.array([place(15, 8), place(15, -5)]),
    }
    none = {"ogc_fid": np.empty(0, np.int64), "level": np.empty(0), "wkb_geometry": []}
    first = make_locator(network(*make_rows(range(1))), none, rooms).locate(fix_at(15, 7, 5)).candidates[0]
    assert (first.kind, first.key) == ("room", 5)


def test_areas_and_points_that_cannot_be_read_are_left_out():
    areas = {
        "ogc_fid": np.array([1, 2, 3]),
        "level": np.zeros(3),
        "wkb_geometry": [None, b"no geometry", shapely.to_wkb(shapely.Polygon([(0, 0), (1, 1e9), (2, 0)]))],
    }
    rooms = {"ogc_fid": np.array([5]), "level": np.zeros(1), "wkb_geometry": np.array([[np.nan, np.nan]])}
    found = make_locator(network(*make_rows(range(1))), areas, rooms).locate(fix_at(15, 7)).candidates
    assert {one.key for one in found} == {None}


def test_a_map_without_a_network_knows_nothing():
    none = {"ogc_fid": np.empty(0, np.int64), "level": np.empty(0), "wkb_geometry": []}
    ranking = make_locator(network(), none, NO_ROOMS).locate(Fix(0.0, 0.0, 5.0))
    assert (ranking.candidates, ranking.metres) == ((), None)

"""What a question expands to is bounded, and nothing that recurs in it is looked up or measured twice."""

from __future__ import annotations

import pytest

from interactive_maps.ops.deadlines import ClientLeft, TooCostly, open_deadline
from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.engines.hierarchy import HierarchySearch
from interactive_maps.routing.http import request_bounds
from interactive_maps.routing.http.route_requests import MatrixRequest, RouteRequest, TravelOptions
from interactive_maps.routing.http.route_service import find_routes, measure_matrix
from interactive_maps.routing.live.snapshot_service import SnapshotService
from interactive_maps.routing.waypoints.feature_index import FeatureIndex
from interactive_maps.routing.waypoints.waypoint_resolver import Category, FeatureRef, Point

CHAIRS, LAMPS = Category("chair"), Category("lamp")
COUNT = 300


@pytest.fixture
def furnished(house):
    """A state of the house with hundreds of chairs and lamps along its corridor."""
    house.execute(
        "INSERT INTO points_of_interest (category, level, wkb_geometry) SELECT category, 0,"
        " ST_SetSRID(ST_MakePoint(13 + 0.0004 * step / %s, 51 + 1e-6 * step / %s), 4326)"
        " FROM generate_series(1, %s) AS step, unnest(ARRAY['chair', 'lamp']) AS category",
        [COUNT, COUNT, COUNT],
    )
    return SnapshotService().get_snapshot()


def matrix(sources, targets) -> MatrixRequest:
    return MatrixRequest(tuple(sources), tuple(targets), TravelOptions())


def best_order(*stops) -> RouteRequest:
    return RouteRequest(stops, TravelOptions(), best_order=True)


@pytest.fixture
def looked_up(monkeypatch) -> list[tuple[str, int]]:
    """Which things are looked up in the feature index."""
    found: list[tuple[str, int]] = []
    find = FeatureIndex.find

    def count(self, kind, key):
        found.append((kind, key))
        return find(self, kind, key)

    monkeypatch.setattr(FeatureIndex, "find", count)
    return found


def test_a_category_is_looked_up_once_however_often_it_is_named(furnished, looked_up):
    durations = measure_matrix(furnished, matrix([CHAIRS] * 50, [LAMPS] * 50))
    assert len({time for row in durations for time in row}) == 1
    assert len(looked_up) == len(set(looked_up)) == 2 * COUNT
    ways = find_routes(furnished, RouteRequest((CHAIRS, LAMPS, CHAIRS), TravelOptions()))
    assert [stop.kind for stop in ways.stops] == ["point"] * 3
    assert len(looked_up) == 2 * COUNT  # nor is it again to say which of its things was chosen


def test_what_recurs_is_measured_once(furnished, monkeypatch):
    asked: list[tuple[int, int]] = []
    measure = HierarchySearch.measure

    def count(self, sources, targets):
        asked.append((len(sources), len(targets)))
        return measure(self, sources, targets)

    monkeypatch.setattr(HierarchySearch, "measure", count)
    rows = measure_matrix(furnished, matrix([CHAIRS, FeatureRef("space", 2)] * 20, [LAMPS, CHAIRS] * 25))
    assert rows[:2] * 20 == rows
    assert [row[:2] * 25 for row in rows] == rows
    find_routes(furnished, best_order(CHAIRS, *[LAMPS] * 8, CHAIRS))
    assert asked == [(2, 2), (2, 2)]


def test_a_matrix_agrees_with_its_routes(furnished):
    places = [CHAIRS, LAMPS, FeatureRef("space", 2), Point(13.0001, 51.00001, 0.0)]
    durations = measure_matrix(furnished, matrix(places, places))
    for row, start in enumerate(places):
        for column, end in enumerate(places):
            route = find_routes(furnished, RouteRequest((start, end), TravelOptions())).route
            assert durations[row][column] == route.cost / 1000


@pytest.mark.parametrize(
    ("ask", "parameter"),
    [
        (lambda state: measure_matrix(state, matrix([CHAIRS], [LAMPS])), "targets"),
        (lambda state: find_routes(state, RouteRequest((CHAIRS, LAMPS), TravelOptions())), "to"),
        (lambda state: find_routes(state, best_order(CHAIRS, LAMPS, LAMPS, CHAIRS)), "via"),
    ],
)
def test_too_many_things_are_refused_before_they_are_looked_up(
    furnished, looked_up, monkeypatch, ask, parameter
):
    monkeypatch.setattr(request_bounds, "MOST_THINGS", 2 * COUNT)
    ask(furnished)
    monkeypatch.setattr(request_bounds, "MOST_THINGS", 2 * COUNT - 1)
    looked_up.clear()
    with pytest.raises(InvalidParameter, match=r"stand for 600 features.*Accepted: 599 in all") as refused:
        ask(furnished)
    assert refused.value.parameter == parameter
    assert not looked_up


def test_too_many_pairs_are_refused_before_they_are_compared(furnished, monkeypatch):
    asked = matrix([CHAIRS, LAMPS] * 5, [LAMPS, CHAIRS] * 5)
    size = sum(furnished.resolver.resolve(one).nearest.size for one in (CHAIRS, LAMPS)) * 4
    monkeypatch.setattr(request_bounds, "MOST_COMPARED", size)
    measure_matrix(furnished, asked)
    monkeypatch.setattr(request_bounds, "MOST_COMPARED", size - 1)
    with pytest.raises(
        InvalidParameter, match=rf"2 x 2 waypoints.*make {size:,} pairs.*Accepted: "
    ) as refused:
        measure_matrix(furnished, asked)
    assert refused.value.parameter == "targets"
    with pytest.raises(InvalidParameter, match="2 x 2 waypoints") as refused:
        find_routes(furnished, best_order(CHAIRS, LAMPS, LAMPS, CHAIRS))
    assert refused.value.parameter == "via"


def test_work_ends_at_its_deadline_and_the_map_is_read_for_all(house, furnished):
    for stop, error in ((True, ClientLeft), (False, TooCostly)):
        with open_deadline(0.0 if not stop else 100.0) as deadline:
            if stop:
                deadline.cancel()
            state = SnapshotService().get_snapshot()  # what all questions wait for is finished
            with pytest.raises(error):
                find_routes(state, RouteRequest((CHAIRS, LAMPS), TravelOptions()))
            with pytest.raises(error):
                measure_matrix(state, matrix([CHAIRS], [LAMPS]))

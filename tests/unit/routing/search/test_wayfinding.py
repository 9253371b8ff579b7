"""Whole ways: partial first and last edges, stops, alternatives, violations, and why there is none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import numpy as np
import pytest
from pyproj import Geod

from interactive_maps.routing.engines.choice import choose_shape
from interactive_maps.routing.network.closures import Closure
from interactive_maps.routing.network.edges import read_rows
from interactive_maps.routing.network.graph import build_graph
from interactive_maps.routing.profiles import INFINITE, STEP_FREE, WALK
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.isochrones import draw_areas, find_reached
from interactive_maps.routing.search.network_snapshots import NetworkSnapshot, SnapshotCache
from interactive_maps.routing.search.no_route import explain_no_route
from interactive_maps.routing.search.snapping import SnapCandidate, Snapper
from interactive_maps.routing.search.stop_order import order_stops
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder
from tests.unit.routing.networks import network, place, random_rows, row

GEOD = Geod(ellps="WGS84")
# Two floors of a corridor, 0 to 40 m east; stairs at its east end, a lift at its west end.
HOUSE = (
    row(1, (0, 0), (20, 0), level=0, source=1, target=2, space_id=5),
    row(2, (20, 0), (40, 0), level=0, source=2, target=3),
    row(3, (40, 0), (44, 0), level=0, target_level=1, source=3, target=4, kind="stairs", connector_id=7),
    row(4, (0, 0), (0, 0), level=0, target_level=1, source=1, target=5, kind="lift", connector_id=8),
    row(5, (0, 0), (44, 0), level=1, source=5, target=4),
    row(6, (0, 30), (10, 30), level=0, source=8, target=9),
)


def freeze(graph, *closures: Closure) -> NetworkSnapshot:
    return NetworkSnapshot(graph, choose_shape(graph), 1, closures)


@pytest.fixture(scope="module")
def house() -> NetworkSnapshot:
    return freeze(network(*HOUSE))


def at(snapshot: NetworkSnapshot, x: float, y: float, level: float | None = 0.0) -> SnappedWaypoint:
    return SnappedWaypoint((Snapper(snapshot.graph).snap(*place(x, y), level),))


def ask(snapshot: NetworkSnapshot, *places: SnappedWaypoint, **options):
    return Wayfinder(snapshot, RouteQuery(places, **options)).find_route()


def test_a_way_starts_and_ends_within_edges(house):
    route = ask(house, at(house, 5, 3), at(house, 30, -2))
    assert route.length == pytest.approx(25, abs=0.01)
    assert route.time == pytest.approx(25_000 / 1.33, abs=3)
    assert route.cost == pytest.approx(30_000 / 1.33, abs=5)  # with the walks to the network and from it
    assert route.snapped == pytest.approx((3, 2), abs=0.01)
    assert route.coordinates[[0, -1]] == pytest.approx(np.array([place(5, 0), place(30, 0)]), abs=1e-7)
    assert GEOD.line_length(*route.coordinates.T) == pytest.approx(route.length, abs=0.01)
    assert [leg.level for leg in route.legs] == [0]


@pytest.mark.parametrize(("start", "end"), [(5, 15), (15, 5)])
def test_a_way_within_one_edge_passes_no_node(house, start, end):
    route = ask(house, at(house, start, 0), at(house, end, 0))
    assert route.length == pytest.approx(10, abs=0.01)
    assert [piece.edge for piece in route.segments] == [0]
    assert route.coordinates == pytest.approx(np.array([place(start, 0), place(end, 0)]), abs=1e-7)


def test_a_way_leaves_an_edge_that_leads_round_and_comes_back():
    snapshot = freeze(
        network(
            row(1, (0, 0), (0, 50), (50, 50), (50, 0), source=1, target=2),
            row(2, (0, 0), (50, 0), source=1, target=2),
        )
    )
    short = ask(snapshot, at(snapshot, 0, 5, None), at(snapshot, 50, 5, None))
    assert short.length == pytest.approx(60, abs=0.02)
    assert [piece.edge for piece in short.segments] == [0, 1, 0]
    direct = ask(snapshot, at(snapshot, 0, 45, None), at(snapshot, 50, 45, None))
    assert direct.length == pytest.approx(60, abs=0.02)
    assert [piece.edge for piece in direct.segments] == [0]


def test_along_a_one_way_alone_there_is_a_way():
    snapshot = freeze(network(row(1, (0, 0), (20, 0), source=1, target=2, one_way=True)))
    start, end = at(snapshot, 5, 0, None), at(snapshot, 15, 0, None)
    assert ask(snapshot, start, end).length == pytest.approx(10, abs=0.01)
    assert ask(snapshot, end, start) is None


def test_start_that_is_the_end_is_a_way_of_no_length(house):
    here = at(house, 5, 3)
    for one in (here, SnappedWaypoint(nodes=(2,))):
        route = ask(house, one, one)
        assert (route.length, route.time) == (0, 0)
        assert route.coordinates.shape == (2, 2)
        assert (route.coordinates[0] == route.coordinates[1]).all()


@pytest.mark.parametrize(
    ("start", "end", "edges"),
    [
        ((0, 1.0), (1, 0.5), [1]),
        ((0, 0.5), (1, 0.0), [0]),
        ((1, 0.0), (0, 0.5), [0]),
        ((1, 0.5), (0, 1.0), [1]),
        ((0, 0.5), (1, 0.5), [0, 1]),
    ],
)
def test_an_edge_is_no_part_of_a_way_that_only_touches_its_end(house, start, end, edges):
    def stand(edge, fraction):
        return SnappedWaypoint(((SnapCandidate(edge, fraction, 0.0, 13.72, 51.03, 0.0),),))

    route = ask(house, stand(*start), stand(*end))
    assert [piece.edge for piece in route.segments] == edges
    assert route.length == pytest.approx(10 * len(edges), abs=0.01)


def test_legs_change_with_the_level(house):
    route = ask(house, at(house, 35, 0), at(house, 40, 0, 1.0))
    assert [leg.level for leg in route.legs] == [0, 1]
    assert route.legs[0].length == pytest.approx(5 + 4, abs=0.01)  # with the stairs
    assert sum(leg.time for leg in route.legs) == route.time
    assert (route.legs[0].coordinates[-1] == route.legs[1].coordinates[0]).all()


def test_step_free_takes_the_lift_and_violations_only_where_it_must(house):
    start, end = at(house, 35, 0), at(house, 40, 0, 1.0)
    lift = ask(house, start, end, profile=STEP_FREE)
    assert lift.length == pytest.approx(35 + 40, abs=0.01)
    assert lift.violations == ()
    assert ask(house, start, end, profile=STEP_FREE, allow_violations=True).length == lift.length

    broken = freeze(house.graph, Closure("connector", 8, reason="out of order"))
    assert ask(broken, start, end, profile=STEP_FREE) is None
    stairs = ask(broken, start, end, profile=STEP_FREE, allow_violations=True)
    assert [(one.reason, one.edge) for one in stairs.violations] == [("stairs", 3)]
    assert stairs.violations[0].location == pytest.approx(place(40, 0), abs=1e-7)
    assert stairs.time < 100_000 < stairs.cost


@pytest.mark.parametrize(
    ("start", "end", "closures", "profile", "reason", "stop"),
    [
        ((5, 0, 0.0), (5, 30, 0.0), (), WALK, "island", 1),
        ((5, 0, 0.0), (5, 90, 0.0), (), WALK, "off_network", 1),
        ((5, 0, 0.0), (5, 0, 7.0), (), WALK, "off_network", 1),
        ((5, 0, 0.0), (35, 0, 0.0), (Closure("edge", 2), Closure("edge", 6)), WALK, "closed", 1),
        ((5, 0, 0.0), (40, 0, 1.0), (Closure("connector", 7), Closure("connector", 8)), WALK, "closed", 1),
    ],
)
def test_why_there_is_no_way(house, start, end, closures, profile, reason, stop):
    snapshot = freeze(house.graph, *closures)
    query = RouteQuery((at(snapshot, *start), at(snapshot, *end)), profile)
    assert Wayfinder(snapshot, query).find_route() is None
    absence = explain_no_route(snapshot, query)
    assert (absence.reason, absence.stop) == (reason, stop)
    if reason == "closed":
        assert absence.closures == tuple(one for one in closures if one.target in (2, 7, 8))[:1]


@pytest.mark.parametrize(
    ("stops", "reason", "stop"),
    [
        (((5, 0), (30, 0), (5, 30)), "island", 2),
        (((5, 0), (5, 30), (30, 0)), "island", 1),
        (((5, 0), (30, 0), (35, 0), (8, 30)), "island", 3),
        (((5, 0), (30, 0), (5, 90), (5, 30)), "off_network", 2),
    ],
)
def test_the_first_stop_that_cannot_be_reached_is_told(house, stops, reason, stop):
    query = RouteQuery(tuple(at(house, *one) for one in stops))
    absence = explain_no_route(house, query)
    assert (absence.reason, absence.stop) == (reason, stop)


def test_what_is_closed_at_the_departure_is_why(house):
    noon = datetime(2036, 6, 1, 12, tzinfo=UTC)
    then = Closure("edge", 2, noon, noon + timedelta(hours=1), reason="then")
    before = Closure("space", 5, noon - timedelta(hours=1), noon)
    snapshot = freeze(house.graph, before, then, Closure("connector", 8))
    query = RouteQuery((at(snapshot, 5, 0), at(snapshot, 35, 0)), departure=noon)
    assert Wayfinder(snapshot, query).find_route() is None
    absence = explain_no_route(snapshot, query)
    assert (absence.reason, absence.closures) == ("closed", (then,))
    assert ask(snapshot, *query.stops) is not None


def test_a_profile_or_a_direction_may_be_why():
    graph = network(
        row(1, (0, 0), (10, 0), source=1, target=2, kind="stairs"),
        row(2, (10, 0), (20, 0), source=2, target=3, one_way=True),
    )
    snapshot = freeze(graph)
    up, down = (
        RouteQuery((SnappedWaypoint(nodes=(0,)), SnappedWaypoint(nodes=(2,))), STEP_FREE),
        (SnappedWaypoint(nodes=(2,)), SnappedWaypoint(nodes=(1,))),
    )
    absence = explain_no_route(snapshot, up)
    assert absence.reason == "profile"
    assert [one.reason for one in absence.violations] == ["stairs"]
    assert explain_no_route(snapshot, RouteQuery(down)).reason == "one_way"


def test_one_way_edges_are_left_and_reached_in_their_direction_only():
    snapshot = freeze(
        network(
            row(1, (0, 0), (20, 0), source=1, target=2, one_way=True),
            row(2, (20, 0), (20, 20), (0, 0), source=2, target=1),
        )
    )
    back = ask(snapshot, at(snapshot, 15, 0, None), at(snapshot, 5, 0, None))
    assert back.length == pytest.approx(5 + 20 + np.hypot(20, 20) + 5, abs=0.02)
    assert [(piece.arc, piece.start > 0) for piece in back.segments] == [(0, True), (2, False), (0, False)]


def test_the_nearest_of_many_targets_is_found(house):
    toilets = SnappedWaypoint(
        (*at(house, 20, 0, 1.0).candidate_sets, *at(house, 38, 1).candidate_sets), nodes=(3,)
    )
    route = ask(house, at(house, 5, 0), toilets)
    assert route.coordinates[-1] == pytest.approx(place(38, 0), abs=1e-7)
    assert route.choices == (0, 1)
    assert ask(house, SnappedWaypoint(nodes=(3, 1)), SnappedWaypoint(nodes=(3,))).choices == (0, 0)


def test_stops_are_visited_in_their_order_or_the_best(house):
    stops = [at(house, x, 0) for x in (2, 30, 10, 35, 39)]
    given = ask(house, *stops)
    best = ask(house, *stops, best_order=True)
    assert (given.stops, best.stops) == ((0, 1, 2, 3, 4), (0, 2, 1, 3, 4))
    assert best.length == pytest.approx(37, abs=0.02)
    assert given.length == pytest.approx(28 + 20 + 25 + 4, abs=0.02)
    walked = [sum(piece.length for piece in best.segments[:halt]) for halt in best.stop_segments]
    assert walked == pytest.approx([8, 28, 33], abs=0.02)


def test_two_stops_between_are_put_in_order_and_none_may_be_out_of_reach(house):
    stops = [at(house, x, 0) for x in (2, 30, 10, 39)]
    assert ask(house, *stops, best_order=True).stops == (0, 2, 1, 3)
    stops[1] = at(house, 5, 30)
    assert ask(house, *stops) is None


def test_a_way_without_an_end_is_no_question(house):
    with pytest.raises(ValueError, match="start and an end"):
        ask(house, at(house, 5, 0))


def test_the_best_order_is_the_best_of_all():
    rng = np.random.default_rng(4)
    for size in (2, 3, 5, 6, 7):
        costs = rng.integers(1, 100, (size, size))
        costs[rng.random((size, size)) < 0.25] = INFINITE
        orders = [(0, *middle, size - 1) for middle in permutations(range(1, size - 1))]
        totals = [sum(costs[a, b] for a, b in pairwise(order)) for order in orders]
        found = order_stops(costs, INFINITE)
        if min(totals) >= INFINITE:
            assert found is None
        else:
            assert sum(costs[a, b] for a, b in pairwise(found)) == min(totals)
            assert sorted(found) == list(range(size))
    with pytest.raises(ValueError, match="at most 8"):
        order_stops(np.ones((11, 11), np.int64), INFINITE)


def test_alternatives_differ_and_are_not_much_longer():
    """Three bridges over a river, 10 m apart, and one far away."""
    rows = [row(0, (0, 0), (0, 5), source=0, target=1), row(1, (50, 5), (50, 0), source=2, target=3)]
    for number, y in enumerate((5, 15, 25, 300), 4):
        rows.append(row(number, (0, 5), (0, y), (50, y), (50, 5), source=1, target=2))
    snapshot = freeze(network(*rows))
    wayfinder = Wayfinder(snapshot, RouteQuery((at(snapshot, 0, 0, None), at(snapshot, 50, 0, None))))
    best = wayfinder.find_route()
    others = wayfinder.find_alternatives(best, 3)
    assert best.length == pytest.approx(60, abs=0.05)
    assert [round(other.length) for other in others] == [80]  # 100 m would be more than half as long again
    assert others[0].cost == pytest.approx(80_000 / 1.33, abs=10)
    assert wayfinder.find_route().cost == best.cost  # the engine is as it was


def find_others(count, before, *ways):
    """Return the lengths of a common stretch with ``ways`` behind it, and of its alternatives."""
    rows = [row(99, (-before, 0), (0, 0), source=98, target=1)] if before else []
    for number, metres in enumerate(ways, start=1):
        rise = (metres - 50) / 2  # each way leads up, 50 m east, and down again
        rows.append(row(number, (0, 0), (0, rise), (50, rise), (50, 0), source=1, target=2))
    snapshot = freeze(network(*rows))
    numbers = snapshot.graph.node_number.tolist()
    ends = (SnappedWaypoint(nodes=(numbers.index(number),)) for number in (98 if before else 1, 2))
    wayfinder = Wayfinder(snapshot, RouteQuery(tuple(ends)))
    best = wayfinder.find_route()
    others = wayfinder.find_alternatives(best, count)
    assert [other.cost for other in others] == [other.time for other in others]
    return [round(one.length) for one in (best, *others)]


@pytest.mark.parametrize(
    ("count", "before", "ways", "found"),
    [
        (3, 0, (100, 148, 152), [100, 148]),
        (3, 0, (100, 110, 120, 130), [100, 110, 120, 130]),
        (2, 0, (100, 110, 120, 130), [100, 110, 120]),
        (1, 0, (100, 110), [100, 110]),
        (0, 0, (100, 110), [100]),
        (3, 0, (100,), [100]),
        (3, 240, (100, 104), [340, 344]),  # 70 % of 344 are 240.8
        (3, 240, (100, 102), [340]),  # 70 % of 342 are 239.4
    ],
)
def test_alternatives_are_other_ways_for_the_most_part(count, before, ways, found):
    assert find_others(count, before, *ways) == found
    assert find_others(count, before, *ways[::-1]) == found


def test_alternatives_from_within_edges_cost_their_time_and_the_walks_to_them():
    rows = [row(8, (-20, 0), (0, 0), source=8, target=1), row(9, (50, 0), (90, 0), source=2, target=9)]
    rows += [row(y, (0, 0), (0, y), (50, y), (50, 0), source=1, target=2) for y in (25, 30)]
    snapshot = freeze(network(*rows))
    finder = Wayfinder(snapshot, RouteQuery((at(snapshot, -5, -3, None), at(snapshot, 60, 2, None))))
    best = finder.find_route()
    (other,) = finder.find_alternatives(best, 1)
    assert best.stops == other.stops == (0, 1)
    for route, metres in ((best, 115), (other, 125)):
        assert route.length == pytest.approx(metres, abs=0.02)
        assert route.cost == pytest.approx((metres + 5) / 1.33 * 1000, abs=20)


def test_over_a_stop_there_are_no_alternatives(house):
    stops = tuple(at(house, x, 0) for x in (2, 30, 35))
    finder = Wayfinder(house, RouteQuery(stops))
    assert finder.find_alternatives(finder.find_route(), 3) == []


def test_ways_between_random_places_cost_what_their_pieces_do():
    rng = np.random.default_rng(5)
    snapshot = freeze(build_graph(read_rows(random_rows(rng, 60, 140))))
    snapper = Snapper(snapshot.graph)
    places = [
        SnappedWaypoint((snapper.snap(*place(*rng.uniform((0, 0), (80, 40))), float(rng.integers(0, 3))),))
        for _ in range(40)
    ]
    wayfinder = Wayfinder(snapshot, RouteQuery((places[0], places[1])))
    table = wayfinder.measure(places, places)
    found = 0
    for a, start in enumerate(places):
        for b, end in enumerate(places):
            route = ask(snapshot, start, end)
            assert (route is None) == (table[a, b] == INFINITE)
            if route is None:
                continue
            found += 1
            assert route.cost == table[a, b]
            off = sum(route.snapped) / WALK.speed * 1000
            assert route.time + off == pytest.approx(route.cost, abs=3 + len(route.segments))
            assert sum(leg.length for leg in route.legs) == pytest.approx(route.length)
            for one, other in pairwise(route.segments):
                assert snapshot.graph.arc_head[one.arc] == snapshot.graph.arc_tail[other.arc]
    assert found > 500


def test_between_two_islands_a_table_begins_and_ends_at_either(house):
    """As routes do: what is nearest is tried first."""
    between, main, island = at(house, 5, 17), at(house, 5, 0), at(house, 5, 30)
    wayfinder = Wayfinder(house, RouteQuery((between, main)))
    table = wayfinder.measure([between, main, island], [main, island, between])
    assert (table >= INFINITE).tolist() == [[False, False, False], [False, True, False], [True, False, False]]
    assert table[0].tolist() == [ask(house, between, end).cost for end in (main, island, between)]


def test_nothing_is_widened_where_no_island_within_reach_is_shared(house):
    def widen() -> SnappedWaypoint:
        pytest.fail("to look through walls for a thousand spots takes a second")

    def survey(x: float, y: float):
        return lambda: Snapper(house.graph).list_islands([(*place(x, y), 0.0)])

    def stand(x: float, y: float) -> SnappedWaypoint:
        return replace(at(house, x, y), widen=widen, survey=survey(x, y))

    assert survey(5, 0)().isdisjoint(survey(5, 30)())
    assert survey(5, 15)() == survey(5, 0)() | survey(5, 30)(), "halfway both are near enough"
    stops = stand(5, 0), stand(5, 30)
    assert Wayfinder(house, RouteQuery(stops)).find_route() is None
    assert explain_no_route(house, RouteQuery(stops)).reason == "island"
    near = replace(stand(5, 15), widen=lambda: SnappedWaypoint(nodes=tuple(range(house.graph.node_count))))
    assert Wayfinder(house, RouteQuery((replace(stops[0], widen=None), near))).find_route() is not None


def test_an_edge_that_is_reached_as_a_whole_is_drawn_once(house):
    wayfinder = Wayfinder(house, RouteQuery((at(house, 5, 1), at(house, 30, 0))))
    reached = find_reached(wayfinder, at(house, 5, 1), 3_600_000)
    assert sorted(reached.edge) == sorted(set(reached.edge))
    near = find_reached(wayfinder, at(house, 5, 1), 2_000)
    assert set(near.edge) == {0}
    assert min(near.start) < 0.25 < max(near.end)


def test_what_is_reached_within_a_time(house):
    wayfinder = Wayfinder(house, RouteQuery((at(house, 10, 0), at(house, 10, 0))))
    limit = round(15 / 1.33 * 1000)
    areas = draw_areas(wayfinder, find_reached(wayfinder, wayfinder.query.stops[0], limit))
    assert list(areas) == [0]
    west, _, east, _ = areas[0].bounds
    assert (west, east) == pytest.approx((place(-1.5, 0)[0], place(26.5, 0)[0]), abs=1e-6)
    upstairs = find_reached(wayfinder, wayfinder.query.stops[0], 60_000)
    assert set(upstairs.level) == {0, 1}


def test_closures_come_into_force_and_end_by_themselves():
    noon, one = datetime(2026, 6, 1, 12, tzinfo=UTC), datetime(2026, 6, 1, 13, tzinfo=UTC)
    holder = SnapshotCache()
    with pytest.raises(RuntimeError, match="no network"):
        holder.with_closures([], 1)
    first = holder.load(network(*HOUSE), 1)
    second = holder.with_closures([Closure("space", 5, noon, one, frozenset({"walk"}))], 2)
    assert holder.with_closures([], 1) is second is holder.current
    places = (at(first, 5, 0), at(first, 35, 0))
    walks = {
        hour: ask(second, *places, departure=datetime(2026, 6, 1, hour, tzinfo=UTC)) is not None
        for hour in (11, 12, 13, 11, 12)
    }
    assert walks == {11: True, 12: False, 13: True}
    assert ask(second, *places, profile=STEP_FREE, departure=noon) is not None
    assert ask(first, *places, departure=noon) is not None
    assert ask(holder.with_closures([Closure("node", 2)], 3), *places) is None
    assert ask(holder.with_closures([], 4), *places) is not None


@pytest.mark.parametrize(
    ("closure", "shut"),
    [
        (Closure("edge", 2), {2}),
        (Closure("edge", -1), set()),
        (Closure("space", -1), set()),
        (Closure("space", 5), {1}),
        (Closure("connector", 7), {3}),
        (Closure("opening", 5), set()),
        (Closure("level", 1), {3, 4, 5}),
        (Closure("node", 3), {2, 3}),
    ],
)
def test_what_a_closure_shuts(house, closure, shut):
    from interactive_maps.routing.network.closures import closed_arcs

    arcs = closed_arcs(house.graph, [closure], datetime.now(UTC), "walk")
    assert set(house.graph.edge_id[arcs // 2].tolist()) == shut
    assert len(arcs) == 2 * len(shut)


def test_a_lift_rides_past_a_closed_level():
    rows = [
        row(n, (0, 0), (0, 0), level=n, target_level=n + 1, kind="lift", connector_id=1) for n in range(2)
    ]
    rows += [row(10 + n, (0, 0), (9, 0), level=n) for n in range(3)]
    graph = network(*rows)
    snapshot = freeze(graph, Closure("level", 1))
    assert ask(snapshot, at(snapshot, 9, 0, 0.0), at(snapshot, 9, 0, 2.0)) is not None
    assert ask(snapshot, at(snapshot, 9, 0, 0.0), at(snapshot, 9, 0, 1.0)) is None

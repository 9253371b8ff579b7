"""Milliseconds by kind, waits of lifts, what profiles avoid."""

from dataclasses import replace

import numpy as np
import pytest

from interactive_maps.routing.network.edge_kinds import Kind
from interactive_maps.routing.profiles import (
    CART,
    EVACUATION,
    INFINITE,
    PENALTY,
    STEP_FREE,
    WALK,
    Profile,
    explain,
    weigh,
)
from tests.unit.routing.networks import network, row

TEN = ((0, 0), (10, 0))
POINT = ((0, 0), (0, 0))
UP = {"level": 0, "target_level": 1}


def seconds(profile, *places, **columns) -> float:
    graph = network(row(1, *places, source=1, target=2, **columns))
    weight = weigh(graph, profile)[0]
    return np.inf if weight == INFINITE else weight / 1000


@pytest.mark.parametrize(
    ("places", "columns", "expected"),
    [
        (TEN, {}, 10 / 1.33),
        (TEN, {"kind": "stairs", **UP}, 30 / 1.33),
        (POINT, {"kind": "stairs", **UP}, 18 / 1.33),
        (POINT, {"kind": "stairs", "level": 0, "target_level": -2}, 36 / 1.33),
        (TEN, {"kind": "escalator", **UP}, np.hypot(10, 3.5) / 0.5),
        (POINT, {"kind": "lift", **UP}, 41),
        (POINT, {"kind": "lift", "level": 0, "target_level": 5}, 53),
        (POINT, {"kind": "lift"}, 41),
        (POINT, {}, 0.001),
        (TEN, {"kind": "ramp", "slope": 0.08, **UP}, 10 / 1.33),
        (POINT, {"kind": "ramp", **UP}, 3.5 * 12 / 1.33),
        (POINT, {"kind": "ramp", "level": 0, "target_level": -2}, 2 * 3.5 * 12 / 1.33),
        (((0, 0), (0.6, 0)), {"kind": "ramp", **UP}, 0.6 / 1.33),  # drawn as it is
        (((0, 0), (0.6, 0)), {"kind": "stairs", **UP}, 1.8 / 1.33),
        (POINT, {"kind": "stairs"}, 18 / 1.33),
    ],
)
def test_times(places, columns, expected):
    assert seconds(WALK, *places, **columns) == pytest.approx(expected, abs=6e-4)


@pytest.mark.parametrize(("profile", "expected"), [(STEP_FREE, 7.519), (EVACUATION, 7.519), (CART, 10)])
def test_who_pushes_a_cart_is_slower(profile, expected):
    assert seconds(profile, *TEN) == pytest.approx(expected, abs=6e-4)


@pytest.mark.parametrize(
    ("profile", "columns", "reason"),
    [
        (STEP_FREE, {"kind": "stairs"}, "stairs"),
        (STEP_FREE, {"kind": "escalator"}, "escalator"),
        (STEP_FREE, {"kind": "lift"}, None),
        (STEP_FREE, {"kind": "ramp", "slope": 1 / 12}, None),
        (STEP_FREE, {"kind": "ramp", "slope": 0.083}, None),
        (STEP_FREE, {"kind": "ramp", "slope": 0.1}, "steep"),
        (STEP_FREE, {"kind": "door", "width": 0.8}, "narrow"),
        (STEP_FREE, {"kind": "door", "width": 0.815}, None),
        (STEP_FREE, {"kind": "door"}, None),
        (STEP_FREE, {"step_free": False}, "step"),
        (STEP_FREE, {"step_free": True}, None),
        (WALK, {"step_free": False}, None),
        (CART, {"kind": "walkway"}, "walkway"),
        (CART, {"width": 0.85}, "narrow"),
        (EVACUATION, {"kind": "lift"}, "lift"),
        (EVACUATION, {"kind": "stairs"}, None),
        (WALK, {"kind": "escalator", "width": 0.1, "slope": 1}, None),
        (Profile("mine", avoid=frozenset({Kind.DOOR})), {"kind": "door"}, "door"),
    ],
)
def test_what_profiles_avoid_and_why(profile, columns, reason):
    graph = network(row(1, *TEN, source=1, target=2, **UP, **columns))
    hard, soft = weigh(graph, profile), weigh(graph, profile, allow_violations=True)
    assert explain(graph, profile, 0) == reason
    assert (hard == INFINITE).all() == (reason is not None)
    assert ((soft > PENALTY) & (soft < 2 * PENALTY)).all() == (reason is not None)


def test_a_one_way_stays_one_whatever_is_allowed():
    graph = network(row(1, *TEN, source=1, target=2, kind="escalator", one_way=True))
    for allow in (True, False):
        assert (weigh(graph, STEP_FREE, allow_violations=allow)[1]) == INFINITE


@pytest.mark.parametrize(
    "wrong",
    [
        *({"speed": speed} for speed in (0, 0.04, 20.1, 99, np.nan)),
        *({"width": width} for width in (-1, 0, 100, np.nan)),
        *({"slope": slope} for slope in (-1, -0.01, 10.1, np.nan)),
    ],
)
def test_profiles_of_nobody_are_refused(wrong):
    with pytest.raises(ValueError, match="between"):
        Profile("odd", **wrong)


def test_profiles_of_somebody_are_not():
    for speed in (0.05, 20):
        assert Profile("slow or fast", speed=speed, width=99.9, slope=0.0).speed == speed
    assert Profile("small", width=0.01, slope=10).slope == 10


def test_stairs_and_lifts_are_never_steep():
    steep = Profile("mine", slope=0.05)
    for kind, reason in (
        ("stairs", None),
        ("lift", None),
        ("escalator", None),
        ("walk", "steep"),
        ("ramp", "steep"),
    ):
        graph = network(row(1, *TEN, source=1, target=2, kind=kind, slope=0.4, **UP))
        assert explain(graph, steep, 0) == reason
        assert (weigh(graph, steep) == INFINITE).all() == (reason is not None)


def test_to_board_a_forbidden_lift_is_forbidden_and_to_get_off_takes_no_time():
    rows = [row(n, *POINT, kind="lift", level=n, target_level=n + 1, connector_id=9) for n in range(2)]
    graph = network(*rows)
    boardings = np.flatnonzero(graph.kind == Kind.BOARDING)
    assert len(boardings) == 3
    for edge in boardings.tolist():
        assert explain(graph, EVACUATION, edge) == "lift"
        assert explain(graph, WALK, edge) is None
    assert weigh(graph, WALK)[2 * boardings].tolist() == [38_000] * 3
    assert weigh(graph, WALK)[2 * boardings + 1].tolist() == [1] * 3
    assert (weigh(graph, EVACUATION)[2 * boardings + 1] == INFINITE).all()


def test_who_rides_past_floors_waits_once():
    """Chained from floor to floor, or each with each: 0 to 4 is one wait and four floors."""
    chained = [row(n, *POINT, kind="lift", level=n, target_level=n + 1, connector_id=9) for n in range(4)]
    pairs = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    meshed = [
        row(n, *POINT, kind="lift", level=a, target_level=b, connector_id=9) for n, (a, b) in enumerate(pairs)
    ]
    for rows in (chained, meshed):
        graph = network(*rows)
        assert graph.edge_count == len(rows) + 5
        assert _time(graph, 0, 4) == 38_000 + 12_000 + 1
        assert _time(graph, 3, 2) == 38_000 + 3_000 + 1
        assert _time(graph, 0, 4, EVACUATION) is None


def test_two_lifts_at_one_landing_are_waited_for_each():
    graph = network(
        row(1, *POINT, kind="lift", level=0, target_level=1, connector_id=1),
        row(2, *POINT, kind="lift", level=1, target_level=2, connector_id=2),
    )
    assert _time(graph, 0, 2) == 2 * 41_000


def _time(graph, start: float, end: float, profile=WALK) -> int | None:
    from interactive_maps.routing.engines.choice import choose_shape

    floors = {float(graph.node_level[node]): node for node in reversed(range(graph.node_count))}
    with choose_shape(graph).weigh(weigh(graph, profile)).open() as search:
        path = search.query([(floors[start], 0)], [(floors[end], 0)])
    return None if path is None else path.cost


@pytest.mark.parametrize("allow_violations", [False, True])
def test_however_long_an_edge_is_somebody_slow_can_walk_it(allow_violations):
    for metres in (20_000, 90_000, 150_000, 300_000):
        line = (0, 0), (metres, 0)
        graph = network(row(1, *line, source=1, target=2), row(2, *line, kind="stairs", source=1, target=2))
        snail = replace(STEP_FREE, name="snail", speed=0.05)
        there, back, up, down = weigh(graph, snail, allow_violations=allow_violations).tolist()
        assert 380_000_000 < there == back < INFINITE
        assert up == down
        assert (up == INFINITE) is not allow_violations
        assert up > there

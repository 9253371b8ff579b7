"""Milliseconds by kind, waits of lifts, what profiles avoid."""

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
    ],
)
def test_times(places, columns, expected):
    assert seconds(WALK, *places, **columns) == pytest.approx(expected, abs=1e-3)


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
    "wrong", [{"speed": 0}, {"speed": np.nan}, {"speed": 99}, {"width": -1}, {"width": np.nan}, {"slope": -1}]
)
def test_profiles_of_nobody_are_refused(wrong):
    with pytest.raises(ValueError, match="between"):
        Profile("odd", **wrong)


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

"""The order of stops is the cheapest of all orders."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.routing.search.stop_order import MOST_STOPS, order_stops

NEVER = 100
matrices = st.integers(2, 6).flatmap(
    lambda size: st.lists(
        st.sampled_from([*range(1, 12), 99, NEVER, 250]), min_size=size**2, max_size=size**2
    ).map(lambda costs: np.array(costs).reshape(size, size))
)


def measure(costs, order):
    """Return what an order costs, None where a part of it is no way."""
    parts = [int(costs[one, other]) for one, other in pairwise(order)]
    return None if any(part >= NEVER for part in parts) else sum(parts)


@given(matrices)
def test_no_other_order_is_cheaper(costs):
    last = len(costs) - 1
    orders = [[0, *middle, last] for middle in permutations(range(1, last))]
    known = [cost for order in orders if (cost := measure(costs, order)) is not None]
    found = order_stops(costs, NEVER)
    if not known:
        assert found is None
    else:
        assert found in orders
        assert measure(costs, found) == min(known)


def test_so_many_stops_are_put_in_order_and_no_more():
    line = np.abs(np.subtract.outer(np.arange(MOST_STOPS + 2), np.arange(MOST_STOPS + 2)))
    assert order_stops(line, NEVER) == list(range(MOST_STOPS + 2))
    assert MOST_STOPS == 8
    assert order_stops(np.zeros((1, 1)), NEVER) == [0]
    with pytest.raises(ValueError, match="at most 8 stops"):
        order_stops(np.ones((MOST_STOPS + 3, MOST_STOPS + 3)), NEVER)

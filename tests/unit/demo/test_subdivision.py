from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.demo.brief import USES
from interactive_maps.demo.design.programme import ENTRANCE, TOILETS, find_programme
from interactive_maps.demo.design.subdivision import (
    STEP,
    bound_rooms,
    choose_kinds,
    divide,
    fit_kinds,
    share_out,
)

parts = st.lists(
    st.tuples(st.integers(1, 1000), st.integers(0, 5), st.integers(5, 40)), min_size=1, max_size=30
)


@given(parts, st.floats(0, 1))
def test_shares_add_up_within_their_bounds(parts: list[tuple[int, int, int]], fullness: float) -> None:
    lows, highs = sum(low for _, low, _ in parts), sum(high for _, _, high in parts)
    total = lows + round(fullness * (highs - lows))
    shares = share_out(total, [weight for weight, _, _ in parts], [(low, high) for _, low, high in parts])
    assert sum(shares) == total
    assert all(low <= share <= high for share, (_, low, high) in zip(shares, parts, strict=True))


def test_shares_follow_the_weights() -> None:
    assert share_out(10, [1, 2, 7], [(0, 10)] * 3) == [1, 2, 7]


@pytest.mark.parametrize("total", [1, 9])
def test_shares_that_cannot_be_are_an_error(total: int) -> None:
    with pytest.raises(ValueError, match="cannot be divided"):
        share_out(total, [1, 1], [(1, 4), (1, 4)])


@given(
    use=st.sampled_from(USES),
    ordinal=st.integers(-1, 1),
    length=st.integers(2400, 90_000),
    fullness=st.floats(0, 1),
    seed=st.integers(),
)
def test_a_run_is_filled_exactly_with_the_rooms_asked_for(use, ordinal, length, fullness, seed) -> None:
    low, high = bound_rooms(length)
    rooms = low + round(fullness * (high - low))
    chosen = choose_kinds(find_programme(use, ordinal), rooms, Random(seed))
    kinds = fit_kinds(chosen, length)
    widths = divide(length, kinds)
    assert sum(kind.rooms for kind in chosen) == sum(kind.rooms for kind in kinds) == rooms
    assert sum(widths) == length
    for kind, width in zip(kinds, widths, strict=True):
        assert kind.least - STEP <= width <= kind.greatest + STEP


def test_what_must_be_kept_is_changed_last() -> None:
    offices = [kind for kind in find_programme("campus", 1) if kind.name == "Office"] * 6
    kinds = fit_kinds([ENTRANCE, *TOILETS, *offices], 27_000, keep=frozenset({ENTRANCE, *TOILETS}))
    assert kinds[:4] == [ENTRANCE, *TOILETS]
    assert [kind.name for kind in kinds[4:]] != [kind.name for kind in offices]

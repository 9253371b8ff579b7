"""Which floor somebody is on is known from a hint, from the floor before, and from connectors on the way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from interactive_maps.routing.positioning.fixes import Fix, PreviousLocation
from interactive_maps.routing.positioning.level_prior import weigh_levels
from interactive_maps.routing.positioning.network_cells import NetworkCells

THREE = np.array([0.0, 1.0, 2.0])


def cells(*links):
    """Return cells with the ends of connectors: (x, y, level, level where it leads)."""
    ends = np.array(links, dtype=float).reshape(-1, 4)
    nothing = np.empty((0, 2))
    return NetworkCells(
        *(nothing, nothing, np.empty(0), np.empty(0, dtype=np.int64)),
        cKDTree(nothing),
        ends[:, :2],
        ends[:, 2:],
    )


def weigh(*links, levels=THREE, hint=None, was=None, seconds=20.0, confidence=1.0, at=(0.0, 0.0)):
    previous = None if was is None else PreviousLocation(0.0, 0.0, was, seconds, confidence)
    point = None if at is None or was is None else np.array(at)
    return weigh_levels(Fix(0.0, 0.0, 5.0, None, hint, previous), levels, cells(*links), point)


def test_without_any_knowledge_all_levels_are_alike():
    assert weigh() == pytest.approx([1 / 3] * 3)
    assert weigh(hint=7.0) == pytest.approx([1 / 3] * 3)
    assert weigh(was=7.0) == pytest.approx([1 / 3] * 3)
    assert weigh(was=0.0, at=None) == pytest.approx([1 / 3] * 3)
    assert len(weigh(levels=np.empty(0))) == 0


def test_a_hint_is_almost_always_right():
    assert weigh(hint=1.0) == pytest.approx([0.0025, 0.995, 0.0025])
    assert weigh(hint=0.0, levels=np.array([0.0])) == pytest.approx([1.0])


@pytest.mark.parametrize(("seconds", "moved"), [(0, 0.0), (5, 0.01), (10, 0.02), (60, 0.02)])
def test_without_a_connector_people_stay_on_their_level_but_for_strays(seconds, moved):
    assert weigh(was=1.0, seconds=seconds) == pytest.approx([moved / 2, 1 - moved, moved / 2])


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (20, [0.6, 0.4 * 2 / 3, 0.4 / 3]),  # a level further is half as likely
        (60, [0.6, 0.4 * 2 / 3, 0.4 / 3]),
        (10, [0.8, 0.2 * 2 / 3, 0.2 / 3]),
        (8, [0.84, 0.16 * 2 / 3, 0.16 / 3]),
        (7, [0.86, 0.14, 0.0]),  # two levels take eight seconds
        (4, [0.92, 0.08, 0.0]),
        (3, [0.994, 0.003, 0.003]),
    ],
)
def test_beside_a_connector_people_may_have_taken_it_as_far_as_time_allows(seconds, expected):
    assert weigh((0, 0, 0, 1), was=0.0, seconds=seconds) == pytest.approx(expected)


@pytest.mark.parametrize(("apart", "is_near"), [(39.9, True), (40.1, False)])
def test_a_connector_is_near_that_can_have_been_walked_to(apart, is_near):
    for x, y in ((apart, 0), (0, -apart), (0.6 * apart, 0.8 * apart)):
        assert (weigh((x, y, 1, 2), was=1.0)[1] < 0.9) == is_near
        assert (weigh((x + 7, y - 7, 1, 2), was=1.0, at=(7.0, -7.0))[1] < 0.9) == is_near


def test_only_connectors_on_the_level_before_count():
    assert weigh((0, 0, 2, 1), was=1.0)[1] == pytest.approx(0.98)
    assert weigh((0, 0, 2, 1), (0, 0, 1, 2), was=1.0)[1] == pytest.approx(0.6)


def test_an_unsure_level_before_says_less():
    assert weigh(was=1.0, confidence=0.0) == pytest.approx([1 / 3] * 3)
    assert weigh(was=1.0, confidence=0.5) == pytest.approx(
        [0.5 * 0.01 + 1 / 6, 0.49 + 1 / 6, 0.5 * 0.01 + 1 / 6]
    )


def test_a_hint_outweighs_the_level_before():
    both = weigh(was=1.0, hint=0.0)
    products = np.array([0.995 * 0.01, 0.0025 * 0.98, 0.0025 * 0.01])
    assert both == pytest.approx(products / products.sum())


def test_an_unknown_level_is_one_level_away():
    levels = np.array([0.0, 1.0, np.nan])
    assert weigh((0, 0, 0, 1), was=0.0, levels=levels) == pytest.approx([0.6, 0.2, 0.2])


def test_on_the_only_level_people_stay():
    assert weigh((0, 0, 0, 1), was=0.0, levels=np.array([0.0])) == pytest.approx([1.0])


@given(
    st.lists(st.integers(-3, 6).map(float), min_size=1, max_size=6, unique=True).map(sorted),
    st.floats(0, 300),
    st.floats(0, 1),
    st.sampled_from([None, 0.0, 1.0]),
)
def test_weights_sum_to_one(levels, seconds, confidence, hint):
    found = weigh(
        (0, 0, 0, 1), levels=np.array(levels), was=0.0, seconds=seconds, confidence=confidence, hint=hint
    )
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)

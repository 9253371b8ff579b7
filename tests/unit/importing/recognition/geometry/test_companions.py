"""The parts of a line beside which no parallel line runs."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from interactive_maps.importing.recognition.geometry.companions import find_lone_parts
from interactive_maps.importing.recognition.geometry.segments import to_lines

LINE = np.array([0.0, 0, 10, 0])


def look(*segments, line=LINE, reach=0.5):
    tree = shapely.STRtree(to_lines(np.array(segments, dtype=float).reshape(-1, 4)))
    return find_lone_parts(np.array(line, dtype=float), tree, reach)


def test_without_companions_the_whole_line_is_alone():
    assert look() == [(0, 10)]
    assert look([0, 0.6, 10, 0.6]) == [(0, 10)]
    assert look([5, -1, 5, 1]) == [(0, 10)], "a line across is no companion"
    assert look([20, 0, 30, 0]) == [(0, 10)]


@pytest.mark.parametrize("off", [-0.5, 0, 0.5])
def test_parts_between_companions(off):
    assert look([2, off, 4, off], [7, off, 6, off]) == [(0, 2), (4, 6), (7, 10)]
    assert look([-5, off, 3, off], [2, off, 2.5, off], [8, off, 12, off]) == [(3, 8)]
    assert look([-5, off, 12, off]) == []


def test_a_line_may_lie_anywhere():
    assert look([5, 5, 5, 7], line=[5, 9, 5, 4]) == [(0, 2), (4, 5)]


@pytest.mark.parametrize(("rise", "parts"), [(0.5, 0), (3.0, 1)])
def test_companions_are_parallel_within_some_degrees(rise, parts):
    assert len(look([0, -rise / 2, 10, rise / 2])) == parts


@given(
    st.lists(
        st.tuples(st.integers(-3, 13), st.integers(-3, 13), st.sampled_from([-0.4, 0.0, 0.3])).filter(
            lambda one: one[0] != one[1]
        ),
        max_size=6,
    )
)
def test_every_part_is_alone_and_all_the_rest_is_not(spans):
    lone = look(*([start, off, end, off] for start, end, off in spans))
    for cell in range(10):
        beside = any(min(span[:2]) <= cell and cell + 1 <= max(span[:2]) for span in spans)
        assert any(low <= cell and cell + 1 <= high for low, high in lone) is not beside

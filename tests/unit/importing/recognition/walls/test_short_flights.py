"""Three or four treads between two walls are no walls, though two of them look like the faces of one."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.walls.short_flights import find_short_flights

WIDTH = 1.1


def find(*places: float, walls=((-1, 2), (-1, 2)), width: float = WIDTH) -> list[bool]:
    """Return which treads at some places along a stair are found, between two walls of some extent."""
    sides = [(low, at, high, at) for at, (low, high) in zip((0, WIDTH), walls, strict=True)]
    treads = [(at, 0.02, at, width - 0.02) for at in places]
    found = find_short_flights(np.array([*sides, *treads], dtype=float))
    assert not found[: len(walls)].any()
    return found[len(walls) :].tolist()


@pytest.mark.parametrize(
    ("places", "are_treads"),
    [
        ((0, 0.28, 0.56), True),
        ((0, 0.28, 0.56, 0.84), True),
        ((0, 0.28), False),
        ((0, 0.28, 0.66), False),
        ((0, 0.1, 0.2), False),
        ((0, 0.5, 1.0), False),
    ],
    ids=str,
)
def test_treads_are_three_or_more_at_equal_distances(places, are_treads):
    assert find(*places) == [are_treads] * len(places)


@pytest.mark.parametrize("walls", [((-1, 2), (0, 0.56)), ((0, 0.56), (-1, 2)), ((-1, 0.3), (-1, 2))])
def test_walls_run_on_past_them_on_both_sides(walls):
    """The end of a thick wall with a line in its middle is as wide as that wall."""
    assert find(0, 0.28, 0.56, walls=walls) == [False] * 3


def test_treads_end_at_walls():
    assert find(0, 0.28, 0.56, width=0.8) == [False] * 3

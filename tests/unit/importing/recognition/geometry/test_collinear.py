"""Lines in pieces become one; corners, neighbours and short jogs stay what they are."""

import numpy as np

from interactive_maps.importing.recognition.geometry.collinear import merge_collinear


def _merge(*segments: tuple[float, float, float, float]) -> list[tuple[float, ...]]:
    merged, source = merge_collinear(np.array(segments, dtype=float))
    assert len(merged) == len(source)
    return sorted(tuple(np.sort(row.reshape(2, 2), axis=0).round(3).ravel().tolist()) for row in merged)


def test_pieces_that_touch_or_cover_each_other():
    assert _merge((0, 0, 1, 0), (1, 0, 3, 0), (0.5, 0.001, 2, 0.001)) == [(0, 0, 3, 0)]


def test_a_gap_stays_a_gap():
    assert _merge((0, 0, 1, 0), (1.9, 0, 3, 0)) == [(0, 0, 1, 0), (1.9, 0, 3, 0)]


def test_the_faces_of_a_thin_wall_stay_two():
    assert len(_merge((0, 0, 5, 0), (0, 0.05, 5, 0.05))) == 2


def test_a_tiny_jog_does_not_pull_a_wall_onto_its_neighbour():
    walls = _merge((0, 0, 5, 0), (5, 0, 5, 0.004), (5, 0.004, 9, -0.3), (5, 0.004, 5, 3))
    assert (5, 0.004, 5, 3) in walls
    assert len(walls) == 4

"""Walls end where a jamb closes their faces, where two faces stop side by side, or where a single line stops."""

import numpy as np

from interactive_maps.importing.recognition.walls.caps import find_caps


def _find(
    *segments: tuple[float, float, float, float],
) -> list[tuple[tuple[float, ...], tuple[float, ...], bool]]:
    caps = find_caps(np.array(segments, dtype=float))
    return sorted(
        (tuple(middle.round(2).tolist()), tuple((out + 0.0).round(1).tolist()), bool(drawn))
        for middle, out, drawn in zip(caps.middles, caps.out, caps.drawn, strict=True)
    )


FACES = ((0, 0, 4, 0), (0, 0.2, 4, 0.2))


def test_a_jamb_across_both_faces():
    assert ((4, 0.1), (1, 0), True) in _find(*FACES, (4, 0, 4, 0.2))


def test_faces_that_stop_side_by_side():
    assert _find(*FACES) == [((0, 0.1), (-1, 0), False), ((4, 0.1), (1, 0), False)]


def test_a_single_line():
    assert _find((0, 0, 4, 0)) == [((0, 0), (-1, 0), True), ((4, 0), (1, 0), True)]


def test_a_line_drawn_twice_ends_all_the_same():
    assert {place for place, _, _ in _find((0, 0, 4, 0), (1, 0.01, 4, 0.012))} >= {(0, 0), (4, 0)}


def test_a_wall_that_goes_round_a_corner_does_not_end_there():
    corner = ((0, 0, 4, 0), (0, 0.2, 3.8, 0.2), (4, 0, 4, 3), (3.8, 0.2, 3.8, 3))
    assert {place for place, _, _ in _find(*corner)} == {(0, 0.1), (3.9, 3)}

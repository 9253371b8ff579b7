"""Segments side by side, as the faces of a wall are."""

from __future__ import annotations

import numpy as np
import pytest

from interactive_maps.importing.recognition.geometry import parallels
from interactive_maps.importing.recognition.geometry.parallels import find_parallels, has_partner

WALL = [(0, 0, 10, 0), (12, 0.2, 4, 0.2)]


def find(*segments, nearest=0.1, farthest=0.5, least_overlap=0.5):
    pairs = find_parallels(np.array(segments, dtype=float).reshape(-1, 4), nearest, farthest, least_overlap)
    columns = (pairs.one, pairs.other, pairs.distance.round(6), pairs.overlap.round(6))
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_the_faces_of_a_wall_are_a_pair_either_way_round():
    assert find(*WALL) == [(0, 1, 0.2, 6.0), (1, 0, 0.2, 6.0)]


@pytest.mark.parametrize(
    ("nearest", "farthest", "found"),
    [(0.1, 0.5, 2), (0.2, 0.5, 2), (0.21, 0.5, 0), (0.1, 0.2, 2), (0.1, 0.19, 0)],
)
def test_pairs_are_neither_too_near_nor_too_far(nearest, farthest, found):
    wall = [(0, 0, 8, 0), (0, 0.2, 8, 0.2)]
    assert len(find(*wall, nearest=nearest - 1e-9, farthest=farthest + 1e-9)) == found


def test_the_overlap_is_a_share_of_the_shorter():
    long, short = (0, 0, 100, 0), (-1, 0.2, 3, 0.2)  # three of four metres beside it
    assert len(find(long, short, least_overlap=0.7)) == 2
    assert find(long, short, least_overlap=0.8) == []
    assert find((0, 0, 5, 0), (5.1, 0.2, 9, 0.2), least_overlap=0.0) == []


def test_what_runs_across_or_aslant_is_no_pair():
    assert find((0, 0, 10, 0), (5, 0.2, 5, 10)) == []
    for degrees, found in ((1, 2), (3, 0)):
        slope = np.tan(np.radians(degrees))
        assert len(find((0, 0, 5, 0), (0, 0.2, 5, 0.2 + 5 * slope))) == found


def test_of_nothing_there_are_no_pairs():
    assert find() == []
    assert find((0, 0, 1, 0)) == []


def test_a_segment_has_a_partner_where_others_run_beside_half_of_it():
    face, pieces = (0, 0, 10, 0), [(0, 0.2, 3, 0.2), (7, 0.2, 10, 0.2)]
    assert has_partner(np.array([face, *pieces], dtype=float), 0.1, 0.5).tolist() == [True, True, True]
    alone = has_partner(np.array([face, pieces[0]], dtype=float), 0.1, 0.5)
    assert alone.tolist() == [False, True]
    assert has_partner(np.array([face, pieces[0]], dtype=float), 0.1, 0.5, share=0.3).all()
    assert not has_partner(np.array([face, pieces[0]], dtype=float), 0.3, 0.5).any()


def test_bounds_are_included_but_an_overlap_has_a_length():
    wall = [(0, 0, 8, 0), (4, 0.25, 12, 0.25)]
    assert find(*wall, nearest=0.25, farthest=0.25) == [(0, 1, 0.25, 4.0), (1, 0, 0.25, 4.0)]
    assert find(*wall, least_overlap=0.501) == []
    assert find((0, 0, 8, 0), (8, 0.25, 12, 0.25), least_overlap=0.0) == []
    assert find((0, 0, 5, 0), (0, 0.2, 5, 0.2 + 5 * np.tan(np.radians(2.2)))) == []


def test_the_distance_of_lines_at_an_angle_is_that_of_the_middle():
    (first, second) = find((0, 0, 4, 0), (4, 0.25, 0, 0.375))
    assert first == (0, 1, 0.3125, 4.0)
    assert second[2:] == pytest.approx((0.3125, 4.0), abs=0.02)


def test_a_share_of_the_length_is_enough_for_a_partner_and_a_dot_has_none():
    lines = [(0, 0, 0.5, 0), (0, 0.25, 0.25, 0.25), (0, 3, 0, 3)]
    assert has_partner(np.array(lines), 0.25, 0.25).tolist() == [True, True, False]


def test_pairs_are_complete_unless_lines_are_left(monkeypatch):
    monkeypatch.setattr(parallels, "_BATCH", 2)
    lines = np.array([(0, row / 4, 1, row / 4) for row in range(6)])
    whole = find_parallels(lines, 0.25, 0.25, 0.5)
    assert (whole.complete, len(whole.one)) == (True, 10)  # 3, 4 and 3 of each batch
    for most, is_complete, count in ((7, True, 10), (6, False, 7), (3, False, 7), (2, False, 3)):
        monkeypatch.setattr(parallels, "MOST_PAIRS", most)
        found = find_parallels(lines, 0.25, 0.25, 0.5)
        assert (found.complete, len(found.one)) == (is_complete, count)

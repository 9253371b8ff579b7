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


def test_one_line_or_none_is_as_it_was():
    for segments in ([], [(0, 0, 1, 0)]):
        merged, source = merge_collinear(np.array(segments, dtype=float).reshape(-1, 4))
        assert (len(merged), source.tolist()) == (len(segments), list(range(len(segments))))


def test_a_line_of_pieces_says_the_longest_of_them_and_others_themselves():
    segments = np.array([(0, 0, 1, 0), (9, 9, 9, 12), (1, 0, 4, 0), (4.001, 0, 5, 0)], dtype=float)
    merged, source = merge_collinear(segments)
    assert sorted(zip(source.tolist(), measure(merged), strict=True)) == [(1, 3.0), (2, 5.0)]


def test_pieces_are_joined_over_three_millimetres():
    assert len(_merge((0, 0, 1, 0), (1.002, 0, 3, 0))) == 1
    assert len(_merge((0, 0, 1, 0), (1.01, 0, 3, 0))) == 2


def test_a_short_piece_within_a_longer_one_is_part_of_it():
    assert _merge((0, 0, 5, 0), (2, 0, 3, 0), (4, 0, 6, 0)) == [(0, 0, 6, 0)]


def test_specks_are_left_alone():
    assert len(_merge((0, 0, 5, 0), (5, 0, 5.02, 0))) == 2
    assert len(_merge((0, 0, 5, 0), (5, 0, 5.04, 0))) == 1


def test_how_far_lines_may_lie_beside_each_other():
    assert len(_merge((0, 0, 5, 0), (1, 0.005, 4, 0.005))) == 1
    assert len(_merge((0, 0, 5, 0), (1, 0.008, 4, 0.008))) == 2
    wide, _ = merge_collinear(np.array([(0, 0, 5, 0), (1, 0.03, 4, 0.03)]), across=0.05)
    assert len(wide) == 1


def test_a_short_piece_may_be_turned_a_little_since_its_ends_hardly_leave_the_line():
    assert len(_merge((0, 0, 5, 0), (5, 0, 5.2, 0.005))) == 1
    assert len(_merge((0, 0, 5, 0), (5, 0, 5.2, 0.01))) == 2


def test_lines_at_an_angle_are_two_and_drawn_backwards_still_one():
    assert len(_merge((0, 0, 5, 0), (5, 0, 10, 0.1))) == 2
    assert _merge((0, 0, 5, 0), (8, 0, 5, 0)) == [(0, 0, 8, 0)]


def measure(segments) -> list[float]:
    return np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]).round(6).tolist()


def test_what_is_just_as_far_apart_as_may_be_is_one_line():
    assert len(_merge((0, 0, 4, 0), (4.003, 0, 5, 0))) == 1
    assert len(_merge((0, 0, 5, 0), (1, 0.006, 4, 0.006))) == 1
    assert len(_merge((0, 0, 5, 0), (5, 0, 5.125, 0.006))) == 1  # turned, but nowhere further off
    for speck in ((0, 0, 0.03, 0), (0.03, 0, 0, 0)):
        assert len(_merge(speck, (0.03, 0, 5, 0))) == len(_merge((0.03, 0, 5, 0), speck)) == 1
    for speck in ((0, 0, 0.029, 0), (0.029, 0, 0, 0)):
        assert len(_merge(speck, (0.03, 0, 5, 0))) == len(_merge((0.03, 0, 5, 0), speck)) == 2


def test_a_chain_of_neighbours_becomes_one_line_up_to_half_as_far_off_again():
    chain = [(0, 0, 8, 0), (1, 0.5, 7, 0.5), (2, 0.75, 6, 0.75), (3, 0.875, 5, 0.875)]
    for lines in (chain, chain[::-1]):
        merged, source = merge_collinear(np.array(lines), across=0.5)
        assert merged.tolist() == [list(chain[0]), list(chain[3])]
        assert [lines[index] for index in source] == [chain[0], chain[3]]


def test_of_two_equally_long_lines_the_first_says_what_is_in_line():
    falling, rising = (0, 0, 1, -(2**-9)), (1, 2**-10, 2, 2**-10 + 2**-9)  # 7 mm off its line, and 3 mm
    assert len(_merge(falling, rising)) == 2
    assert len(_merge(rising, falling)) == 1

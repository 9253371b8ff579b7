"""Lines are split where they meet, and each piece runs from node to node as it was drawn."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from interactive_maps.importing.network.drawn import noding
from interactive_maps.importing.network.drawn.drawn_lines import Path
from interactive_maps.importing.network.drawn.noding import TooManyCrossings, make_edge, split_paths


def paths(*lines):
    return [
        Path("abcdefg"[index], 0.0, "walk", np.array(line, dtype=float)) for index, line in enumerate(lines)
    ]


def split(*lines, stops=None):
    """Return the places of the nodes, and the places of each piece by the key of its path."""
    places, pieces = split_paths(paths(*lines), None if stops is None else np.array(stops, dtype=float))
    for piece in pieces:
        assert piece.places[0].tolist() == places[piece.source].tolist()
        assert piece.places[-1].tolist() == places[piece.target].tolist()
    used = {number for piece in pieces for number in (piece.source, piece.target)}
    nodes = sorted((round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in places[sorted(used)].tolist())
    drawn = [
        (piece.path.key, *((round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in piece.places.tolist()))
        for piece in pieces
    ]
    return nodes, drawn


def test_nothing_is_split_into_nothing():
    assert split() == ([], [])
    assert split(stops=[(0, 0)]) == ([], [])
    assert split([(0, 0), (5, 0)], stops=np.empty((0, 2))) == (
        [(0, 0), (5, 0)],
        [("a", (0, 0), (5, 0))],
    )


def test_lines_that_cross_meet_there():
    _, pieces = split([(0, 0), (8, 0)], [(2, -1), (2, 5)])
    assert pieces == [
        ("a", (0, 0), (2, 0)),
        ("a", (2, 0), (8, 0)),
        ("b", (2, -1), (2, 0)),
        ("b", (2, 0), (2, 5)),
    ]


def test_a_piece_keeps_its_bends():
    _, pieces = split([(0, 0), (3, 0), (3, 3), (6, 3), (6, 6)], [(2, 2), (9, 2)])
    assert pieces == [
        ("a", (0, 0), (3, 0), (3, 2)),
        ("a", (3, 2), (3, 3), (6, 3), (6, 6)),
        ("b", (2, 2), (3, 2)),
        ("b", (3, 2), (9, 2)),
    ]
    places, (piece, *_) = split_paths(paths([(0, 0), (3, 0), (3, 3)], [(20, 0), (21, 0)]))
    edge = make_edge(piece, [f"n{number}" for number in range(len(places))])
    assert (edge.between, edge.label, edge.kind) == (((3, 0),), "a", "walk")


@pytest.mark.parametrize(
    ("gap", "meets"), [(0.0, True), (0.04, True), (-0.04, True), (0.05, True), (0.06, False)]
)
@pytest.mark.parametrize("end", [0, 1])
def test_a_line_that_ends_at_another_splits_it(gap, meets, end):
    spur = [(4, gap), (4, 5)]
    _, pieces = split([(0, 0), (10, 0)], spur if end == 0 else spur[::-1])
    assert len([piece for piece in pieces if piece[0] == "a"]) == (2 if meets else 1)
    assert (
        len({place for piece in pieces for place in (piece[1], piece[-1])}) == 4
    )  # the foot is no other node


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize(("gap", "count"), [(0.04, 3), (0.06, 4)])
def test_ends_near_each_other_are_one_node(gap, count, turn):
    ahead, aside = [(1, 0), (0, 1), (-1, 0), (0, -1)][turn], [(0, 1), (-1, 0), (0, -1), (1, 0)][turn]
    for start in (5.0, 5.01, 5.02, 5.03, 5.04):
        end = (start + gap * ahead[0], start + gap * ahead[1])
        away = (end[0] + 9 * ahead[0] + 3 * aside[0], end[1] + 9 * ahead[1] + 3 * aside[1])
        back = (start - 5 * ahead[0], start - 5 * ahead[1])
        assert len(split([back, (start, start)], [end, away])[0]) == count
        assert len(split([away, end], [(start, start), back])[0]) == count


def test_a_line_that_bends_away_from_beside_another_is_split_there():
    _, pieces = split([(0, 0), (10, 0)], [(3, 0.02), (6, 0.02), (6, 5)])
    assert [piece[0] for piece in pieces] == ["a", "a", "a", "b", "b"]
    _, pieces = split([(0, 0), (10, 0)], [(6, 5), (6, 0.02), (3, 0.02)])
    assert [piece[0] for piece in pieces] == ["a", "a", "a", "b", "b"]


def test_lines_that_cross_everywhere_are_refused(monkeypatch):
    monkeypatch.setattr(noding, "bound_pairs", lambda count: 4)
    fan = [[(0, x), (9, 4 - x)] for x in range(4)]
    with pytest.raises(TooManyCrossings):
        split(*fan)
    assert len(split(*fan[:2])[1]) == 4
    monkeypatch.setattr(noding, "bound_pairs", lambda count: 6)
    assert split(*fan)[1]  # each of four crosses the others


def test_lines_along_each_other_are_split_at_each_others_ends():
    _, pieces = split([(0, 0), (10, 0)], [(14, 0), (4, 0)])
    assert pieces == [
        ("a", (0, 0), (4, 0)),
        ("a", (4, 0), (10, 0)),
        ("b", (14, 0), (10, 0)),
        ("b", (10, 0), (4, 0)),
    ]


def test_a_bend_that_touches_a_line_is_a_node_of_both():
    _, pieces = split([(0, 0), (10, 0)], [(2, 4), (5, 0), (8, 4)])
    assert len(pieces) == 4
    assert len({place for piece in pieces for place in (piece[1], piece[-1])}) == 5
    lines = [(0, 0), (10, 0)], [(2, 4), (5, 0.02), (8, 4)]
    for one in (lines[0], lines[0][::-1]):
        for other in (lines[1], lines[1][::-1]):
            assert len(split(one, other)[1]) == len(split(other, one)[1]) == 2


@pytest.mark.parametrize(("rise", "pieces"), [(0.003, "abbb"), (0.014, "aabbbb")])
def test_lines_that_are_hardly_turned_run_along_each_other(rise, pieces):
    """They have no place where they cross, but for the ends of the shorter one."""
    slanting = [(-2, -rise), (12, rise)]
    assert "".join(piece[0] for piece in split([(0, 0), (10, 0)], slanting)[1]) == pieces


@pytest.mark.parametrize("place", [(0, 0), (100, -50)])
@pytest.mark.parametrize("turn", [1, -1])
def test_a_line_ends_beside_a_slanting_one(place, turn):
    def at(*places):
        return [(x + place[0], turn * y + place[1]) for x, y in places]

    line, spur = at((0, 0), (6, 8)), at((3 - 0.024, 4 + 0.018), (-5, 10))
    for one in (line, line[::-1]):
        pieces = [piece for piece in split(one, spur)[1] if piece[0] == "a"]
        assert len(pieces) == 2
        assert pieces[0][-1] == pytest.approx(at((3, 4))[0], abs=0.04)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_westernmost_of_ends_in_a_row_is_a_node_first(order):
    lines = [(0, 0), (-5, -5)], [(0.04, 0), (0.04, 5)], [(0.08, 0), (5, -5)]
    nodes, _ = split(*(lines[index] for index in order))
    assert [node for node in nodes if node[1] == 0] == [(0, 0), (0.08, 0)]


def test_a_line_may_cross_and_meet_itself():
    eight = [(0, 0), (4, 4), (4, 0), (0, 4)]
    nodes, pieces = split(eight)
    assert pieces == [
        ("a", (0, 0), (2, 2)),
        ("a", (2, 2), (4, 4), (4, 0), (2, 2)),
        ("a", (2, 2), (0, 4)),
    ]
    assert nodes == [(0, 0), (0, 4), (2, 2)]
    ring = [(0, 0), (4, 0), (4, 4), (0, 0)]
    assert split(ring) == ([(0, 0)], [("a", *ring)])


@pytest.mark.parametrize(("side", "count"), [(0.03, 1), (0.06, 2)])
def test_a_curl_that_is_smaller_than_a_node_is_none(side, count):
    curl = [(0, 0), (5, 0), (5, side), (5 - side, side), (5 - side, -5)]
    assert len(split(curl)[1]) >= count


@pytest.mark.parametrize(("off", "splits"), [(0.0, True), (0.29, True), (0.31, False)])
def test_a_line_is_split_beside_a_stop(off, splits):
    _, pieces = split([(0, 0), (10, 0)], stops=[(4, off)])
    assert pieces == ([("a", (0, 0), (4, 0)), ("a", (4, 0), (10, 0))] if splits else [("a", (0, 0), (10, 0))])


def test_the_nearest_of_several_lines_is_split_beside_a_stop():
    _, pieces = split([(0, 0), (10, 0)], [(0, 0.4), (10, 0.4)], stops=[(4, 0.15), (7, 0.3)])
    assert [piece[0] for piece in pieces] == ["a", "a", "b", "b"]
    assert pieces[0][-1] == (4, 0)
    assert pieces[2][-1] == (7, 0.4)


def test_a_stop_beyond_the_end_of_a_line_splits_nothing():
    assert len(split([(0, 0), (10, 0)], stops=[(10.2, 0), (-0.2, 0)])[1]) == 1
    assert split([(0, 0), (3, 0), (10, 0)], stops=[(6, 0.1)])[1][1] == ("a", (6, 0), (10, 0))


grid = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda place: (3.0 * place[0], 3.0 * place[1]))
drawn = st.lists(st.lists(grid, min_size=2, max_size=4, unique=True), min_size=1, max_size=5)


@given(drawn, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_neither_the_order_of_lines_nor_their_direction_matters(lines, dice):
    nodes, pieces = split(*lines)
    shuffled = [line[::-1] if dice.random() < 0.5 else line for line in lines]
    dice.shuffle(shuffled)
    other_nodes, other_pieces = split(*shuffled)
    assert (len(other_nodes), len(other_pieces)) == (len(nodes), len(pieces))
    assert shapely.hausdorff_distance(shapely.MultiPoint(nodes), shapely.MultiPoint(other_nodes)) < 0.05
    lengths, others = (
        sorted(shapely.LineString(piece[1:]).length for piece in found) for found in (pieces, other_pieces)
    )
    assert lengths == pytest.approx(others, abs=0.1)


@given(drawn)
@settings(max_examples=40)
def test_pieces_put_together_are_the_line(lines):
    _, pieces = split(*lines)
    for index, line in enumerate(lines):
        own = [piece[1:] for piece in pieces if piece[0] == "abcdefg"[index]]
        joined = [own[0][0]]
        for piece in own:
            assert piece[0] == joined[-1]
            joined += piece[1:]
        assert (joined[0], joined[-1]) == (line[0], line[-1])
        assert set(line) <= set(joined)

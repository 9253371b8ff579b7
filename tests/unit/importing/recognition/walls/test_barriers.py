"""What bars the way: lines, arcs and fills of walls, glass and columns, each once, with what drew it."""

import math

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.limits import Limits, TooMuch
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.walls import Barrier, gather_barriers
from interactive_maps.importing.recognition.walls.barriers import Barriers

SQUARE = [(20.0, 0.0), (20.4, 0.0), (20.4, 0.4), (20.0, 0.4)]


def gather(*entities, leaves=(), limits=None):
    """Return (kind, entity, line) of barriers, and the counts; entities are a role with a line, an arc or a fill."""
    builder = DrawingBuilder()
    for number, (_, shape) in enumerate(entities):
        entity = builder.add_entity(str(number), "LINE", "0")
        if isinstance(shape, list):
            builder.add_fill(entity, np.array(shape))
        elif len(shape) == 5:
            builder.add_arc(entity, *shape)
        else:
            builder.add_line(entity, np.reshape(shape, (2, 2)))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.array([int(role) for role, _ in entities]), {})
    step = Step("walls")
    hung = np.isin(np.arange(len(plan.segments)), leaves)
    barriers = gather_barriers(plan, roles, hung, limits or Limits(), step)
    lines = (barriers.segments + np.tile(plan.origin, 2)).round(3).tolist()
    rows = zip(barriers.kinds.tolist(), barriers.entities.tolist(), map(tuple, lines), strict=True)
    return sorted(rows), step.counts


WALL, GLASS = (0.0, 0.0, 10.0, 0.0), (0.0, 5.0, 10.0, 5.0)


def test_walls_glass_and_columns_are_barriers_and_nothing_else_is():
    found, counts = gather(
        (Role.WALL, WALL), (Role.GLASS, GLASS), (Role.COLUMN, SQUARE), (Role.STAIR, (0.0, 9.0, 4.0, 9.0))
    )
    assert [row[:2] for row in found] == [(Barrier.WALL, 0), (Barrier.GLASS, 1)] + [(Barrier.COLUMN, 2)] * 4
    assert [row[2] for row in found[:2]] == [WALL, GLASS]
    assert (counts["lines"], counts["merged"], counts["diagonals_left_out"]) == (6, 6, 0)
    assert counts["metres"] == pytest.approx(21.6)


def test_a_line_drawn_twice_or_in_pieces_counts_once_by_what_draws_most_of_it():
    pieces = (0.0, 0.0, 3.0, 0.0), (3.0, 0.0, 10.0, 0.0), (10.0, 0.0, 3.0, 0.0)
    found, counts = gather(*((Role.WALL, piece) for piece in pieces))
    assert found == [(Barrier.WALL, 1, WALL)]
    assert (counts["lines"], counts["merged"]) == (2, 1)


def test_pieces_of_walls_and_of_glass_are_not_one():
    found, _ = gather((Role.WALL, (0.0, 0.0, 3.0, 0.0)), (Role.GLASS, (3.0, 0.0, 10.0, 0.0)))
    assert found == [(1, 0, (0.0, 0.0, 3.0, 0.0)), (2, 1, (3.0, 0.0, 10.0, 0.0))]


def test_round_walls_are_chords_that_hardly_leave_them():
    found, _ = gather((Role.FURNITURE, WALL), (Role.WALL, (0.0, 0.0, 3.0, 0.0, math.pi / 2)))
    assert {row[:2] for row in found} == {(Barrier.WALL, 1)}
    chords = np.array([row[2] for row in found])
    middles = (chords[:, :2] + chords[:, 2:]) / 2
    assert np.hypot(*middles.T).min() > 2.985
    assert np.hypot(*(chords[:, :2] - chords[:, 2:]).T).sum() == pytest.approx(1.5 * math.pi, rel=0.01)


def test_leaves_of_doors_specks_and_the_cross_of_a_shaft_are_no_barriers():
    leaf = (4.0, 0.0, 4.0, 0.9)
    assert gather((Role.WALL, WALL), (Role.WALL, leaf), leaves=[1])[0] == [(Barrier.WALL, 0, WALL)]
    assert gather((Role.WALL, WALL), (Role.WALL, (4.0, 3.0, 4.001, 3.0)))[0] == [(Barrier.WALL, 0, WALL)]
    cross = (20.0, 0.0, 22.0, 3.0), (20.0, 3.0, 22.0, 0.0)
    found, counts = gather((Role.WALL, WALL), *((Role.WALL, line) for line in cross))
    assert (found, counts["diagonals_left_out"]) == ([(Barrier.WALL, 0, WALL)], 2)


def test_walls_that_are_filled_among_everything_else():
    poche = [(0.0, 0.0), (10.0, 0.0), (10.0, 0.2), (0.0, 0.2)]
    carpet = [(0.0, 4.0), (10.0, 4.0), (10.0, 9.0), (0.0, 9.0)]
    bow = (5.0, 20.0, 3.0, 0.0, 0.5)
    # Where walls have two faces, a single line is none.
    found, _ = gather((Role.MIXED, poche), (Role.MIXED, carpet), (Role.MIXED, bow), (Role.MIXED, GLASS))
    assert {row[:2] for row in found} == {(Barrier.WALL, 0), (Barrier.WALL, 2)}
    assert sum(row[1] == 0 for row in found) == 4


def test_what_is_filled_on_other_layers_is_no_wall():
    shelf = [(0.0, 2.0), (10.0, 2.0), (10.0, 2.2), (0.0, 2.2)]
    found, counts = gather((Role.MIXED, (0.0, 0.0, 10.04, 0.0)), (Role.FURNITURE, shelf))
    assert found == [(Barrier.WALL, 0, (0.0, 0.0, 10.04, 0.0))]
    assert counts["metres"] == 10.0  # to a decimetre


def test_a_plan_without_walls_has_none_and_too_many_are_refused():
    found, counts = gather((Role.STAIR, WALL))
    assert (found, counts["merged"]) == ([], 0)
    walls = [(Role.WALL, (0.0, y, 10.0, y)) for y in (0.0, 1.0, 2.0)]
    assert len(gather(*walls, limits=Limits(barriers=3))[0]) == 3
    with pytest.raises(TooMuch, match="3 lines of walls; the limit is 2"):
        gather(*walls, limits=Limits(barriers=2))


def test_lines_among_everything_else_that_are_walls():
    sides = (0.0, 0.0, 10.0, 0.0), (10.0, 0.0, 10.0, 8.0), (10.0, 8.0, 0.0, 8.0), (0.0, 8.0, 0.0, 0.0)
    found, _ = gather(*((Role.MIXED, side) for side in sides), (Role.MIXED, (4.0, 4.0, 4.4, 4.0)))
    assert [row[:2] for row in found] == [(Barrier.WALL, entity) for entity in range(4)]


def test_barriers_of_one_kind_are_told_from_all_others():
    none = np.empty((0, 4))
    barriers = Barriers(none, np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    for row, kind in enumerate(Barrier):
        barriers = barriers.add(np.full((row + 1, 4), float(row)), kind).add(none, kind)
    assert len(barriers.segments) == 1 + 2 + 3 + 4 + 5 + 6
    assert set(barriers.entities.tolist()) == {-1}
    for row, kind in enumerate(Barrier):
        assert barriers.of(kind).tolist() == [[row] * 4] * (row + 1)
    assert len(barriers.of(Barrier.WALL, Barrier.JAMB)) == 1 + 4
    kept = barriers.keep(barriers.kinds == Barrier.GLASS)
    assert (kept.segments.tolist(), kept.kinds.tolist()) == ([[1] * 4] * 2, [2, 2])

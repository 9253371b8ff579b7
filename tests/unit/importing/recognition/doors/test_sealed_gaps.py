"""No gap is where both faces of a wall are drawn: walls drawn piece by piece have ends in the middle."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.doors.sealed_gaps import drop_columns, drop_sealed_gaps, trim_gaps
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold

FACES = np.array([[-3.0, 0, 5, 0], [-3, 0.2, 5, 0.2]])


def make(evidence=Evidence.GAP, start=0.0, thickness=0.2):
    lines = np.array([[start - 0.03, off, start + 1.03, off] for off in (0.0, thickness)])
    middle = thickness / 2
    return Threshold((start, middle), (start + 1, middle), evidence, lines, thickness)


DOORS = [make(Evidence.SWING, 20), make(Evidence.SYMBOL, 30)]


def is_dropped(gap, walls):
    left = drop_sealed_gaps([gap, *DOORS], np.array(walls, dtype=float).reshape(-1, 4))
    assert left[-2:] == DOORS
    return len(left) == 2


def test_a_gap_with_both_faces_drawn_through_it_is_none():
    assert is_dropped(make(), FACES)
    assert not is_dropped(make(), FACES[:1])
    assert not is_dropped(make(), FACES[1:])
    assert not is_dropped(make(), [])


def test_one_face_more_across_does_not_stand_for_the_other():
    assert not is_dropped(make(), [FACES[0], [-3, -0.2, 5, -0.2]])


@pytest.mark.parametrize(("end", "dropped"), [(0.7, False), (0.75, True)])
def test_nearly_all_of_each_face_is_drawn(end, dropped):
    assert is_dropped(make(), [FACES[0], [-3, 0.2, end, 0.2]]) is dropped


def test_pieces_of_a_bent_wall_are_a_little_beside_and_turned():
    assert is_dropped(make(), [[-1, -0.1, 2, 0.2], [-1, 0.15, 2, 0.3]])
    assert not is_dropped(make(), [[-1, -0.3, 2, 0.6], [-1, -0.1, 2, 0.8]])


def test_faces_may_be_drawn_in_pieces():
    pieces = [[-1, 0, 0.4, 0], [0.4, 0, 0.7, 0], [0.6, 0, 3, 0], [2, 0.2, 0.5, 0.2], [0.5, 0.2, -1, 0.2]]
    assert is_dropped(make(), pieces)


def test_what_is_drawn_as_a_door_or_a_window_stays():
    for evidence in set(Evidence) - {Evidence.GAP, Evidence.FILLED}:
        assert not is_dropped(make(evidence), FACES)


def test_a_line_along_the_middle_of_a_wall_opens_nothing():
    assert is_dropped(make(Evidence.FILLED), FACES)


def test_a_gap_between_single_lines_along_a_wall_is_none():
    single = make()
    single = Threshold(single.start, single.end, Evidence.GAP, single.lines[:1])
    assert not is_dropped(single, np.subtract(FACES, (0, 0.35, 0, 0.35)))
    assert not is_dropped(single, [[-1.0, 0, 0.6, 0]])
    assert is_dropped(single, [[-1.0, 0, 0.8, 0]])


@pytest.mark.parametrize("off", [0.0, 0.11, 0.22])
def test_a_gap_from_pier_to_pier_is_none_if_a_thinner_wall_runs_through_it(off):
    gap = make(thickness=0.34)
    thin = np.array([[-1, off, 2, off], [-1, off + 0.12, 2, off + 0.12]])
    assert is_dropped(gap, thin)
    assert not is_dropped(gap, thin[:1])
    assert not is_dropped(gap, [thin[0], thin[0] + [0, 0.03, 0, 0.03]])
    assert not is_dropped(gap, thin * [1, 1, 0.4, 1])
    assert not is_dropped(gap, [thin[0], thin[1] * [1, 1, 0.4, 1]])


def test_lines_across_openings_are_sills_where_doors_are_not_drawn():
    gaps = [make(start=0), make(start=2), make(start=3.5)]
    assert drop_sealed_gaps([*gaps, *DOORS], FACES) == [*gaps, *DOORS]
    assert drop_sealed_gaps([*gaps[:2], *DOORS], FACES) == DOORS
    assert drop_sealed_gaps([], FACES) == []


def trim(gap, *walls):
    """Return where a gap that begins at 0 is open after all, metres; None if it is not."""
    left = trim_gaps([gap], np.array(walls, dtype=float).reshape(-1, 4))
    return (round(left[0].start[0], 2), round(left[0].end[0], 2)) if left else None


def test_a_gap_is_open_up_to_a_stub_of_the_wall():
    assert trim(make(), [0.6, 0, 1.5, 0], [0.55, 0.2, 1.5, 0.2]) == (0, 0.6)
    assert trim(make(), [-1, 0, 0.4, 0], [-1, 0.2, 0.35, 0.2]) == (0.35, 1)
    assert trim(make(), [0.6, 0, 1.5, 0]) == (0, 1)


def test_a_gap_through_a_column_and_along_a_stub_is_none():
    stub = [[0.4, 0, 0.9, 0], [0.4, 0.2, 0.95, 0.2]]
    assert trim(make(), *stub) is None  # the faces end one before the other at a corner
    assert trim(make(Evidence.FILLED), *stub) is None
    assert trim(make(Evidence.GLAZED), *stub) == (0, 1)
    assert trim(make(Evidence.SWING), *stub) == (0, 1)


def test_a_sill_is_no_stub():
    assert trim(make(), *FACES) == (0, 1)


def test_the_end_of_a_frame_is_no_stub():
    assert trim(make(), [0.8, 0, 1.5, 0], [0.8, 0.2, 1.5, 0.2]) == (0, 1)


def test_a_trimmed_gap_still_closes_the_wall():
    (left,) = trim_gaps([make()], np.array([[0.6, 0, 1.5, 0], [0.6, 0.2, 1.5, 0.2]]))
    assert left.lines.tolist() == make().lines.tolist()
    assert left.start[1] == left.end[1] == make().start[1]


def outline(west, south, east, north):
    return [
        [west, south, east, south],
        [east, south, east, north],
        [east, north, west, north],
        [west, north, west, south],
    ]


def runs_through(gap, columns):
    return len(drop_columns([gap, *DOORS], np.array(columns, dtype=float).reshape(-1, 4))) == 2


def test_no_gap_runs_through_a_column():
    column = outline(0, -0.3, 1, 0.5)
    assert runs_through(make(), column)
    assert runs_through(make(Evidence.FILLED), column)
    assert runs_through(make(), [*column, [0, -0.3, 1, 0.5], [0, 0.5, 1, -0.3]])
    assert not runs_through(make(Evidence.SWING), column)


@pytest.mark.parametrize(
    "walls", [[], outline(0, -0.3, 0.4, 0.5), outline(-9, -9, 9, 9), [[0, -1, 0, 1], [1, -1, 1, 1]]]
)
def test_an_opening_beside_a_column_or_between_two_remains(walls):
    assert not runs_through(make(), walls)
    assert drop_columns([], np.array(outline(0, -0.3, 1, 0.5))) == []

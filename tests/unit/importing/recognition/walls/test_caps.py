"""Walls end where a jamb closes their faces, where two faces stop side by side, or where a single line stops."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.walls.caps import (
    THICKNESS,
    find_caps,
    find_loose,
    measure_thickest,
)

Found = list[tuple[tuple[float, ...], tuple[float, ...], bool]]


def _list(segments: np.ndarray, turn: np.ndarray, place: np.ndarray) -> Found:
    """Return the ends of walls that are turned and moved, as if they were not."""
    moved = (segments.reshape(-1, 2) @ turn + place).reshape(-1, 4)
    caps = find_caps(moved)
    middles, out = (caps.middles - place) @ turn.T, caps.out @ turn.T
    return sorted(
        (tuple((middle.round(2) + 0.0).tolist()), tuple((away.round(1) + 0.0).tolist()), bool(drawn))
        for middle, away, drawn in zip(middles, out, caps.drawn, strict=True)
    )


def _find(*segments: tuple[float, float, float, float]) -> Found:
    """Return middle and direction of each end, and whether it is drawn, which is the same wherever it lies."""
    lines = np.array(segments, dtype=float)
    found = _list(lines, np.eye(2), np.zeros(2))
    for degrees, place in ((40, (0, 0)), (90, (300, -20)), (215, (-7, 9))):
        cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turn = np.array([[cosine, sine], [-sine, cosine]])
        assert _list(lines, turn, np.array(place, dtype=float)) == found
    backwards = lines[::-1, [2, 3, 0, 1]]
    assert _list(backwards, np.eye(2), np.zeros(2)) == found
    return found


FACES = ((0, 0, 4, 0), (0, 0.2, 4, 0.2))


def test_a_jamb_across_both_faces():
    assert ((4, 0.1), (1, 0), True) in _find(*FACES, (4, 0, 4, 0.2))


def test_faces_that_stop_side_by_side():
    assert _find(*FACES) == [((0, 0.1), (-1, 0), False), ((4, 0.1), (1, 0), False)]


@pytest.mark.parametrize(("thickness", "sides"), [(0.18, 2), (0.22, 0)])
def test_the_long_sides_of_a_piece_of_wall_between_two_openings(thickness, sides):
    piece = [(0, 0, 0.4, 0), (0, thickness, 0.4, thickness), (0, 0, 0, thickness), (0.4, 0, 0.4, thickness)]
    caps = find_caps(np.array(piece, dtype=float))
    assert len(caps.out) == 4
    assert np.abs(caps.out[caps.aside, 1]).round(6).tolist() == [1.0] * sides


def test_the_long_side_of_a_corner_beside_an_opening():
    corner = [
        (0, 0, 0, 0.15),
        (0, 0.15, 0.4, 0.15),
        (0.4, 0.15, 0.4, -3),
        (0, 0, 0.25, 0),
        (0.25, 0, 0.25, -3),
    ]
    caps = find_caps(np.array(corner, dtype=float))
    assert caps.out[caps.aside].round(6).tolist() == [[0.0, 1.0]]
    assert [-1.0, 0.0] in caps.out[caps.drawn & ~caps.aside].round(6).tolist()


@pytest.mark.parametrize("length", [0.09, 0.2])
def test_a_stub_ends_however_short_it_is(length):
    wall = [(-2, 0, 0, 0), (0.4, 0, 2, 0)]
    stub = [*wall, (0, 0, 0, -length), (0.4, 0, 0.4, -length), (0, -length, 0.4, -length)]
    assert ((0.2, -length), (0, -1), True) in _find(*stub)
    assert not find_caps(np.array(stub, dtype=float)).aside.any()


@pytest.mark.parametrize(
    ("crack", "degrees", "ends"), [(0.06, 15, False), (0.06, 40, True), (0.13, 15, True)], ids=str
)
def test_a_round_wall_does_not_end_where_both_of_its_faces_have_a_crack(crack, degrees, ends):
    east, north = 2 * np.cos(np.radians(degrees)), 2 * np.sin(np.radians(degrees))
    onward = [(4 + crack, y, 4 + crack + east, y + north) for y in (0, 0.2)]
    assert bool(_at(4, _find(*FACES, *onward))) == ends
    assert _at(4, _find(*FACES, *onward[:1]))


def test_a_single_line():
    assert _find((0, 0, 4, 0)) == [((0, 0), (-1, 0), True), ((4, 0), (1, 0), True)]


def test_a_line_drawn_twice_ends_all_the_same():
    assert {place for place, _, _ in _find((0, 0, 4, 0), (1, 0.01, 4, 0.012))} >= {(0, 0), (4, 0)}


def test_a_wall_that_goes_round_a_corner_does_not_end_there():
    corner = ((0, 0, 4, 0), (0, 0.2, 3.8, 0.2), (4, 0, 4, 3), (3.8, 0.2, 3.8, 3))
    assert {place for place, _, _ in _find(*corner)} == {(0, 0.1), (3.9, 3)}


def _at(x: float, found: Found) -> Found:
    """Return the ends near a place on the axis of the walls."""
    return [one for one in found if abs(one[0][0] - x) < 0.3 and one[0][1] < 1]


@pytest.mark.parametrize(
    ("thickness", "is_wall"), [(0.03, False), (0.06, True), (0.2, True), (0.64, True), (0.68, False)]
)
def test_walls_are_as_thick_as_walls(thickness, is_wall):
    faces = ((0, 0, 4, 0), (0, thickness, 4, thickness))
    closed = _at(4, _find(*faces, (4, 0, 4, thickness)))
    assert (((4, round(thickness / 2, 2)), (1, 0), True) in closed) == is_wall
    if is_wall:
        caps = find_caps(np.array([*faces, (4, 0, 4, thickness)]))
        assert caps.thickness.round(2).tolist() == [thickness] * 2
    assert bool([one for one in _find(*faces) if not one[2]]) == is_wall


def test_no_wall_ends_where_its_jamb_goes_on_or_the_wall_does():
    jamb = (4, 0, 4, 0.2)
    assert _at(4, _find(*FACES, (4, 0, 4, 3))) == []
    assert _at(4, _find(*FACES, jamb, (4, 0.2, 4, 3))) == []
    assert _at(4, _find(*FACES, jamb, (4, 0, 8, 0), (4, 0.2, 8, 0.2))) == []
    assert _at(4, _find(*FACES, jamb, (4, 0.2, 8, 0.2))) == []


@pytest.mark.parametrize(
    ("crossing", "ends"),
    [
        ((3.9, 0.05, 4.2, 0.15), False),
        ((4, 0.1, 4.2, 0.1), True),
        ((3.98, 0.1, 4.2, 0.1), True),
        ((3.9, 0.02, 4.2, 0.02), True),
    ],
    ids=["through it", "from it", "a little through it", "at its corner"],
)
def test_no_wall_ends_within_another_one(crossing, ends):
    """Walls drawn piece by piece overlap so around a drum, and their ends face each other across it."""
    found = _at(4, _find(*FACES, (4, 0, 4, 0.2), crossing))
    assert (((4, 0.1), (1, 0), True) in found) == ends


def test_a_stub_at_a_jamb_is_no_face():
    assert _at(4, _find((0, 0, 4, 0), (3.93, 0.2, 4, 0.2), (4, 0, 4, 0.2))) == []


@pytest.mark.parametrize(("off", "is_end"), [(0.04, True), (0.08, True), (0.12, False)])
def test_faces_may_stop_a_little_before_each_other(off, is_end):
    found = _at(4, _find((0, 0, 4, 0), (0, 0.2, 4 - off, 0.2)))
    assert len(found) == is_end
    thick = _at(4, _find((0, 0, 4, 0), (0, 0.4, 4 - off, 0.4)))
    assert len(thick) == 1


def test_the_last_piece_of_a_face_may_be_short():
    found = _at(4, _find((0, 0, 4, 0), (0, 0.2, 3.9, 0.2), (3.93, 0.2, 4, 0.2)))
    assert ((4, 0.1), (1, 0), False) in found
    assert _find((3.93, 0, 4, 0), (3.93, 0.2, 4, 0.2)) == []  # specks


def test_of_three_faces_the_nearest_two_are_a_wall():
    found = _find((0, 0, 4, 0), (0, 0.1, 4, 0.1), (0, 0.5, 4, 0.5))
    assert _at(4, found) == [((4, 0.05), (1, 0), False)]


@pytest.mark.parametrize(("off", "is_single"), [(0.3, False), (0.48, False), (0.7, True)])
def test_a_line_with_another_beside_it_is_not_single(off, is_single):
    found = _find((0, 0, 4, 0), (-3, off, 9, off))
    assert (((4, 0), (1, 0), True) in found) == is_single


def test_a_line_that_ends_at_another_does_not_end_there_and_a_speck_nowhere():
    assert _find((0, 0, 4, 0), (4, -2, 4, 2)) == [
        ((0, 0), (-1, 0), True),
        ((4, -2), (0, -1), True),
        ((4, 2), (0, 1), True),
    ]
    assert _find((0, 0, 0.03, 0)) == []
    assert len(_find((0, 0, 0.05, 0))) == 2


def test_without_walls_there_are_no_ends():
    caps = find_caps(np.empty((0, 4)))
    assert (caps.middles.shape, caps.out.shape, len(caps.thickness), len(caps.drawn)) == (
        (0, 2),
        (0, 2),
        0,
        0,
    )


def _end(*segments: tuple[float, float, float, float]) -> list[tuple[float, float, bool]]:
    """Return the middles of the ends, and whether they are drawn, exactly as the lines lie."""
    caps = find_caps(np.array(segments, dtype=float))
    return sorted(
        (*middle, drawn) for middle, drawn in zip(caps.middles.tolist(), caps.drawn.tolist(), strict=True)
    )


@pytest.mark.parametrize("thickness", [0.04, 0.65])
def test_the_thinnest_and_the_thickest_walls_are_walls(thickness):
    faces = (0, 0, 4, 0), (0, thickness, 4, thickness)
    assert _end(*faces) == [(0, thickness / 2, False), (4, thickness / 2, False)]
    assert (4, thickness / 2, True) in _end(*faces, (4, 0, 4, thickness))


def test_a_face_is_as_long_as_a_hand_is_wide():
    assert _end((0, 0, 0.08, 0), (0, 0.25, 0.08, 0.25)) == [(0, 0.125, False), (0.08, 0.125, False)]
    assert (0, 0.125, True) in _end((0, 0, -4, 0), (0, 0.25, -0.08, 0.25), (0, 0, 0, 0.25))
    assert _end((0, 0, 0.04, 0)) == [(0, 0, True), (0.04, 0, True)]


def test_two_lines_that_nearly_coincide_are_no_faces_however_their_ends_lie():
    assert _end((0, 0, -4, 0), (0.05, 0.035, -4, 0.035)) == [
        (-4, 0, True),
        (-4, 0.035, True),
        (0, 0, True),
        (0.05, 0.035, True),
    ]


def test_faces_stop_together_up_to_ten_centimetres():
    assert (0.05, 0.0625, False) in _end((0, 0, -4, 0), (0.1, 0.125, -4, 0.125))
    assert not [x for x, _, drawn in _end((0, 0, -4, 0), (0.11, 0.25, -4, 0.25)) if x > -1 and not drawn]


@pytest.mark.parametrize(("degrees", "is_jamb"), [(90, True), (70, True), (60, False), (45, False)])
def test_a_jamb_runs_across_its_wall(degrees, is_jamb):
    aside = 0.2 / np.tan(np.radians(degrees))
    found = _find((0, 0, 4, 0), (0, 0.2, 4 + aside, 0.2), (4, 0, 4 + aside, 0.2))
    assert bool([one for one in found if one[0][0] > 3.9 and one[2]]) == is_jamb


@pytest.mark.parametrize(
    ("start", "until", "is_single"), [(0, 3.8, True), (0, 3.9, False), (3.8, 3.92, False), (3.8, 3.88, True)]
)
def test_a_line_beside_the_very_end_counts(start, until, is_single):
    assert (((4, 0), (1, 0), True) in _find((start, 0, 4, 0), (-3, 0.3, until, 0.3))) == is_single


def test_ends_are_loose_beyond_their_reach():
    line = (-4.0, 0.0, 0.0, 0.0)
    for x, expected in ((0.035, False), (0.036, True)):
        assert find_loose(np.array([line, (x, -2, x, 2)]))[2] == expected
    for x, expected in ((0.06, True), (0.061, False)):  # a duplicate that is hardly longer
        assert find_loose(np.array([line, (-4, 0.01, x, 0.01)]))[2] == expected


@pytest.mark.parametrize("count", [12, 64, 200])
def test_a_round_column_has_no_loose_ends(count):
    turns = np.linspace(0, 2 * np.pi, count + 1)
    around = 0.35 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    assert not find_loose(np.hstack([around[:-1], around[1:]]), reach=0.0003).any()


def _draw_door(
    x: float, width: float, depth: float
) -> tuple[list[tuple[float, ...]], list[list[tuple[float, float]]]]:
    """Return the reveals of a door in a wall along the axis, and its swing."""
    reveals = [(x, 0, x, depth), (x + width, 0, x + width, depth)]
    return reveals, [[(x, 0), (x + width, 0), (x, -width)]]


def _measure(*depths: float) -> float:
    doors = [_draw_door(5.0 * rank, 0.9, depth) for rank, depth in enumerate(depths)]
    segments = np.array([reveal for reveals, _ in doors for reveal in reveals], dtype=float).reshape(-1, 4)
    swings = np.array([swing for _, swings in doors for swing in swings], dtype=float).reshape(-1, 3, 2)
    return measure_thickest(swings, segments)


def test_walls_are_as_thick_as_the_reveals_of_doors_are_deep():
    assert 1.0 < _measure(0.9, 1.0, 1.0, 0.2, 0.2) < 1.2
    assert _measure(0.3, 0.3, 0.2) == THICKNESS[1]


@pytest.mark.parametrize("depths", [(), (1.0, 1.0), (1.0, 1.0, 1.0, *[0.2] * 12), (2.0, 2.0, 2.0)])
def test_a_few_lobbies_are_no_thick_walls(depths):
    assert _measure(*depths) == THICKNESS[1]


def test_one_lobby_makes_no_wall_thicker():
    assert _measure(0.8, 0.8, 0.8, 1.5) < 1.0


def test_a_reveal_is_shallower_than_the_room_behind_it():
    segments = np.array([(x, 0.2, x, 1.4) for x in (0, 0.9, 5, 5.9, 10, 10.9)], dtype=float)
    reveals = np.array([(x, 0, x, 0.2) for x in (0, 0.9, 5, 5.9, 10, 10.9)], dtype=float)
    swings = np.array([[(x, 0.1), (x + 0.9, 0.1), (x, -0.8)] for x in (0, 5, 10)])
    assert measure_thickest(swings, np.concatenate([segments, reveals])) == THICKNESS[1]


@pytest.mark.parametrize(("depth", "ends"), [(0.2, 0), (1.0, 2)])
def test_ends_of_walls_are_as_long_as_the_thickest_wall(depth, ends):
    outline = [(0, 0, 4, 0), (4, 0, 4, 1), (4, 1, 0, 1), (0, 1, 0, 0)]
    doors = [_draw_door(10.0 + 5 * rank, 0.9, depth) for rank in range(3)]
    reveals = [reveal for reveals, _ in doors for reveal in reveals]
    swings = np.array([swing for _, swings in doors for swing in swings], dtype=float)
    caps = find_caps(np.array([*outline, *reveals], dtype=float), swings)
    assert (caps.middles[:, 0] < 5).sum() == ends

"""Dashes drawn one by one are one dashed line; fills are walls, tints or lines."""

import numpy as np
import pytest
from shapely import Point, Polygon, affinity, box

from interactive_maps.importing.drawing.drawing import DASHED
from interactive_maps.importing.formats.pdf.dashes import find_dashes
from interactive_maps.importing.formats.pdf.fills import build_area, sort_fills
from interactive_maps.importing.formats.pdf.reading import read_linework
from interactive_maps.importing.options import ReadOptions
from tests.unit.importing.formats.pdf.pages import page


def _dashes(lengths, gap, times, turn=0.3):
    along, segments = 0.0, []
    for _ in range(times):
        for length in lengths:
            segments.append((along, along + length))
            along += length + gap
    ends = np.array(segments)
    cosine, sine = np.cos(turn), np.sin(turn)
    return np.column_stack([ends[:, 0] * cosine, ends[:, 0] * sine, ends[:, 1] * cosine, ends[:, 1] * sine])


@pytest.mark.parametrize(
    "lengths", [(4.0,), (8.0, 1.0), (8.0, 1.0, 1.0)], ids=["dash", "dash-dot", "dash-dot-dot"]
)
def test_dashes_in_a_row_are_found(lengths):
    segments = _dashes(lengths, 1.5, 8)
    assert find_dashes(segments, np.zeros(len(segments), dtype=np.int64)).mean() > 0.8


def test_walls_between_doors_are_no_dashes():
    irregular = np.array(
        [(0, 0, 9, 0), (12, 0, 29, 0), (33, 0, 38, 0), (50, 0, 77, 0), (80, 0, 91, 0), (95, 0, 99, 0)]
    )
    assert not find_dashes(irregular.astype(float), np.zeros(6, dtype=np.int64)).any()


def test_walls_are_united_and_tints_are_not():
    walls = sort_fills([box(0, 0, 200, 8), box(0, 8, 8, 100), box(192, 8, 200, 100)])
    assert (len(walls.walls), len(walls.tints)) == (1, 0)
    tints = sort_fills([box(0, 0, 100, 80), box(100, 0, 220, 80), box(0, 80, 220, 180)])
    assert (len(tints.walls), len(tints.tints)) == (0, 3)


def test_a_line_drawn_as_an_area_is_its_axis():
    (line,) = sort_fills([box(10, 20, 110, 20.4)]).lines
    assert sorted(map(tuple, np.round(line, 3).tolist())) == [(10.0, 20.2), (110.0, 20.2)]


@pytest.mark.parametrize("even_odd", [True, False])
def test_holes_stay_open(even_odd):
    outer = np.array([(0, 0), (100, 0), (100, 100), (0, 100)], dtype=float)
    inner = np.array([(10, 10), (10, 90), (90, 90), (90, 10)], dtype=float)
    assert build_area([outer, inner], even_odd=even_odd).area == pytest.approx(3600)


def test_an_area_that_crosses_itself_is_taken_as_it_is_filled():
    bow = np.array([(0, 0), (100, 100), (100, 0), (0, 100)], dtype=float)
    assert build_area([bow], even_odd=True).area == pytest.approx(5000)
    assert Polygon(bow).is_valid is False


def test_small_fills_are_signs_and_no_walls():
    solids = sort_fills([box(0, 0, 5, 7), box(20, 0, 24, 7), box(0, 50, 200, 58)])
    assert (len(solids.walls), len(solids.signs)) == (1, 2)


def test_small_pieces_as_thick_as_the_walls_are_walls():
    walls = [box(0, 50, 200, 58), box(0, 0, 9, 8), affinity.rotate(box(20, 0, 27, 7), 30)]
    signs = [box(40, 0, 49, 5), Point(60, 4).buffer(4.5), Polygon([(70, 0), (79, 0), (75, 9)])]
    solids = sort_fills([*walls, *signs])
    assert [len(solids.walls), len(solids.signs)] == [3, 3]
    alone = sort_fills([box(0, 0, 9, 8)])
    assert [len(alone.walls), len(alone.signs)] == [0, 1]


def test_regular_walls_between_doors_are_no_dashes():
    faces = _dashes((20.0,), 10.0, 8)
    across = np.array([np.cos(0.3 + np.pi / 2), np.sin(0.3 + np.pi / 2)]) * 3
    jambs = [np.concatenate([end, end + across]) for face in faces for end in (face[:2], face[2:])]
    pens = np.zeros(24, dtype=np.int64)
    assert find_dashes(faces, pens[:8]).mean() > 0.8
    assert not find_dashes(np.concatenate([faces, jambs]), pens).any()
    assert find_dashes(np.concatenate([faces, jambs[::2]]), pens[:16])[:8].mean() > 0.8  # at one end only


def test_a_path_of_a_wall_and_fine_dashes_is_divided(tmp_path):
    path = tmp_path / "plan.pdf"
    dashes = [f"{100 + 0.27 * i:.2f} 300 m {100.18 + 0.27 * i:.2f} 300 l" for i in range(400)]
    path.write_bytes(page("100 100 m 400 100 l 400 200 l", *dashes, "S"))
    drawing = read_linework(path, ReadOptions())
    assert sorted((one.kind, one.linetype) for one in drawing.entities) == [("PATH", ""), ("PATH", DASHED)]
    dashed = [drawing.entities[entity].linetype == DASHED for entity in drawing.segment_entities.tolist()]
    assert (len(dashed), sum(dashed)) == (402, 400)

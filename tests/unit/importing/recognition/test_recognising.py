"""A small floor drawn in every style comes back whole, turned, mirrored, moved and scaled alike."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.drafting import HARD_STYLES, NOISES, STYLES
from benchmarks.drafting.draughtsman import draw_building
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.limits import Limits, TooMuch
from tests.unit.importing.recognition.buildings import STYLE, make_floor, make_reader, recognise


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_style(style):
    _, scores = recognise(style)
    assert scores.rooms_right == scores.rooms == 11, scores.missed
    assert scores.labels_right == scores.labels, scores.missed
    assert scores.doors_right == scores.doors == 11, scores.missed
    assert scores.reachable == 11


@pytest.mark.parametrize("style", HARD_STYLES, ids=lambda style: style.name)
def test_every_full_sheet(style):
    _, scores = recognise(style)
    assert scores.rooms_right == scores.rooms == 11, scores.missed
    assert scores.labels_right == scores.labels == 11, scores.missed
    assert scores.doors_right >= 10, scores.missed  # closed leaves outdoors may be windows
    assert scores.regions_false == 0


@pytest.mark.parametrize("noise", NOISES[:3], ids=lambda noise: noise.name)
@pytest.mark.parametrize("name", ["german, 37 degrees", "chinese, single lines", "nameless layers"])
def test_careless_lines(name, noise):
    _, scores = recognise(STYLE[name], noise)
    assert scores.rooms_right == scores.rooms, scores.missed
    assert scores.doors_right == scores.doors, scores.missed


@settings(max_examples=12, deadline=None)
@given(
    rotation=st.floats(0, 360), mirrored=st.booleans(), unit=st.sampled_from(["mm", "cm", "m", "in", "ft"])
)
def test_turned_mirrored_and_in_any_unit(rotation, mirrored, unit):
    style = replace(STYLE["plain"], rotation=rotation, mirrored=mirrored, unit=unit)
    _, scores = recognise(style)
    assert scores.rooms_right == scores.rooms, scores.missed
    assert scores.doors_right == scores.doors, scores.missed


def _outline(rotation: float, shift: float) -> list[tuple[float, int, str]]:
    drawing, truth = draw_building(make_floor(), replace(STYLE["plain"], rotation=rotation), NOISES[0])
    moved = replace(
        drawing,
        segments=drawing.segments + shift,
        arcs=drawing.arcs + np.array([shift, shift, 0, 0, 0]),
        texts=tuple(
            replace(
                text,
                anchor=(text.anchor[0] + shift,) * 2,
                centre=(text.centre[0] + shift, text.centre[1] + shift),
            )
            for text in drawing.texts
        ),
    )
    floor = recognise_floor(moved, truth.metres_per_unit or 1.0, make_reader())
    return sorted(
        (round(room.area.area, 1), len(room.area.exterior.coords), room.number) for room in floor.rooms
    )


def test_far_from_the_origin_and_again():
    near = _outline(0.0, 0.0)
    assert _outline(0.0, 6.6e7) == near  # 66 km in mm, as national grids lie
    assert _outline(0.0, 0.0) == near


def test_rooms_do_not_overlap():
    floor, _ = recognise(STYLE["plain"])
    areas = [room.area for room in floor.rooms]
    assert shapely.union_all(areas).area == pytest.approx(sum(area.area for area in areas), rel=1e-6)


def test_doors_know_their_width():
    floor, _ = recognise(STYLE["plain"])
    widths = sorted(door.width for door in floor.doors)
    assert widths[:10] == pytest.approx([0.9] * 10, abs=0.03)
    assert widths[10] == pytest.approx(1.2, abs=0.03)


def test_an_entrance_has_one_room():
    floor, _ = recognise(STYLE["plain"])
    assert sorted(len(door.rooms) for door in floor.doors) == [1] + [2] * 10


def test_more_than_the_bounds_is_refused_in_words():
    drawing, truth = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    for limits in (Limits(barriers=10), Limits(faces=3), Limits(texts=2)):
        with pytest.raises(TooMuch, match=r"the limit is"):
            recognise_floor(drawing, truth.metres_per_unit or 1.0, make_reader(), limits)


def test_an_empty_drawing_has_no_rooms():
    drawing, _ = draw_building(make_floor(), STYLE["plain"], NOISES[0])
    floor = recognise_floor(drawing.keep(np.zeros(len(drawing.entities), dtype=bool)), 0.001, make_reader())
    assert floor.rooms == floor.doors == ()

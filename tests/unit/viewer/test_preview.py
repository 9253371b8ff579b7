"""Pictures of the map: what is asked for, which part of the map that is, and what is drawn."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.viewer.preview import views
from interactive_maps.viewer.preview.content import Content, Shape
from interactive_maps.viewer.preview.frame import HEIGHT, WIDTH, fit_frame, make_frame, to_mercator
from interactive_maps.viewer.preview.parameters import (
    PlaceRef,
    Position,
    PreviewRequest,
    View,
    read_preview_request,
)
from interactive_maps.viewer.preview.picture import COLOURS, draw_picture
from interactive_maps.viewer.preview.views import Pictures
from tests.databases import ROOT

NOTHING = PreviewRequest(None, None, None)


def read(text):
    return read_preview_request(QueryDict(text), text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", NOTHING),
        ("place=space:12&level=-1", PreviewRequest(PlaceRef("space", 12), -1.0, None)),
        ("place=13.4,52.5,1.5", PreviewRequest(Position(13.4, 52.5, 1.5), None, None)),
        ("place=13.4,52.5", PreviewRequest(Position(13.4, 52.5, None), None, None)),
        ("at=13.4,52.5,19.25", PreviewRequest(None, None, View(13.4, 52.5, 19.25))),
        ("at=13.4,52.5,19.25,-30", PreviewRequest(None, None, View(13.4, 52.5, 19.25))),
        ("at=13.4,52.5,19.25,-30,45", PreviewRequest(None, None, View(13.4, 52.5, 19.25))),
    ],
)
def test_a_request_is_read(text, asked):
    assert read(text) == asked


@pytest.mark.parametrize(
    ("text", "parameter"),
    [
        ("place=space:x", "place"),
        ("place=level:1", "place"),
        (f"place=space:{2**63}", "place"),
        ("place=200,52", "place"),
        ("place=13,52,high", "level"),
        ("level=ground", "level"),
        ("at=13,52", "at"),
        ("at=13,52,nan", "at"),
        ("width=9000", "width"),
        ("level=1&level=2", "level"),
    ],
)
def test_what_is_wrong_is_named(text, parameter):
    with pytest.raises(InvalidParameter) as refused:
        read(text)
    assert refused.value.parameter == parameter


@given(
    st.floats(-179.9, 179.9),
    st.floats(-84, 84),
    st.floats(-5, 30),
    st.floats(-0.49, 0.49),
    st.floats(-0.49, 0.49),
)
def test_what_a_frame_shows_is_in_its_box(longitude, latitude, zoom, right, up):
    frame = make_frame(longitude, latitude, zoom)
    assert frame.place(*to_mercator(longitude, latitude)) == pytest.approx((WIDTH / 2, HEIGHT / 2))
    box = frame.bbox
    assert box.south < latitude < box.north
    assert box.west < longitude < box.east or box.west == -180 or box.east == 180
    x, y = frame.x + right * WIDTH * frame.pixel, frame.y + up * HEIGHT * frame.pixel
    across, down = frame.place(x, y)
    assert 0 < across < WIDTH
    assert 0 < down < HEIGHT


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7), st.floats(0, 1e5), st.floats(0, 1e5))
def test_bounds_fit_into_their_frame(west, south, width, height):
    frame = fit_frame(west, south, west + width, south + height)
    for corner in ((west, south), (west + width, south + height)):
        across, down = frame.place(*corner)
        assert -0.01 <= across <= WIDTH + 0.01
        assert -0.01 <= down <= HEIGHT + 0.01


def make_square(x, y, side, key=1, group=None):
    ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return Shape(key, group, (ring,), is_area=True)


def draw(content):
    picture = draw_picture(content)
    image = Image.open(BytesIO(picture))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB"), picture


def is_near(image, point, colour):
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return all(abs(a - b) < 6 for a, b in zip(image.getpixel(point), wanted, strict=True))


def test_rooms_are_tinted_and_the_place_is_marked():
    frame = fit_frame(0, 0, 80, 40)
    rooms = [make_square(0, 0, 20, 1, "food"), make_square(40, 0, 20, 2, "hall"), make_square(20, 0, 20, 3)]
    image, picture = draw(Content(frame, [make_square(-1, -1, 42)], rooms, [], (30, 10), 3))
    at = {name: tuple(map(round, frame.place(x, y))) for name, x, y in (("food", 10, 10), ("hall", 50, 10))}
    assert is_near(image, at["food"], COLOURS["food"])
    assert is_near(image, at["hall"], COLOURS["floor"])
    assert is_near(image, tuple(map(round, frame.place(22, 18))), COLOURS["accentSoft"])
    x, y = map(round, frame.place(30, 10))
    assert is_near(image, (x + 14, y - 26), COLOURS["accent"])
    assert is_near(image, (2, 2), COLOURS["outside"])
    assert len(picture) < 100_000


def test_walls_are_as_wide_as_walls_and_the_rest_of_a_level_is_open():
    frame = fit_frame(0, 0, 80, 40)
    rooms = [make_square(10, 10, 10), make_square(21, 10, 10)]
    image, _ = draw(Content(frame, [make_square(0, 0, 40)], rooms, [], None, None))
    at = {
        name: tuple(map(round, frame.place(x, y)))
        for name, x, y in (("between", 20.5, 15), ("hull", 0.5, 30), ("court", 30, 30), ("beyond", 40.5, 30))
    }
    for name, colour in (
        ("between", "wallFill"),
        ("hull", "wallFill"),
        ("court", "outside"),
        ("beyond", "outside"),
    ):
        assert is_near(image, at[name], COLOURS[colour]), name


def test_a_level_without_spaces_is_floor():
    frame = fit_frame(0, 0, 80, 40)
    image, _ = draw(Content(frame, [make_square(0, 0, 40)], [], [], None, None))
    assert is_near(image, tuple(map(round, frame.place(20, 20))), COLOURS["floor"])


def test_a_map_without_anything_is_an_empty_picture():
    image, _ = draw(Content(None, [], [], [], None, None))
    assert is_near(image, (600, 300), COLOURS["outside"])


def test_shapes_far_beyond_the_picture_do_no_harm():
    frame = fit_frame(0, 0, 1, 1)
    draw(Content(frame, [make_square(-1e8, -1e8, 2e8)], [make_square(1e9, 1e9, 5)], [], (1e12, -1e12), None))


def test_colours_are_those_of_the_viewer():
    style = (ROOT / "interactive_maps/viewer/static/viewer/viewer.css").read_text()
    light = style.partition(':root[data-theme="dark"] {\n  --map')[0]
    assert dict(re.findall(r"--map-(\w+): (#\w+)", light)).items() >= COLOURS.items()


def test_pictures_are_kept_by_version_up_to_a_number_of_bytes(monkeypatch):
    drawn = []
    monkeypatch.setattr(views, "fetch_content", lambda request: request)
    monkeypatch.setattr(views, "draw_picture", lambda content: drawn.append(content) or b"x" * 40)
    pictures = Pictures(100)
    first, second, third = (PreviewRequest(None, level, None) for level in (0.0, 1.0, 2.0))
    for request in (first, first, second, first):
        pictures.get(request, 1)
    assert drawn == [first, second]
    pictures.get(first, 2)  # the map has changed; the second is dropped
    pictures.get(second, 1)
    assert drawn == [first, second, first, second]
    pictures.get(third, 1)
    assert drawn[-1] == third

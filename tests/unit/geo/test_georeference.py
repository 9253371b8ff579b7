"""Lengths and places survive the way from the drawing to the earth and back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from interactive_maps.geo.georeference import (
    ControlPoint,
    Georeference,
    GeoreferenceError,
    from_anchor,
    from_control_points,
)

WGS84 = Geod(ellps="WGS84")
longitudes = st.floats(-180, 180)
latitudes = st.floats(-85, 85)
angles = st.floats(-360, 360)
scales = st.sampled_from([0.001, 0.01, 0.0254, 0.3048, 1.0])


def measure(places: np.ndarray) -> float:
    (lon1, lat1), (lon2, lat2) = places
    return WGS84.inv(lon1, lat1, lon2, lat2)[2]


@given(longitudes, latitudes, angles, scales, angles)
def test_a_kilometre_is_a_geodesic_kilometre(longitude, latitude, rotation, scale, bearing):
    georeference = from_anchor(longitude, latitude, metres_per_unit=scale, rotation=rotation)
    reach = 500 / scale
    x, y = reach * math.cos(bearing), reach * math.sin(bearing)
    assert measure(georeference.place(np.array([[x, y], [-x, -y]]))) == pytest.approx(1000, rel=1e-6)


def test_at_sixty_degrees_north_east_and_north_are_equally_long():
    georeference = from_anchor(25.0, 60.0, metres_per_unit=1.0)
    for end in ([1000.0, 0.0], [0.0, 1000.0]):
        assert measure(georeference.place(np.array([[0.0, 0.0], end]))) == pytest.approx(1000, rel=1e-6)


@given(longitudes, latitudes, angles, scales, st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)))
def test_there_and_back_is_the_same_point(longitude, latitude, rotation, scale, origin):
    georeference = from_anchor(longitude, latitude, metres_per_unit=scale, rotation=rotation, origin=origin)
    near = np.array([origin]) + np.array([[120.0, -35.0]]) / scale
    assert np.allclose(georeference.locate(georeference.place(near)), near, atol=1e-4 / scale)


def test_rotation_is_counter_clockwise_from_east():
    place = from_anchor(8.0, 47.0, metres_per_unit=1.0, rotation=90.0).place(np.array([[100.0, 0.0]]))
    assert place[0, 0] == pytest.approx(8.0, abs=1e-9)
    assert place[0, 1] > 47.0


@given(longitudes, latitudes, st.floats(-math.pi, math.pi), scales)
def test_two_control_points_give_back_what_made_them(longitude, latitude, turn, scale):
    truth = from_anchor(
        longitude, latitude, metres_per_unit=scale, rotation=math.degrees(turn), origin=(7.0, 9.0)
    )
    drawing = np.array([[7.0, 9.0], [7.0 + 80 / scale, 9.0 + 20 / scale]])
    fitted = from_control_points(controls(drawing, truth.place(drawing)))
    assert fitted.metres_per_unit == pytest.approx(scale, rel=1e-6)
    other = np.array([[7.0 - 30 / scale, 9.0 + 40 / scale]])
    assert measure(np.vstack([fitted.place(other), truth.place(other)])) < 0.001


def test_three_control_points_are_met_exactly_and_tell_their_distortion():
    drawing = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]])
    truth = from_anchor(11.0, 48.0, metres_per_unit=1.0)
    stretched = truth.place(drawing * [1.0, 1.02])
    fitted = from_control_points(controls(drawing, stretched))
    assert np.allclose(fitted.place(drawing), stretched, atol=1e-10)
    assert fitted.distortion == pytest.approx(0.02, rel=1e-3)
    assert not fitted.mirrored


def test_swapped_control_points_mirror():
    drawing = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]])
    places = from_anchor(11.0, 48.0, metres_per_unit=1.0).place(drawing)
    assert from_control_points(controls(drawing, places[[0, 2, 1]])).mirrored


def test_across_the_antimeridian():
    truth = from_anchor(179.9999, -17.0, metres_per_unit=1.0)
    drawing = np.array([[0.0, 0.0], [300.0, 0.0]])
    places = truth.place(drawing)
    assert places[1, 0] < 0
    assert from_control_points(controls(drawing, places)).metres_per_unit == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([(0, 0, 8, 47)], "two or three"),
        ([(0, 0, 8, 47), (0, 0, 8.1, 47)], "coincide"),
        ([(0, 0, 8, 47), (9, 0, 8, 47)], "coincide"),
        ([(0, 0, 8, 47), (1, 1, 8.01, 47.01), (2, 2, 8.02, 47.05)], "one line"),
        ([(0, 0, 8, 47), (9, 0, 8, 97)], "latitude"),
        ([(0, 0, 8, 47), (math.nan, 0, 8, 47.1)], "finite"),
    ],
)
def test_points_that_fix_no_place_are_refused(points, said):
    with pytest.raises(GeoreferenceError, match=said):
        from_control_points([ControlPoint(*point) for point in points])


def test_what_a_georeference_tells_of_itself():
    assert from_anchor(8.0, 47.0, metres_per_unit=0.5).rotation == 0
    turned = from_anchor(8.0, 47.0, metres_per_unit=0.5, rotation=30.0)
    assert turned.rotation == pytest.approx(30.0)
    assert turned.metres_per_unit == pytest.approx(0.5)
    assert turned.distortion == pytest.approx(0.0, abs=1e-12)
    assert not turned.mirrored
    stretched = Georeference(8.0, 47.0, (0.0, 0.0), ((2.0, 0.0), (0.0, -8.0)))
    assert (stretched.metres_per_unit, stretched.distortion, stretched.rotation) == pytest.approx((4, 3, 0))
    assert stretched.mirrored


@pytest.mark.parametrize(
    ("longitude", "latitude", "is_place"),
    [
        (180, 90, True),
        (-180, -90, True),
        (180.5, 0, False),
        (-180.5, 0, False),
        (0, 90.5, False),
        (0, -90.5, False),
    ],
)
def test_an_anchor_is_on_the_earth(longitude, latitude, is_place):
    if is_place:
        assert from_anchor(longitude, latitude, metres_per_unit=1.0).latitude == latitude
    else:
        with pytest.raises(GeoreferenceError, match="not a longitude"):
            from_anchor(longitude, latitude, metres_per_unit=1.0)


@pytest.mark.parametrize(
    "odd", [{"origin": (math.inf, 0.0)}, {"origin": (0.0, math.nan)}, {"rotation": math.inf}]
)
def test_an_anchor_is_made_of_finite_numbers(odd):
    with pytest.raises(GeoreferenceError, match="finite"):
        from_anchor(8.0, 47.0, metres_per_unit=1.0, **odd)


def test_two_points_a_millimetre_apart_coincide_and_a_decimetre_apart_do_not():
    truth = from_anchor(8.0, 47.0, metres_per_unit=1.0)
    for apart, fits in ((0.0005, False), (0.1, True)):
        points = controls(drawing := np.array([[0.0, 0.0], [apart, 0.0]]), truth.place(drawing))
        if fits:
            assert from_control_points(points).metres_per_unit == pytest.approx(1.0, rel=1e-3)
        else:
            with pytest.raises(GeoreferenceError, match="coincide"):
                from_control_points(points)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 0, 1)])
@pytest.mark.parametrize(("height", "fits"), [(0.05, False), (0.5, True)])
def test_three_points_need_a_thousandth_of_height(order, height, fits):
    truth = from_anchor(8.0, 47.0, metres_per_unit=1.0)
    drawing = np.array([[0.0, 0.0], [100.0, 0.0], [50.0, height]])[list(order)]
    points = controls(drawing, truth.place(drawing))
    if fits:
        assert from_control_points(points).metres_per_unit == pytest.approx(1.0, rel=1e-3)
    else:
        with pytest.raises(GeoreferenceError, match="one line"):
            from_control_points(points)


def test_three_points_at_one_place_fix_nothing():
    with pytest.raises(GeoreferenceError, match="one line"):
        from_control_points([ControlPoint(0, 0, 8, 47)] * 3)


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan, math.inf])
def test_a_scale_is_a_positive_number(scale):
    with pytest.raises(GeoreferenceError, match="scale"):
        from_anchor(8.0, 47.0, metres_per_unit=scale)


def controls(drawing: np.ndarray, places: np.ndarray) -> list[ControlPoint]:
    return [
        ControlPoint(*point, *place) for point, place in zip(drawing.tolist(), places.tolist(), strict=True)
    ]

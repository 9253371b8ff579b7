"""Metres around a place, and lengths on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod

from interactive_maps.geo.plane import Plane, choose_plane, measure_metres, measure_steps

GEOD = Geod(ellps="WGS84")
NOWHERE = np.empty((0, 2))


def test_metres_are_east_and_north_of_the_middle():
    plane = Plane(13.0, 51.0)
    east, north, _ = GEOD.fwd(13.0, 51.0, 90.0, 100.0)
    up, far, _ = GEOD.fwd(13.0, 51.0, 0.0, 250.0)
    metres = plane.to_metres(np.array([[13.0, 51.0], [east, north], [up, far]]))
    assert metres == pytest.approx(np.array([[0, 0], [100, 0], [0, 250]]), abs=1e-3)
    assert plane.to_degrees(metres) == pytest.approx(
        np.array([[13.0, 51.0], [east, north], [up, far]]), abs=1e-9
    )


def test_of_no_places_there_are_no_metres():
    assert Plane(13.0, 51.0).to_metres(NOWHERE).shape == (0, 2)
    assert Plane(13.0, 51.0).to_degrees(NOWHERE).shape == (0, 2)
    assert Plane(13.0, 51.0).to_metres(np.array([[13.0, 51.0]])).shape == (1, 2)
    assert Plane(13.0, 51.0).to_degrees(np.zeros((1, 2))).shape == (1, 2)


def test_a_plane_lies_around_the_middle_of_places_and_outliers_do_not_move_it():
    places = np.array([[8.1234567, 47.0], [8.1234567, 47.2], [100.0, 47.1]])
    assert choose_plane(places) == Plane(8.123457, 47.1)
    assert choose_plane(places, decimals=1) == Plane(8.1, 47.1)
    assert choose_plane(places[:1]) == Plane(8.123457, 47.0)
    assert choose_plane(NOWHERE) == Plane(0.0, 0.0)


@pytest.mark.parametrize(("latitude", "expected"), [(95.0, 90.0), (-95.0, -90.0), (90.0, 90.0)])
def test_a_plane_lies_on_the_earth(latitude, expected):
    assert choose_plane(np.array([[8.0, latitude]])).latitude == expected


def test_steps_are_geodesic():
    places = np.array([[13.0, 51.0], [13.001, 51.0], [13.001, 51.002]])
    expected = [GEOD.inv(*places[0], *places[1])[2], GEOD.inv(*places[1], *places[2])[2]]
    assert measure_steps(places) == pytest.approx(expected)
    assert measure_steps(places[:2]) == pytest.approx(expected[:1])
    assert measure_metres((13.0, 51.0), (13.001, 51.0)) == pytest.approx(expected[0])
    assert len(measure_steps(places[:1])) == len(measure_steps(NOWHERE)) == 0

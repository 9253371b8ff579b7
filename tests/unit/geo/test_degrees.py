"""Metres of a degree, beside the lengths that the ellipsoid has."""

from __future__ import annotations

import numpy as np
import pytest

from interactive_maps.geo.degrees import METRES_PER_DEGREE, scale_longitude
from interactive_maps.geo.plane import measure_steps


@pytest.mark.parametrize("latitude", [0.0, 51.03, -51.03, 80.0])
def test_degrees_are_as_long_as_the_ellipsoids_within_a_hundredth(latitude):
    def measure(longitude_step, latitude_step):
        steps = np.array([[13.0, latitude], [13.0 + longitude_step, latitude + latitude_step]])
        return measure_steps(steps)[0] / 1e-3

    assert measure(1e-3, 0) == pytest.approx(METRES_PER_DEGREE * scale_longitude(latitude), rel=0.01)
    assert measure(0, 1e-3) == pytest.approx(METRES_PER_DEGREE, rel=0.01)


def test_a_pole_can_be_divided_by():
    assert 0 < scale_longitude(90.0) < 1e-3
    assert 0 < scale_longitude(-90.0) < 1e-3

"""Turns by the words that people use."""

from __future__ import annotations

import pytest

from interactive_maps.routing.directions.steps import Angle, classify


@pytest.mark.parametrize(
    ("degrees", "word"),
    [
        (0, "straight"),
        (24.9, "straight"),
        (-24.9, "straight"),
        (25, "slight_left"),
        (44.9, "slight_left"),
        (-25, "slight_right"),
        (45, "left"),
        (119.9, "left"),
        (-45, "right"),
        (-119.9, "right"),
        (120, "sharp_left"),
        (180, "sharp_left"),
        (-120, "sharp_right"),
    ],
)
def test_a_turn_has_a_word(degrees, word):
    assert classify(degrees).value == word


@pytest.mark.parametrize("angle", list(Angle))
def test_a_word_has_a_side(angle):
    sides = [side for side in ("left", "right") if angle.value.endswith(side)]
    assert angle.side == (sides[0] if sides else None)

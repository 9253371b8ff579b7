"""Kinds of edges by the words of many networks."""

from __future__ import annotations

import pytest

from interactive_maps.routing.network.edge_kinds import read_kind


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("walk", "footway", "", None, 7), "WALK"),
        (("door", " Door ", "opening"), "DOOR"),
        (("room",), "ROOM"),
        (("stairs", "STEPS", "stair", "stairway", "staircase"), "STAIRS"),
        (("lift", "Elevator"), "LIFT"),
        (("escalator",), "ESCALATOR"),
        (("ramp",), "RAMP"),
        (("walkway", "travelator", "movingwalkway", "moving_walkway"), "WALKWAY"),
        (("boarding",), "WALK"),  # no table has it
    ],
)
def test_each_word_names_a_kind_of_its_own(words, name):
    assert {read_kind(word).name for word in words} == {name}

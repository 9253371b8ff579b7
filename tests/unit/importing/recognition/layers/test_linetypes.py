"""Dashed lines bar no way, except where a layer is dashed for the most part."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.layers.linetypes import find_broken
from interactive_maps.importing.recognition.plan import Plan
from tests.unit.importing.recognition.buildings import make_reader


def draw(*lines: tuple[str, str, float]) -> Plan:
    """Return a plan of horizontal lines by (layer, linetype, length)."""
    builder = DrawingBuilder()
    for row, (layer, linetype, length) in enumerate(lines):
        entity = builder.add_entity(str(row), "LINE", layer, linetype=linetype)
        builder.add_line(entity, np.array([[0.0, row], [length, row]]))
    return Plan.of(builder.build(), 1.0)


@pytest.mark.parametrize(
    ("linetype", "broken"),
    [
        ("DASHED", True),
        ("ACAD_ISO04W100", True),
        ("Strichpunkt2", True),
        ("осевая", True),
        ("", False),
        ("Continuous", False),
        ("Volllinie", False),
        ("Línea sólida", False),
        ("实线", False),
    ],
)
def test_names_of_broken_lines(linetype, broken):
    plan = draw(("A-WALL", "", 10.0), ("A-WALL", linetype, 5.0))
    assert find_broken(plan).tolist() == [False, broken]


def test_a_layer_that_is_dashed_for_the_most_part_is_drawn_so():
    plan = draw(("A-WALL", "HIDDEN", 10.0), ("A-WALL", "HIDDEN", 5.0), ("A-WALL", "", 1.0))
    assert not find_broken(plan).any()


def test_an_axis_among_walls_is_no_wall_and_a_dashed_door_stays_one():
    plan = draw(
        ("A-WALL", "", 10.0), ("A-WALL", "CENTER", 5.0), ("A-DOOR", "", 10.0), ("A-DOOR", "DASHED", 5.0)
    )
    roles = assign_roles(plan, make_reader().kind_of, Step("layers"))
    assert roles.entities.tolist() == [Role.WALL, Role.ANNOTATION, Role.DOOR, Role.DOOR]

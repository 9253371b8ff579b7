"""Dashed lines bar no way, except where nearly all of a layer is dashed."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.layers.linetypes import find_broken, find_broken_layers
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


def test_axes_and_ceilings_may_be_longer_than_the_walls_beside_them():
    plan = draw(("0", "DASHED", 60.0), ("0", "CENTER", 20.0), ("0", "", 10.0))
    assert find_broken(plan).tolist() == [True, True, False]


def test_a_layer_that_is_nearly_all_dashed_is_drawn_so():
    plan = draw(("A-WALL", "HIDDEN", 10.0), ("A-WALL", "HIDDEN", 5.0), ("A-WALL", "", 1.0))
    assert not find_broken(plan).any()


def test_short_lines_count_by_their_length_alone():
    plan = draw(("0", "DASHED", 0.5), ("A-WALL", "", 0.25), ("A-WALL", "DASHED", 0.125))
    assert find_broken_layers(plan) == {0}
    assert find_broken_layers(plan, 0.3125) == {0, 1}
    assert find_broken_layers(draw(("0", "DASHED", 0.5), ("0", "", 0.5))) == set()  # not more than half
    assert find_broken_layers(draw(("0", "", 0.5))) == set()


def test_a_name_says_more_than_dashes():
    plan = draw(("A-WALL", "HIDDEN", 10.0), ("A-WALL", "HIDDEN", 5.0), ("L1", "", 20.0))
    roles = assign_roles(plan, make_reader().kind_of, Step("layers"))
    assert roles.layers["A-WALL"].role is Role.WALL


def test_an_axis_among_walls_is_no_wall_and_a_dashed_door_stays_one():
    plan = draw(
        ("A-WALL", "", 10.0), ("A-WALL", "CENTER", 5.0), ("A-DOOR", "", 10.0), ("A-DOOR", "DASHED", 5.0)
    )
    roles = assign_roles(plan, make_reader().kind_of, Step("layers"))
    assert roles.entities.tolist() == [Role.WALL, Role.ANNOTATION, Role.DOOR, Role.DOOR]

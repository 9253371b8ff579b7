"""Fills as slender as walls are draw walls, on whatever layer; floors and arrows that are filled do not."""

import numpy as np

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.layers.fills import find_slender
from interactive_maps.importing.recognition.plan import Plan
from tests.unit.importing.recognition.buildings import make_reader


def ring(west: float, south: float, east: float, north: float) -> np.ndarray:
    return np.array([[west, south], [east, south], [east, north], [west, north]], dtype=float)


def fill(*rings: np.ndarray, layer: str = "L1") -> Plan:
    """Return a plan of fills, of which each is an entity of its own."""
    builder = DrawingBuilder()
    for number, points in enumerate(rings):
        builder.add_fill(builder.add_entity(f"{number}", "HATCH", layer), points)
    return Plan.of(builder.build(), 1.0)


def test_an_outline_with_holes_is_as_thick_as_what_lies_between():
    walls = (ring(0, 0, 10, 6), ring(0.2, 0.2, 4.9, 5.8), ring(5.1, 0.2, 9.8, 5.8))
    assert find_slender(fill(*walls)).tolist() == [True, True, True]


def test_floors_and_arrows_are_no_walls():
    assert (
        find_slender(fill(ring(0, 0, 5, 4), ring(6, 0, 9, 4), ring(20, 0, 20.2, 0.1))).tolist() == [False] * 3
    )
    assert find_slender(fill()).tolist() == []


def test_a_nameless_layer_of_such_fills_holds_the_walls():
    plan = fill(ring(0, 0, 10, 6), ring(0.2, 0.2, 9.8, 5.8))
    roles = assign_roles(plan, make_reader().kind_of, Account().begin("layers"))
    assert roles.layers["L1"].role is Role.WALL
    assert "as slender as walls" in roles.layers["L1"].because

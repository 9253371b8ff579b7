"""Fills as slender as walls are draw walls, on whatever layer; floors and arrows that are filled do not."""

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.layers.fills import find_slender, list_edges, measure_fills
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


@pytest.mark.parametrize(("thickness", "is_wall"), [(0.03, False), (0.05, True), (0.69, True), (0.8, False)])
def test_walls_are_some_centimetres_to_some_decimetres_thick(thickness, is_wall):
    assert find_slender(fill(ring(0, 0, 50, thickness))).tolist() == [is_wall]


@pytest.mark.parametrize(("length", "is_wall"), [(0.97, False), (0.99, True)])
@pytest.mark.parametrize("place", [0.0, 70.0, -70.0])
def test_what_is_not_a_metre_long_is_an_arrow_or_a_column(length, is_wall, place):
    assert find_slender(fill(ring(0, 0, length, 0.2) + place)).tolist() == [is_wall]
    assert find_slender(fill(ring(0, 0, 0.2, length) + place)).tolist() == [is_wall]


def test_a_metre_from_corner_to_corner_is_enough():
    assert find_slender(fill(ring(0, 0, 0.6, 0.8))).tolist() == [True]


def test_a_wall_in_a_courtyard_is_one_of_its_own():
    court = ring(0, 0, 10, 6), ring(0.2, 0.2, 9.8, 5.8), ring(3, 3, 7, 3.2)
    assert find_slender(fill(*court)).tolist() == [True] * 3
    thick = ring(0, 0, 10, 6), ring(0.2, 0.2, 9.8, 5.8), ring(0.8, 3, 9.1, 3.6)
    assert find_slender(fill(*thick)).tolist() == [True] * 3
    kiosk = ring(0, 0, 10, 6), ring(0.2, 0.2, 9.8, 5.8), ring(1, 1, 9, 5)
    assert not find_slender(fill(*kiosk)).any()


def test_layers_are_judged_apart():
    builder = DrawingBuilder()
    for layer, points in (("walls", ring(0, 0, 10, 6)), ("floor", ring(0.2, 0.2, 9.8, 5.8))):
        builder.add_fill(builder.add_entity(layer, "HATCH", layer), points)
    assert not find_slender(Plan.of(builder.build(), 1.0)).any()


def test_what_bounds_nothing_is_no_wall():
    flat = np.array([[0.0, 0.0], [5.0, 0.0]]), np.array([[0.0, 0.0], [2.0, 0.0], [5.0, 0.0]])
    crossed = np.array([[0.0, 0.0], [4.0, 0.1], [4.0, 0.0], [0.0, 0.1]])
    assert not find_slender(fill(*flat, crossed)).any()


@pytest.mark.parametrize(
    ("length", "drawn", "found"),
    [(9.7, 0, {}), (9.9, 0, {"L1": 20.2}), (9.9, 500, {"L1": 20.2}), (9.9, 510, {})],
)
def test_fills_count_by_their_outlines_where_these_are_not_few(length, drawn, found):
    plan = fill(ring(0, 0, length, 0.2), ring(0, 5, 4, 9))
    assert measure_fills(plan, {"L1"}, drawn) == pytest.approx(found)
    assert measure_fills(plan, {"L2"}, drawn) == {}


def test_the_edges_of_chosen_fills_go_around_them():
    plan = fill(ring(0, 0, 2, 1), ring(5, 5, 6, 6), ring(0, 0, 1, 1)[:3])
    edges, owners = list_edges(plan, np.array([True, False, True]))
    around = [[0, 0, 2, 0], [2, 0, 2, 1], [2, 1, 0, 1], [0, 1, 0, 0]]
    assert edges.tolist() == [*around, [0, 0, 1, 0], [1, 0, 1, 1], [1, 1, 0, 0]]
    assert owners.tolist() == [0, 0, 0, 0, 2, 2, 2]
    edges, owners = list_edges(plan, np.zeros(3, dtype=bool))
    assert (edges.shape, owners.tolist()) == ((0, 4), [])

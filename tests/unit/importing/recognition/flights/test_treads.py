"""Rows of treads: what stairs are, and what only looks like them."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.flights import find_flights, mark_treads
from interactive_maps.importing.recognition.layers import Role, assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.recognition.flights.sheets import draw_on
from tests.unit.importing.recognition.plans import frame

WALK = (-0.3, 0.5, 1.2, 0.5)  # through the middle of all treads


def find(lines, layer):
    plan = Plan.of(draw_on(layer, lines).build(), 1.0)
    return find_flights(plan, assign_roles(plan, load_rules().kind_of, Account().begin("layers")))


def treads(*places, width=1.0):
    return [(x, 0, x, width) for x in places]


@pytest.mark.parametrize("layer", ["A-FLOR-STRS", "Layer3"])
def test_three_treads_that_a_line_of_walk_runs_through_are_a_flight(layer):
    (found,) = find([*treads(0, 0.3, 0.6), WALK], layer)
    assert found.named == (layer == "A-FLOR-STRS")
    assert found.area.area == pytest.approx(0.6)


@pytest.mark.parametrize(
    "lines",
    [
        treads(0, 0.3),
        treads(0, 0.3, 0.7),  # not at equal distances
        treads(0, 0.4, 0.8),  # too deep
        [*treads(0, 0.3), (0.6, 0.3, 0.6, 1.3)],  # not side by side
    ],
)
def test_three_lines_on_a_layer_of_stairs_are_treads_only_if_alike(lines):
    assert find(lines, "A-FLOR-STRS") == []


@pytest.mark.parametrize(
    "lines",
    [
        treads(0, 0.3, 0.6),  # a shelf
        [*treads(0, 0.3, 0.6), (-0.1, 0.5, 0.4, 0.5)],  # whose back is drawn
        [line for x in (0, 0.32, 0.64) for line in frame(x, 0, x + 0.3, 1)],  # cupboards
        treads(0, 0.1, 0.2, 0.3, 0.4, 0.5),  # a grille
        [*treads(*np.arange(0, 3, 0.3)), *((-0.1, y, 3, y) for y in (0.2, 0.5, 0.8))],  # tiles
        treads(*np.arange(0, 9, 0.3)),  # paving
        treads(0, 0.3, 0.6, 0.9, width=0.4),  # a ladder
    ],
)
def test_other_rows_of_lines_are_no_treads(lines):
    assert find(lines, "Layer3") == []


def test_four_equal_lines_look_like_treads_wherever_they_are():
    (found,) = find(treads(0, 0.28, 0.56, 0.84), "Layer3")
    assert not found.named


@pytest.mark.parametrize(("count", "found"), [(5, 1), (25, 1), (4, 0), (26, 0)])
def test_treads_on_a_layer_of_walls_are_stairs(count, found):
    lines = [*frame(-1, -1, 12, 4), *treads(*(0.28 * np.arange(count)), width=1.2)]
    plan = Plan.of(draw_on("A-WALL", lines).build(), 1.0)
    roles = mark_treads(plan, assign_roles(plan, load_rules().kind_of, Account().begin("layers")))
    assert len(find_flights(plan, roles)) == found
    drawn = plan.segments[roles.chosen(Role.STAIR)[plan.segment_entities]]
    assert len(drawn) == found * count

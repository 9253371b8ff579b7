"""Outlines of rooms are believed where a layer's outlines hold the labels one each."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.outlines import find_outlines, find_remainder
from tests.unit.importing.recognition.plans import write

ROOMS = [(0, 0, 3, 3), (3, 0, 6, 3), (6, 0, 9, 3), (9, 0, 12, 3)]
LABELS = [(1.5, 1.5), (4.5, 1.5), (7.5, 1.5), (10.5, 1.5)]


def find(rings, places=LABELS, role=Role.UNKNOWN, layers=None, said=None):
    """Return the areas that are believed of outlines (west, south, east, north, or corners)."""
    return tell(rings, places, role, layers, said)[0]


def tell(rings, places=LABELS, role=Role.UNKNOWN, layers=None, said=None):
    """Return the areas that are believed of outlines, and the reason."""
    builder = DrawingBuilder()
    for index, ring in enumerate(rings):
        entity = builder.add_entity(str(index), "LWPOLYLINE", layers[index] if layers else "rooms")
        points = ring if isinstance(ring, list) else list(box(*ring).exterior.coords)[:-1]
        builder.add_line(entity, np.array(points, dtype=float), closed=True)
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(len(rings), int(role)), {})
    shifted = np.array(places, dtype=float).reshape(-1, 2) - plan.origin
    step = Step("outlines")
    regions = find_outlines(plan, roles, shifted, step, said)
    assert all(one.drawn and not one.cut for one in regions)
    (reason,) = step.notes
    return [(one.entity, round(one.area.area, 1)) for one in regions], reason


def test_outlines_with_a_label_each():
    assert find(ROOMS) == [(0, 9), (1, 9), (2, 9), (3, 9)]


def test_the_reason_is_told():
    assert tell([*ROOMS, (0, 4, 1, 5)])[1] == "layer rooms: 4 of its 5 closed outlines hold one label each"
    assert tell(ROOMS, [])[1] == "no layer holds closed outlines of the rooms"


def test_a_rule_names_the_layers_whatever_they_hold():
    layers = ["a", "b", "a", "c"]
    found, reason = tell(ROOMS, [], layers=layers, said=["c", "a"])
    assert found == [(0, 9), (2, 9), (3, 9)]
    assert reason == "room outlines by a rule: c, a"
    assert tell(ROOMS, layers=layers, said=[]) == ([], "room outlines by a rule: none")
    assert find([*ROOMS, ROOMS[0]], layers=["a"] * 5, said=["a"]) == [(row, 9) for row in range(4)]


def test_too_few_outlines_or_no_labels_say_nothing():
    assert find(ROOMS[:3], LABELS[:3]) == [(0, 9), (1, 9), (2, 9)]
    assert find(ROOMS[:2], LABELS[:2]) == []
    assert find(ROOMS, []) == []


def test_half_of_them_must_hold_one_label():
    assert len(find(ROOMS, LABELS[:2])) == 4
    assert find(ROOMS, LABELS[:1]) == []
    assert find(ROOMS, [*LABELS[:1], *[(4.5, 1.0 + 0.1 * row) for row in range(3)]]) == []


def test_and_not_too_many_labels_may_lie_elsewhere():
    elsewhere = [(20 + x, 0) for x in range(7)]
    assert len(find(ROOMS, LABELS + elsewhere[:6])) == 4
    assert find(ROOMS, LABELS + elsewhere) == []


def test_tiles_and_outlines_on_top_of_each_other_are_no_rooms():
    small = [(x, 0, x + 1.3, 1.3) for x in range(0, 12, 3)]
    assert find(small, [(x + 0.5, 0.5) for x in range(0, 12, 3)]) == []
    assert len(find([*ROOMS, (0, 0, 3, 2)], LABELS)) == 5
    assert find([*ROOMS, *[(0, 0, 12, 3)]], LABELS) == []


@pytest.mark.parametrize("role", [Role.FURNITURE, Role.COLUMN, Role.ANNOTATION, Role.DOOR, Role.STAIR])
def test_what_outlines_other_things_is_left_out(role):
    assert find(ROOMS, role=role) == []


def test_the_layer_that_holds_more_labels_is_believed():
    layers = ["a"] * 3 + ["b"] * 4
    assert [entity for entity, _ in find(ROOMS[:3] + ROOMS, layers=layers)] == [3, 4, 5, 6]
    assert [entity for entity, _ in find(ROOMS + ROOMS, layers=["a"] * 4 + ["b"] * 4)] == [0, 1, 2, 3]


@pytest.mark.parametrize("others", [ROOMS[:2], [(x, 4, x + 1.3, 5.3) for x in range(0, 12, 3)]])
def test_layers_that_hold_no_rooms_say_nothing_of_others(others):
    layers = ["a"] * len(others) + ["b"] * 4 + ["c"] * len(others)
    found = find([*others, *ROOMS, *others], layers=layers)
    assert [entity - len(others) for entity, _ in found] == [0, 1, 2, 3]


def test_half_of_the_rooms_have_two_square_metres():
    strips = [(x, 0, x + 2, 1) for x in range(0, 12, 3)]
    assert len(find(strips, [(x + 0.5, 0.5) for x in range(0, 12, 3)])) == 4


def test_rooms_may_be_as_small_as_cupboards():
    small = [(x, 0, x + 1.6, 1.6) for x in range(0, 12, 3)]
    assert len(find(small, [(x + 0.5, 0.5) for x in range(0, 12, 3)])) == 4


@pytest.mark.parametrize("again", [(0, 0, 3, 3), (0.03, 0, 3.03, 3), (0, 0.03, 3, 3.03), (0, 0, 2.97, 3)])
def test_an_outline_that_is_drawn_again_nearly_at_the_same_place_is_one(again):
    assert find([*ROOMS, again]) == find(ROOMS)


def test_an_outline_that_is_a_speck_is_none():
    assert len(find([*ROOMS, (0, 4, 0.5, 4.5)])) == 4
    assert len(find([*ROOMS, (0, 4, 0.6, 4.6)])) == 5


def test_of_an_outline_that_crosses_itself_the_largest_part():
    bow_tie = [(0, 0), (3, 3), (3, 0), (0, 2)]
    areas = [area for _, area in find([bow_tie, *ROOMS[1:]])]
    assert areas == [pytest.approx(2.7, abs=0.05), 9, 9, 9]


def test_the_floor_that_no_outline_covers_is_a_corridor_with_guessed_edges():
    face = box(0, 0, 12, 6)
    (corridor,) = find_remainder([box(*room) for room in ROOMS], [face])
    assert corridor.cut
    assert not corridor.drawn
    assert corridor.area.area == pytest.approx(12 * 2.98, abs=0.05)


def test_strips_beside_outlines_and_small_corners_are_no_corridors():
    rooms = [box(*room) for room in ROOMS]
    assert find_remainder(rooms, [box(0, 0, 12, 3.7)]) == []
    assert len(find_remainder(rooms, [box(0, 0, 12, 3.8)])) == 1
    assert find_remainder(rooms, [box(0, 0, 12, 3), box(0, 4, 1, 5.4)]) == []
    assert len(find_remainder(rooms, [box(0, 0, 12, 3), box(0, 4, 1, 5.6)])) == 1
    assert find_remainder(rooms, []) == find_remainder([], []) == []


@pytest.mark.parametrize(("blocks", "count"), [(["STAMP"] * 4, 0), ([""] * 4, 4), (["A", "B", "C", "D"], 4)])
def test_frames_that_a_labels_block_draws_are_no_rooms(blocks, count):
    builder = DrawingBuilder()
    for index, (ring, block) in enumerate(zip(ROOMS, blocks, strict=True)):
        entity = builder.add_entity(f"{index}/1", "LWPOLYLINE", "rooms", [block] if block else [])
        builder.add_line(entity, np.array(box(*ring).exterior.coords)[:-1], closed=True)
        builder.texts.append(replace(write(str(index), *LABELS[index]), block=str(index), entity=entity))
    plan = Plan.of(builder.build(), 1.0)
    roles = Roles(np.full(len(ROOMS), int(Role.LABEL)), {})
    assert len(find_outlines(plan, roles, np.array(LABELS) - plan.origin, Step("outlines"))) == count


def test_a_hatch_that_is_left_out_around_its_label_says_nothing_twice():
    holes = [(x + 1, 1, x + 2, 2) for x in (0, 3, 6, 9)]
    elsewhere = [(20 + x, 0) for x in range(7)]
    assert find([*ROOMS, *holes], LABELS + elsewhere) == []

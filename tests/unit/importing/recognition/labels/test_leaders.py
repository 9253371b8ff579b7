"""A label that stands beside its room is led into it by a line; dimensions and walls lead nowhere."""

from collections.abc import Sequence

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.labels import Reading, follow_leaders
from interactive_maps.importing.recognition.labels.texts import Label, LabelKind
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan

CORRIDOR, SHAFT, OFFICE = box(0, 0, 20, 3), box(4, 3.2, 6, 5), box(8, 3.2, 14, 8)
AREAS = [CORRIDOR, SHAFT, OFFICE]


def lead(
    *lines: list[float],
    texts: Sequence[tuple],
    role: Role = Role.UNKNOWN,
    drawn: Sequence[int] = (),
    angles: Sequence[float] = (),
) -> Plan:
    """Return the plan with texts (and their places) moved along their leaders; those of digits are read."""
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LINE", "0")
    for line in lines:
        builder.add_line(entity, np.array(line).reshape(-1, 2))
    for (text, x, y, *height), angle in zip(texts, angles or [0.0] * len(texts), strict=True):
        builder.texts.append(Text(text, (x, y), (x, y), *(height or [0.2]), 0.6, angle, entity))
    plan = Plan.of(builder.build(), 1.0)
    readings = [
        Reading(index, Label(LabelKind.NUMBER, number=text.text), (0, "", "0.2"))
        for index, text in enumerate(plan.texts)
        if text.text.isdigit()
    ]
    origin = np.array(plan.origin)
    areas = [box(*(np.array(area.bounds).reshape(2, 2) - origin).ravel()) for area in AREAS]
    roles = Roles(np.full(1, int(role)), {})
    step = Account().begin("leaders")
    led = follow_leaders(plan, roles, readings, areas, np.array(drawn, dtype=np.int64), step)
    assert step.counts["labels"] == int(led is not plan)
    return led


def find(plan: Plan) -> list[tuple[float, float]]:
    """Return where the texts stand, in the drawing's coordinates."""
    x, y = plan.origin
    return [(round(text.centre[0] + x, 2), round(text.centre[1] + y, 2)) for text in plan.texts]


@pytest.mark.parametrize(
    "line",
    [
        [5.0, 4, 5, 1.6],
        [5.0, 4, 5.2, 2.2, 5.2, 1.6],
        [5.4, 1.5, 6.0, 1.5, 5.0, 4],
        [5.0, 4, 5.6, 2.8, 5.2, 2.2, 5.2, 1.6],
        [5.0, 4, 5.0, 1.63],
        [5.0, 4, 5.2, 1.9, 5.2, 1.6],
        [5.0, 4, 5.6, 2.8, 6.2, 2.8, 5.2, 2.2, 5.2, 1.6],
        [5.0, 4, 4.68, 1.25, 6.5, 1.25],
        [5.0, 4, 6.5, 1.25, 4.68, 1.25],
        [5.0, 4, 5.48, 1.25, 5.4, 1.25],
        [5.0, 4, 5.0, 1.72],
    ],
    ids=[
        "straight",
        "bent",
        "with a shoulder",
        "bent twice",
        "a little off",
        "short",
        "bent three times",
        "from a shelf",
        "from the end of a shelf",
        "from a short landing",
        "pointing at it",
    ],
)
def test_a_label_moves_with_the_lines_below_it(line):
    moved = find(lead(line, texts=(("101", 5.0, 1.4), ("Shaft", 5.0, 1.1), ("102", 11.0, 5.0))))
    assert moved == [(5.0, 4.0), (5.0, 3.7), (11.0, 5.0)]


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ([5.0, 4, 5, 1.6], (("101", 5.0, 1.4), ("102", 5.0, 4.5))),  # the room has a label of its own
        ([5.0, 2.6, 5, 1.6], (("101", 5.0, 1.4),)),  # it ends where it began
        ([5.0, 3.25, 5, 1.6], (("101", 5.0, 1.4),)),  # it ends at the wall
        ([5.0, 4, 5, 2.4], (("101", 5.0, 1.4),)),  # it begins elsewhere
        ([5.0, 4, 5, 1.92], (("101", 5.0, 1.4),)),  # hardly near
        ([5.0, 4, 19.0, 1.6], (("101", 19.0, 1.4),)),  # more than fourteen metres long
        ([5.0, 4, 5.6, 2.8, 6.2, 2.8, 6.6, 2.5, 5.2, 2.2, 5.2, 1.6], (("101", 5.0, 1.4),)),  # bent four times
        ([13.0, 7, 5, 1.7], (("101", 5.0, 1.4),)),  # above the text
        ([13.0, 7, 5.6, 1.4], (("101", 5.0, 1.4),)),  # beside it
        ([13.0, 7, 4.4, 1.4], (("101", 5.0, 1.4),)),
    ],
)
def test_a_line_that_leads_nowhere_moves_nothing(line, texts):
    assert find(lead(line, texts=texts)) == [(x, y) for _, x, y in texts]


@pytest.mark.parametrize(("end", "moved"), [(-0.55, True), (-0.2, False)])
def test_a_leader_of_a_text_outdoors_may_end_before_it_if_it_points_at_it(end, moved):
    texts = (("101", 5.0, -1.0),)
    assert find(lead([5.0, 4, 5.0, end], texts=texts)) == [(5.0, 4.0 if moved else -1.0)]
    assert find(lead([5.0, 4, 5.6, end], texts=texts)) == [(5.0, -1.0)]


def test_the_lines_of_a_label_are_led_into_a_small_room_together():
    texts = ("101", 5.0, -1.0), ("Electric cupboard", 5.2, -1.4), ("102", 11.0, 5.0)
    moved = find(lead([4.3, 3.5, 5.0, -0.85], texts=texts))
    assert all(4 < x < 6 and 3.2 < y < 5 for x, y in moved[:2])


def test_walls_are_no_leaders():
    assert find(lead([5.0, 4, 5, 1.6], texts=(("101", 5.0, 1.4),), role=Role.WALL)) == [(5.0, 1.4)]
    assert find(lead([5.0, 4, 5, 1.6], texts=(("101", 5.0, 1.4),), drawn=[0])) == [(5.0, 1.4)]


def test_lines_that_do_not_meet_are_no_leader():
    assert find(lead([5.0, 4, 5, 2.9], [5.0, 2.8, 5, 1.6], texts=(("101", 5.0, 1.4),))) == [(5.0, 1.4)]


@pytest.mark.parametrize("heights", [(0.2, 0.1), (0.1, 0.2)])
def test_lines_of_a_label_may_be_of_unlike_height(heights):
    texts = ("101", 5.0, 1.4, heights[0]), ("Shaft", 5.0, 1.0, heights[1]), ("Note", 5.0, 0.8, 0.1)
    assert find(lead([5.0, 4, 5, 1.5], texts=texts)) == [(5.0, 4.0), (5.0, 3.6), (5.0, 0.8)]


@pytest.mark.parametrize(
    ("angles", "is_mate"), [((0.0, 0.05), True), ((0.5, 0.45), True), ((0.0, 0.15), False)]
)
def test_lines_of_a_label_are_turned_alike(angles, is_mate):
    texts = ("101", 5.0, 1.4), ("Shaft", 5.0, 1.1)
    moved = find(lead([5.0, 4, 5, 1.6], texts=texts, angles=angles))
    assert moved == [(5.0, 4.0), (5.0, 3.7 if is_mate else 1.1)]


def test_a_room_takes_one_label_alone():
    lines = [5.0, 4, 5, 1.6], [5.6, 4, 5.8, 1.6]
    assert find(lead(*lines, texts=(("101", 5.0, 1.4), ("102", 5.8, 1.4)))) == [(5.0, 4.0), (5.8, 1.4)]


@pytest.mark.parametrize("side", [4.6, 5.7])
def test_a_leader_begins_with_the_line_below_the_text(side):
    other = 5.7 if side == 4.6 else 4.6
    shoulder = [other, 1.05, side, 1.05]
    moved = find(lead(shoulder, [side, 1.05, 5.0, 4], texts=(("101", 5.0, 1.4),)))
    assert moved == [(5.0, 4.0)]


@pytest.mark.parametrize("shoulder", [[4.8, 1.05, 5.2, 1.05], [4.6, 0.85, 5.7, 0.85], [4.6, 1.05, 5.6, 1.25]])
def test_a_line_elsewhere_below_a_text_begins_no_leader(shoulder):
    assert find(lead(shoulder, [*shoulder[2:], 5.0, 4], texts=(("101", 5.0, 1.4),))) == [(5.0, 1.4)]


@pytest.mark.parametrize(("grass", "moved"), [(40, True), (60, False)])
def test_no_leader_can_be_told_in_a_thicket_of_lines(grass, moved):
    blades = [[x, 1.52, x, 1.53] for x in np.linspace(4.75, 5.25, grass).tolist()]
    assert find(lead([5.0, 4, 5, 1.6], *blades, texts=(("101", 5.0, 1.4),))) == [(5.0, 4.0 if moved else 1.4)]

"""A label that stands beside its room is led into it by a line; dimensions and walls lead nowhere."""

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


def lead(*lines: list[float], texts: tuple[tuple[str, float, float], ...], role: Role = Role.UNKNOWN) -> Plan:
    """Return the plan with texts moved along their leaders; the first text is the one that is read."""
    builder = DrawingBuilder()
    entity = builder.add_entity("1", "LINE", "0")
    for line in lines:
        builder.add_line(entity, np.array(line).reshape(-1, 2))
    for text, x, y in texts:
        builder.texts.append(Text(text, (x, y), (x, y), 0.2, 0.6, 0.0, entity))
    plan = Plan.of(builder.build(), 1.0)
    readings = [
        Reading(index, Label(LabelKind.NUMBER, number=text.text), (0, "", "0.2"))
        for index, text in enumerate(plan.texts)
        if text.text.isdigit()
    ]
    origin = np.array(plan.origin)
    areas = [box(*(np.array(area.bounds).reshape(2, 2) - origin).ravel()) for area in AREAS]
    roles = Roles(np.full(1, int(role)), {})
    return follow_leaders(
        plan, roles, readings, areas, np.empty(0, dtype=np.int64), Account().begin("leaders")
    )


def find(plan: Plan) -> list[tuple[float, float]]:
    """Return where the texts stand, in the drawing's coordinates."""
    x, y = plan.origin
    return [(round(text.centre[0] + x, 2), round(text.centre[1] + y, 2)) for text in plan.texts]


@pytest.mark.parametrize(
    "line",
    [[5.0, 4, 5, 1.6], [5.0, 4, 5.2, 2.2, 5.2, 1.6], [5.3, 1.5, 6.0, 1.5, 5.0, 4]],
    ids=["straight", "bent", "with a shoulder"],
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
    ],
)
def test_a_line_that_leads_nowhere_moves_nothing(line, texts):
    assert find(lead(line, texts=texts)) == [(x, y) for _, x, y in texts]


def test_walls_are_no_leaders():
    assert find(lead([5.0, 4, 5, 1.6], texts=(("101", 5.0, 1.4),), role=Role.WALL)) == [(5.0, 1.4)]

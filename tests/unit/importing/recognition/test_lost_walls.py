"""The label of a room outdoors tells of walls that were taken for something else."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.floor import Floor
from tests.unit.importing.recognition.buildings import make_reader
from tests.unit.importing.recognition.plans import frame, write

Lines = Iterable[tuple[float, ...]]
LAST = [(20.0, 0.0, 25.0, 0.0), (25.0, 0.0, 25.0, 5.0), (25.0, 5.0, 20.0, 5.0)]
NAMES = ["101 Office", "102 Office", "103 Store", "104 Office", "105 Kitchen"]


def _recognise(layers: dict[str, Lines], names: list[str] = NAMES) -> Floor:
    """Return the floor of four rooms side by side, with the label of a fifth, and what ``layers`` add."""
    builder = DrawingBuilder()
    rooms = [line for index in range(4) for line in frame(5.0 * index, 0, 5.0 * index + 5, 5)]
    for layer, lines in {"A-WALL": rooms, **layers}.items():
        entity = builder.add_entity(layer, "LINE", layer)
        for line in lines:
            builder.add_line(entity, np.array(line, dtype=float).reshape(2, 2))
    builder.texts.extend(write(name, 5.0 * index + 2.5, 2.5) for index, name in enumerate(names))
    return recognise_floor(builder.build(), 1.0, make_reader())


def _list_sizes(floor: Floor) -> dict[str, float]:
    return {f"{room.number} {room.name}".strip(): round(room.area.area) for room in floor.rooms if room.name}


CORNER = (30.0, 8.0, 30.0, 9.0)  # so that the last label is among the walls


@pytest.mark.parametrize("layer", ["X-99", "A-DOOR"])
def test_a_room_that_lines_of_other_layers_close(layer):
    floor = _recognise({"A-WALL2": [CORNER], layer: LAST})
    assert _list_sizes(floor) == dict.fromkeys(NAMES, 25)


def test_nothing_is_lost_where_lines_do_not_close():
    floor = _recognise({"A-WALL2": [CORNER], "X-99": LAST[:2]})
    assert _list_sizes(floor) == dict.fromkeys(NAMES[:4], 25)


def test_a_note_outdoors_tells_of_no_room():
    layers = {"A-WALL2": [CORNER], "X-99": LAST}
    assert len(_recognise(layers, [*NAMES[:4], "Brick chimney"]).rooms) == 4
    assert len(_recognise(layers, [*NAMES[:4], "Kitchen"]).rooms) == 5


def test_furniture_closes_no_room():
    floor = _recognise({"A-WALL2": [CORNER], "A-FURN": LAST})
    assert _list_sizes(floor) == dict.fromkeys(NAMES[:4], 25)


def test_a_line_on_the_floor_does_not_divide_the_room():
    walls = [(20.0, 0.0, 25.0, 0.0), (20.0, 5.0, 25.0, 5.0), CORNER]
    floor = _recognise({"A-WALL2": walls, "X-99": [*LAST, (21.0, 0.0, 21.0, 5.0)]})
    assert _list_sizes(floor)["105 Kitchen"] == 25


def test_paving_outside_is_no_part_of_the_room():
    paving = [(25.0, 0.0, 29.0, 0.0), (29.0, 0.0, 29.0, 5.0), (29.0, 5.0, 25.0, 5.0)]
    floor = _recognise({"A-WALL2": [CORNER], "X-99": [*LAST, *paving]})
    assert _list_sizes(floor)["105 Kitchen"] == 25


def test_the_frame_of_the_sheet_closes_no_room():
    shelves = [(1.0, 0.1 * index + 1, 4.0, 0.1 * index + 1) for index in range(30)]
    floor = _recognise({"A-WALL2": [CORNER], "X-99": [*frame(-3, -3, 33, 12), *shelves]})
    assert _list_sizes(floor) == dict.fromkeys(NAMES[:4], 25)

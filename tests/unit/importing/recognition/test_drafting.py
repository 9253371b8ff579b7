"""What no draughtsman draws is not drawn: treads before a door, or a dash on a line of its own."""

from dataclasses import replace

import numpy as np
import shapely
from shapely import Point, box

from benchmarks.drafting import NOISES, Building, Room, draw_building
from tests.unit.importing.recognition.buildings import STYLE

STYLE_SPLIT = replace(STYLE["plain"], unit="m", labels="split", furniture=False)
STAIR, DOOR = box(0, 0, 6, 1.5), (3.0, 1.5)


def draw(*doors: tuple[float, float], name: str = "Stair"):
    """Return the drawing of a stair with doors, below a room."""
    rooms = [Room("1", name, STAIR, "stairs"), Room("2", "Office", box(0, 1.5, 6, 5))]
    building = Building.of("stair", rooms, [(Point(place), 0.9) for place in doors])
    return draw_building(building, STYLE_SPLIT, NOISES[0])[0]


def list_treads(drawing) -> np.ndarray:
    layers = [drawing.layers[entity.layer].name for entity in drawing.entities]
    stair = np.array([STYLE_SPLIT.names.stair == layer for layer in layers])
    return shapely.linestrings(drawing.segments[stair[drawing.segment_entities]].reshape(-1, 2, 2))


def test_a_flight_leaves_a_landing_before_a_door_at_its_side():
    whole, divided = list_treads(draw((3.0, 5.0))), list_treads(draw(DOOR))
    assert 3 <= len(whole) - len(divided) <= 4
    assert not shapely.dwithin(divided, Point(DOOR), 0.45).any()
    assert len(list_treads(draw((0.0, 0.75)))) == len(whole)  # where the flight begins


def test_a_dash_stays_on_the_line_of_its_word():
    texts = {text.text for text in draw(DOOR, name="Stair - old").texts}
    assert {"Stair -", "old", "1"} <= texts
    assert "-" not in texts

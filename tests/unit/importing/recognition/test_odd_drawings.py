"""Drawings that no building was drawn with: recognition ends, raises nothing, and finds valid areas."""

import math

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.scale import gather_evidence, infer_scale
from tests.unit.importing.recognition.buildings import make_reader

LAYERS = ("A-WALL", "A-DOOR", "0", "A-GLAZ", "A-AREA-IDEN", "墙", "stairs")
# A coarse grid makes lines meet, cross, cover each other and have no length, as random numbers never do.
coordinate = st.one_of(st.integers(-6, 6).map(float), st.floats(-50, 50, allow_nan=False))
place = st.tuples(coordinate, coordinate)
line = st.tuples(st.sampled_from(LAYERS), st.lists(place, min_size=2, max_size=6), st.booleans())
arc = st.tuples(st.sampled_from(LAYERS), place, st.floats(0.0, 5.0), st.floats(0, 6.3), st.floats(0, 6.3))
text = st.tuples(
    st.sampled_from(LAYERS), place, st.sampled_from(["1.01", "Office", "2668", "", "\n", "12 m²"])
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lines=st.lists(line, max_size=25), arcs=st.lists(arc, max_size=8), texts=st.lists(text, max_size=6))
def test_any_lines_arcs_and_texts(lines, arcs, texts):
    builder = DrawingBuilder()
    for layer, places, closed in lines:
        builder.add_line(
            builder.add_entity(f"L{len(places)}", "LINE", layer), np.array(places), closed=closed
        )
    for layer, (x, y), radius, start, sweep in arcs:
        builder.add_arc(builder.add_entity("A", "ARC", layer), x, y, radius, start, sweep)
    for layer, (x, y), said in texts:
        entity = builder.add_entity("T", "TEXT", layer)
        builder.texts.append(Text(said, (x, y), (x, y), 0.2, 0.5, 0.0, entity))
    drawing = builder.build()
    scale = infer_scale(gather_evidence(drawing))
    assert all(math.isfinite(candidate.score) for candidate in scale.candidates)
    floor = recognise_floor(drawing, 1.0, make_reader())
    assert all(room.area.is_valid and room.area.area > 0 for room in floor.rooms)
    assert all(0 <= room < len(floor.rooms) for door in floor.doors for room in door.rooms)
    assert len({room.key for room in floor.rooms}) == len(floor.rooms)


def test_a_coordinate_that_is_hardly_anything():
    builder = DrawingBuilder()
    corners = np.array([(0.0, 0), (4, 0), (0, 4), (4.175e-283, 0)])
    builder.add_line(builder.add_entity("L", "LINE", "A-WALL"), corners)
    assert len(recognise_floor(builder.build(), 1.0, make_reader()).rooms) <= 1


def test_texts_without_a_height():
    builder = DrawingBuilder()
    for room in range(4):
        x = 5.0 * room
        corners = np.array([(x, 0.0), (x + 5, 0), (x + 5, 5), (x, 5)])
        builder.add_line(builder.add_entity("L", "LINE", "A-WALL"), corners, closed=True)
        for said, y in ((f"1.0{room + 1}", 3.0), ("Office", 2.0)):
            entity = builder.add_entity("T", "TEXT", "A-AREA-IDEN")
            builder.texts.append(Text(said, (x + 2, y), (x + 2, y), 0.0, 0.0, 0.0, entity))
    rooms = recognise_floor(builder.build(), 1.0, make_reader()).rooms
    assert {(room.number, room.name) for room in rooms} == {(f"1.0{n}", "Office") for n in (1, 2, 3, 4)}


def test_rooms_between_outlines_of_rooms_keep_their_labels():
    builder = DrawingBuilder()
    for room in range(4):
        x = 5.0 * room
        corners = np.array([(x, 0.0), (x + 5, 0), (x + 5, 5), (x, 5)])
        for side in np.stack([corners, np.roll(corners, -1, axis=0)], axis=1):
            builder.add_line(builder.add_entity("L", "LINE", "A-WALL"), side)
        if room < 3:
            builder.add_line(builder.add_entity("P", "LWPOLYLINE", "Zones"), corners, closed=True)
        entity = builder.add_entity("T", "TEXT", "A-AREA-IDEN")
        builder.texts.append(Text(f"10{room}", (x + 2, 2.5), (x + 2, 2.5), 0.2, 0.4, 0.0, entity))
    floor = recognise_floor(builder.build(), 1.0, make_reader())
    assert floor.outlined == ("Zones",)
    assert sorted(room.number for room in floor.rooms) == ["100", "101", "102", "103"]

"""Keys that stay when a plan is drawn again, and plans in metres of drawings in other units."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.keys import KeyMaker
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region
from tests.unit.importing.recognition.plans import draw, frame, write


def place(x, y, factor=1000.0, shift=(5000.0, -3000.0)):
    """Return the plan of a drawing (so many units to the metre) whose north-east corner is at (x, y) metres."""
    lines = [tuple(np.array(line) * factor + np.tile(shift, 2)) for line in frame(0, 0, x, y)]
    text = write("Office", x * factor / 2 + shift[0], y * factor / 2 + shift[1], 200.0)
    return Plan.of(draw(lines, [text], [(*shift, 900.0, 0.0, 1.0)]).build(), 1 / factor)


@given(st.floats(1, 90), st.floats(1, 90), st.sampled_from([0.001, 1.0, 39.37]))
@settings(max_examples=15)
def test_a_plan_is_in_metres_around_its_origin(x, y, factor):
    plan = place(x, y, factor)
    assert np.ptp(plan.segments[:, [0, 2]]) == pytest.approx(x)
    assert np.ptp(plan.segments[:, [1, 3]]) == pytest.approx(y)
    assert plan.to_drawing(np.zeros((1, 2)))[0] == pytest.approx(plan.origin)
    assert plan.to_drawing(plan.segments[:, :2]) == pytest.approx(plan.drawing.segments[:, :2])
    assert plan.arcs[0, 2] == pytest.approx(900 / factor)
    assert plan.arcs[0, 3:].tolist() == [0, 1]
    (text,) = plan.texts
    assert (text.height, text.width) == pytest.approx((200 / factor, 840 / factor))
    assert plan.to_drawing(np.array([text.centre, text.anchor])) == pytest.approx(
        np.array([plan.drawing.texts[0].centre, plan.drawing.texts[0].anchor])
    )
    assert len(plan.rings) == 0
    assert plan.layer_of(0) == "0"


def test_the_origin_leaves_stray_lines_aside():
    lines = [(x, 100, x, 120) for x in range(100, 200)]
    assert Plan.of(draw([*lines, (-9e6, -9e6, -9e6, 0)]).build(), 1.0).origin == pytest.approx(
        (100, 100), abs=2
    )
    assert Plan.of(draw([]).build(), 1.0).origin == (0, 0)


def test_only_chosen_entities_are_given_out():
    builder = draw(frame(0, 0, 1, 1), (), [(0.0, 0.0, 1.0, 0.0, 1.0)])
    builder.add_line(builder.add_entity("2", "LINE", "WALLS"), np.array([(0.0, 0.0), (5.0, 0.0)]))
    plan = Plan.of(builder.build(), 1.0)
    segments, arcs = plan.of_entities(np.array([False, True]))
    assert (len(segments), len(arcs)) == (1, 0)
    segments, arcs = plan.of_entities(np.array([True, False]))
    assert (len(segments), len(arcs)) == (4, 1)
    assert plan.layer_of(1) == "WALLS"


def make_keys(factor=1.0):
    builder = draw(np.array(frame(0, 0, 100, 100)) * factor)
    builder.add_entity("2F/1A", "TEXT", "0")
    return KeyMaker(Plan.of(builder.build(), 1 / factor))


def opening(x, y, entity=-1):
    start, end = (x - 0.5, y), (x + 0.5, y)
    return Threshold(start, end, Evidence.GAP, np.array([[*start, *end]]), entity=entity)


def test_a_thing_is_named_by_what_drew_it():
    label = RoomLabel("12", "Office", (1.0, 1.0), (1, 0))
    keys = make_keys()
    assert keys.for_region(Region(box(0, 0, 4, 4), (label,))) == "2F/1A"
    assert keys.for_region(Region(box(0, 0, 4, 4), (label,))) == "2F/1A#2"
    assert keys.for_region(Region(box(0, 0, 4, 4), entity=0)) == "1"
    assert keys.for_threshold(opening(3, 4, entity=0)) == "1#2"
    assert keys.for_threshold(opening(3, 4, entity=1)) == "2F/1A#3"


def test_else_by_its_place_to_half_a_metre():
    keys = make_keys()
    assert keys.for_region(Region(box(0, 0, 4, 2))) == "space:2.0,1.0"
    assert keys.for_threshold(opening(3.1, 4.4)) == "gap:3.0,4.5"
    assert keys.for_threshold(opening(3.2, 4.3)) == "gap:3.0,4.5#2"
    assert make_keys().for_threshold(opening(3.3, 4.4)) == "gap:3.5,4.5"
    assert make_keys(1000.0).for_region(Region(box(0, 0, 4, 2))) == "space:2.0,1.0"
    assert make_keys().for_threshold(opening(-0.1, 0.1)) == "gap:0.0,0.0"

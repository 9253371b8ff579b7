"""True doors recorded at their hinges are in the middle of the opening."""

import numpy as np
from shapely import Point

from benchmarks.recognising.hinges import move_from_hinges
from interactive_maps.importing.drawing.builder import DrawingBuilder


def draw(*swings):
    """Return a drawing of swings: hinge, radius, first angle in degrees, and whether the leaf is at that end."""
    builder = DrawingBuilder()
    for number, (hinge, radius, start, is_first) in enumerate(swings):
        entity = builder.add_entity(str(number), "INSERT", "A-DOOR")
        builder.add_arc(entity, *hinge, radius, np.radians(start), np.pi / 2)
        leaf = np.radians(start if is_first else start + 90)
        tip = hinge[0] + radius * np.cos(leaf), hinge[1] + radius * np.sin(leaf)
        builder.add_line(entity, np.array([hinge, tip]))
    return builder.build()


def move(door, drawing):
    (moved,) = move_from_hinges([Point(door)], drawing)
    return round(moved.x, 3) + 0.0, round(moved.y, 3) + 0.0


def test_a_door_lies_between_its_hinge_and_the_end_that_the_leaf_does_not_touch():
    assert move((5, 5), draw(((5, 5), 0.9, 0, False))) == (5.45, 5)
    assert move((5, 5), draw(((5, 5), 0.9, 0, True))) == (5, 5.45)
    assert move((36, 0), draw(((36, 0), 36, 90, False))) == (36, 18)


def test_a_double_door_lies_where_its_leaves_meet():
    both = draw(((5, 5), 0.9, 0, False), ((6.8, 5), 0.9, 90, True))
    assert move((5, 5), both) == move((6.8, 5), both) == (5.9, 5)


def test_a_door_elsewhere_or_without_a_leaf_stays():
    assert move((5.2, 5), draw(((5, 5), 0.9, 0, False))) == (5.2, 5)
    assert move((5, 5), draw()) == (5, 5)

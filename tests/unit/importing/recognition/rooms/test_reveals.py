"""The reveal of a door in a thick wall is no room; a closet behind a door is."""

import numpy as np
from shapely import box

from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.rooms.faces import drop_reveals

ROOMS = [box(0, 0, 5, 4), box(0, 4.7, 5, 9)]
REVEAL = box(2, 4, 3.1, 4.7)
BOTH_FACES = np.array([(1.97, 4.0, 3.13, 4.0), (1.97, 4.7, 3.13, 4.7)])


def door(lines):
    return Threshold((2.0, 4.0), (3.1, 4.0), Evidence.SWING, lines)


def test_the_floor_between_both_faces_of_a_wall_is_left_out():
    assert drop_reveals([ROOMS[0], REVEAL, ROOMS[1]], [door(BOTH_FACES)]) == ROOMS


def test_a_closet_behind_a_door_stays():
    faces = [*ROOMS, REVEAL]
    assert drop_reveals(faces, [door(BOTH_FACES[:1])]) == faces
    assert drop_reveals(faces, []) == faces
    assert drop_reveals([], [door(BOTH_FACES)]) == []


def test_a_gate_as_large_as_a_room_stays():
    wide = np.array([(0, 4, 9, 4), (0, 4.7, 9, 4.7)], dtype=float)
    passage = box(0, 4, 9, 4.7)
    assert drop_reveals([passage], [door(wide)]) == [passage]


def pane(y, width=1.1, evidence=Evidence.SYMBOL):
    ends = (2.55 - width / 2, y), (2.55 + width / 2, y)
    return Threshold(*ends, evidence, np.array([(*ends[0], *ends[1])]))


def test_the_niche_before_a_window_is_left_out():
    faces = [ROOMS[0], REVEAL, ROOMS[1]]
    assert drop_reveals(faces, [pane(4.0), pane(4.7, 1.2)]) == ROOMS
    assert drop_reveals(faces, [pane(4.0), pane(4.7, 1.1, Evidence.GLAZED)]) == ROOMS


def test_a_lobby_with_doors_or_openings_of_unlike_width_stays():
    faces = [ROOMS[0], REVEAL, ROOMS[1]]
    for evidence in (Evidence.SWING, Evidence.GAP):  # a passage through a thick wall
        assert drop_reveals(faces, [pane(4.0), pane(4.7, 1.1, evidence)]) == faces
    assert drop_reveals(faces, [pane(4.0), pane(4.7, 0.7)]) == faces
    assert drop_reveals(faces, [pane(3.6), pane(4.7)]) == faces

"""Cracks between pieces of linework that nothing connects are closed: nobody passes them."""

import numpy as np
import pytest

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms.faces import build_faces
from interactive_maps.importing.recognition.walls import bridge_cracks as bridge


def bridge_cracks(segments: np.ndarray) -> np.ndarray:
    return bridge(segments, np.ones(len(segments), dtype=bool))


def outline(west: float, south: float, east: float, north: float) -> np.ndarray:
    corners = [(west, south), (east, south), (east, north), (west, north)]
    return np.array(
        [[*one, *other] for one, other in zip(corners, corners[1:] + corners[:1], strict=True)], dtype=float
    )


def draw_front(crack: float) -> np.ndarray:
    """Return a room that a glass front divides: panes that touch nothing, and a door between two posts."""
    door = np.array([[2.13, 3.02, 3.03, 3.02]])
    front = [
        outline(crack, 3.0, 2.03 - crack, 3.04),
        outline(2.03, 2.97, 2.13, 3.07),
        outline(3.03, 2.97, 3.13, 3.07),
        outline(3.13 + crack, 3.0, 6 - crack, 3.04),
    ]
    return np.concatenate([outline(0, 0, 6, 8), door, *front])


def count_faces(segments: np.ndarray) -> int:
    return len(build_faces(segments, Limits(), Step("faces")))


@pytest.mark.parametrize("crack", [0.005, 0.02, 0.05])
def test_a_glass_front_whose_panes_touch_nothing_divides_a_room(crack):
    front = draw_front(crack)
    assert count_faces(np.concatenate([front, bridge_cracks(front)])) == 2


def test_what_is_open_stays_open():
    assert len(bridge_cracks(draw_front(0.08))) == 0


def test_what_is_connected_has_no_cracks():
    # The ends of a wall's faces are near each other, and closed by a jamb.
    wall = outline(0, 0, 4, 0.05)
    assert len(bridge_cracks(wall)) == 0
    assert len(bridge_cracks(wall[:1])) == len(bridge_cracks(np.empty((0, 4)))) == 0


def test_pieces_side_by_side_are_joined_once_a_metre():
    wall = np.array([[x, 0, x + 0.5, 0] for x in np.arange(0, 3, 0.5)])
    places = np.sort(bridge_cracks(np.concatenate([wall, wall + np.array([0, 0.04, 0, 0.04])]))[:, 0])
    assert 2 <= len(places) <= 4
    assert np.diff(places).min() >= 0.9


def test_a_crack_is_bridged_where_it_is_narrowest():
    ((x0, y0, x1, y1),) = bridge_cracks(np.array([[0, 0, 2, 0], [0, 0.05, 2, 0.02]], dtype=float))
    assert (x0, x1) == pytest.approx((2, 2), abs=0.01)
    assert sorted([y0, y1]) == pytest.approx([-0.012, 0.032], abs=0.001)


def test_no_table_is_joined_to_the_wall_beside_it():
    walls, table = outline(0, 0, 6, 8), outline(0.04, 2, 0.8, 3)
    lines = np.concatenate([walls, table])
    assert len(bridge(lines, np.zeros(8, dtype=bool))) == 0
    assert len(bridge(lines, np.arange(8) < 4)) >= 1

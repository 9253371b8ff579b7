import math

import pytest

from interactive_maps.demo.design.frame import Frame, Placement

SIDES = [
    Frame((10, 20), along, away)
    for along, away in [
        ((1, 0), (0, 1)), ((1, 0), (0, -1)), ((-1, 0), (0, 1)), ((-1, 0), (0, -1)),
        ((0, 1), (1, 0)), ((0, 1), (-1, 0)), ((0, -1), (1, 0)), ((0, -1), (-1, 0)),
    ]
]  # fmt: skip


def insert(placement: Placement, x: int, y: int) -> tuple[int, int]:
    """Where a block's point comes to lie, by DXF's rules: scale, rotate, move."""
    y = -y if placement.mirrored else y
    angle = math.radians(placement.angle)
    return (
        round(placement.point[0] + x * math.cos(angle) - y * math.sin(angle)),
        round(placement.point[1] + x * math.sin(angle) + y * math.cos(angle)),
    )


@pytest.mark.parametrize("frame", SIDES)
@pytest.mark.parametrize(
    ("turn", "u", "v"), [(0, 3, 1), (90, -1, 3), (180, -3, -1), (270, 1, -3)]
)  # where (3, 1) goes when it is turned
def test_blocks_stand_in_the_frame_as_they_were_turned(frame: Frame, turn: int, u: int, v: int) -> None:
    assert insert(frame.place(100, 50, turn), 3, 1) == frame.at(100 + u, 50 + v)


@pytest.mark.parametrize("frame", SIDES)
def test_flipped_blocks_are_mirrored_left_to_right(frame: Frame) -> None:
    assert insert(frame.place(100, 50, flipped=True), 3, 1) == frame.at(97, 51)


@pytest.mark.parametrize("frame", SIDES)
def test_flipping_a_frame_counts_from_its_other_end(frame: Frame) -> None:
    assert frame.flip(1000).at(200, 7) == frame.at(800, 7)
    assert frame.flip(1000).flip(1000) == frame

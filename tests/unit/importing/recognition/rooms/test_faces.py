"""Faces: what walls enclose and people can stand in."""

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, Polygon, affinity, box

from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.limits import Limits, TooMuch
from interactive_maps.importing.recognition.rooms.faces import build_faces, divide_at_necks, order_faces


def outline(*boxes) -> np.ndarray:
    """Return the sides of boxes (west, south, east, north) as segments."""
    sides = []
    for west, south, east, north in boxes:
        corners = [(west, south), (east, south), (east, north), (west, north)]
        sides += [[*one, *other] for one, other in zip(corners, corners[1:] + corners[:1], strict=True)]
    return np.array(sides, dtype=float)


def open_house(width: float, depth: float, hole: float) -> np.ndarray:
    """Return a room between walls of 20 cm with a hole in the middle of the wall in the south."""
    west, east = width / 2 - hole / 2, width / 2 + hole / 2
    places = [
        (west, 0), (0, 0), (0, depth), (width, depth), (width, 0), (east, 0),
        (east, -0.2), (width + 0.2, -0.2), (width + 0.2, depth + 0.2), (-0.2, depth + 0.2),
        (-0.2, -0.2), (west, -0.2),
    ]  # fmt: skip
    return np.array([[*one, *other] for one, other in zip(places, places[1:] + places[:1], strict=True)])


LIMITS = Limits()


def build(segments, limits=LIMITS) -> list[float]:
    return sorted(round(face.area, 1) for face in build_faces(segments, limits, Step("faces")))


def test_two_rooms_between_walls():
    faces = build_faces(outline((0, 0, 4, 3), (4.2, 0, 9.2, 3)), Limits(), Step("faces"))
    assert sorted(face.symmetric_difference(box(0, 0, 4, 3)).area for face in faces)[0] < 0.05
    assert sorted(round(face.area, 1) for face in faces) == [12, 15]


@pytest.mark.parametrize(("side", "found"), [(0.45, []), (0.5, [1.5]), (0.6, [1.8])])
def test_nobody_stands_in_a_wall_or_a_duct(side, found):
    assert build(outline((0, 0, 3, side))) == found


def test_a_shaft_is_a_face():
    assert build(outline((0, 0, 0.8, 0.8))) == [0.6]


def test_what_is_open_is_outdoors():
    assert build(outline((0, 0, 4, 3))[:3]) == []
    assert build(np.empty((0, 4))) == []


def test_lines_that_merely_touch_enclose_all_the_same():
    sides = outline((0, 0, 4, 3))
    sides[0, 0] += 0.002
    assert build(sides) == [12]


def test_columns_are_floor_and_cores_are_not():
    areas = build(outline((0, 0, 10, 10), (3, 3, 3.8, 3.8)))
    assert areas[-1] == 100
    assert build(outline((0, 0, 10, 10), (3, 3, 5, 5))) == [4, 96]
    assert build(outline((0, 0, 10, 10), (3, 3, 4.2, 4.2))) == [1.4, 98.6]


def test_rooms_that_hang_together_by_a_slit_are_two():
    slit = np.array(
        [
            [0, 0, 9, 0], [9, 0, 9, 3], [9, 3, 0, 3], [0, 3, 0, 0],
            [4, 0, 4, 1.3], [4, 1.7, 4, 3], [5, 0, 5, 1.3], [5, 1.7, 5, 3], [4, 1.3, 5, 1.3], [4, 1.7, 5, 1.7],
        ]
    )  # fmt: skip
    assert build(slit)[-2:] == [12, 12]
    step = Step("faces")
    count = len(build_faces(slit, Limits(), step))
    assert (step.counts["rooms"], step.counts["necks"], step.counts["behind_cracks"]) == (count, 1, 0)
    slit[[4, 6], 3] = slit[8, [1, 3]] = 1.2
    slit[[5, 7], 1] = slit[9, [1, 3]] = 1.8
    assert build(slit)[-1] > 24


def test_a_room_that_opens_by_a_crack_is_indoors_and_a_porch_is_not():
    assert [round(area) for area in build(open_house(4, 3, 0.8))] == [12]
    assert build(open_house(4, 3, 1.0)) == []


def test_a_cupboard_behind_a_crack_is_not_looked_for():
    assert build(open_house(1.5, 1.5, 0.5)) == [2.3]
    assert build(open_house(1.3, 1.4, 0.5)) == []


def test_more_than_the_bound_is_refused_in_words():
    rooms = outline((0, 0, 4, 3), (5, 0, 9, 3))
    with pytest.raises(TooMuch, match=r"3 areas; the limit is 2"):
        build(rooms, Limits(faces=2))
    assert build(rooms, Limits(faces=3)) == [12, 12]


def test_walls_cross_each_other_up_to_a_limit():
    grid = [(0, n, 20, n) for n in range(10)] + [(n, -5, n, 20) for n in range(10)]
    with pytest.raises(TooMuch, match=r"cross each other more than 50 times"):
        build(np.array(grid, dtype=float), Limits(faces=50))


def test_a_recess_belongs_to_its_room_with_its_corners():
    room = box(0, 0, 4, 3).union(box(1, 3, 1.4, 3.5))
    (part,) = divide_at_necks(room, 0.22)
    assert part.symmetric_difference(room).area < 1e-3
    (part,) = divide_at_necks(box(0, 0, 4, 3).union(box(1, 3, 1.4, 5)), 0.22)
    assert part.area == pytest.approx(12, abs=0.1)


def test_the_parts_on_both_sides_of_a_neck_do_not_overlap():
    face = box(0, 0, 4, 3).union(box(4, 1, 5, 1.4)).union(box(5, 0, 8, 3))
    parts = divide_at_necks(face, 0.22)
    assert sum(part.area for part in parts) > 20.9
    assert len(parts) == 2
    assert parts[0].intersection(parts[1]).area < 1e-6
    assert parts[0].contains(Point(1, 1))
    assert parts[1].contains(Point(7, 1))


def test_a_partition_is_a_wall_however_thin_it_is():
    partition = box(5, 0.3, 5.005, 4)
    parts = divide_at_necks(box(0, 0, 10, 4).difference(partition), 0.22)
    assert sorted(round(part.area) for part in parts) == [20, 20]
    assert sorted(round(part.centroid.x, 1) for part in parts) == [2.5, 7.5]


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_a_short_neck_belongs_to_the_room_to_which_it_is_wider_open(is_mirrored):
    neck = Polygon([(4, 1), (4.6, 1.1), (4.6, 1.3), (4, 1.4)])
    face = box(0, 0, 4, 3).union(neck).union(box(4.6, 0, 8.6, 3))
    face = affinity.scale(face, -1, 1, origin=(4.3, 0)) if is_mirrored else face
    parts = divide_at_necks(face, 0.22)
    (home,) = (part for part in parts if part.contains(Point(4.3, 1.2)))
    assert home.contains(Point(7 if is_mirrored else 1, 1))


def test_what_is_narrow_all_over_stays_whole():
    (part,) = divide_at_necks(box(0, 0, 3, 0.5), 0.22)
    assert part.area == pytest.approx(1.5, abs=0.01)
    assert divide_at_necks(box(0, 0, 3, 0.4), 0.22) == []
    specks = shapely.union_all([box(0, 0, 0.6, 0.6), box(0.6, 0.15, 1.2, 0.45), box(1.2, 0, 1.8, 0.6)])
    assert len(divide_at_necks(specks, 0.22)) == 1


def test_faces_are_ordered_by_their_places_from_west_to_east_then_from_south_to_north():
    east, north, south = box(5, 0, 6, 1), box(0, 5, 1, 6), box(0, 0, 1, 1)
    assert order_faces([east, north, south]) == [south, north, east]
    assert order_faces([]) == []
    assert order_faces([north, box(0.002, 0, 1.002, 1)])[1] == north  # millimetres do not count


# What is left without the first part has a sliver that collapses to a line, on the grid of overlays.
SLIVERED = Polygon(
    [
        (78.474, 34.202),
        (80.419, 40.812),
        (80.735, 33.507),
        (78.754, 33.812),
        (78.669, 3.001),
        (76.199, 3.688),
        (78.639, 2.946),
        (78.202, 0.613),
        (31.996, 44.882),
        (2.076, 56.329),
        (5.444, 84.546),
        (63.492, 67.801),
    ],
    [
        [
            (48.991, 42.592),
            (50.482, 42.168),
            (50.538, 42.152),
            (50.498, 42.225),
            (50.555, 42.208),
            (50.822, 43.092),
        ]
    ],
)


def test_slivers_of_a_face_are_left_out():
    parts = divide_at_necks(SLIVERED, 0.22)
    assert sum(part.area for part in parts) == pytest.approx(SLIVERED.area, abs=1.0)


@pytest.mark.parametrize("hole", [0.0, 0.8])
def test_a_door_divides_rooms_whose_walls_end_short_of_the_next_one(hole):
    # A lining stands before the outer walls, and the partition ends at it: its halves are islands.
    halves = outline((4, 0.2, 4.1, 2), (4, 3, 4.1, 4.8))
    house = (
        np.concatenate([open_house(8, 5, hole), halves])
        if hole
        else np.concatenate([outline((0, 0, 8, 5)), halves])
    )
    door = np.array([[4.0, 1.98, 4.0, 3.02]])
    segments = np.concatenate([house, door])
    faces = build_faces(segments, Limits(), Step("faces"), door)
    assert sorted(round(face.area) for face in faces) == [20, 20]
    assert len(build_faces(segments, Limits(), Step("faces"))) == 1


def test_a_part_ends_at_its_door():
    house = box(0, 0, 8, 5).difference(box(4, 0.2, 4.1, 2)).difference(box(4, 3, 4.1, 4.8))
    parts = divide_at_necks(house, 0.22, np.array([LineString([(4, 2), (4, 3)])]))
    west, east = sorted(shapely.intersection(part, box(0, 2.2, 8, 2.8)).bounds[::2] for part in parts)
    assert (west, east) == (pytest.approx((0, 4), abs=0.002), pytest.approx((4, 8), abs=0.002))

"""Ways go on between the mouths of corridors, and to open passages, past rooms that are open to them."""

import numpy as np
import pytest
import shapely
from shapely import box

from interactive_maps.importing.recognition.rooms.corridor_links import find_edges, find_links, find_mouths
from interactive_maps.importing.recognition.rooms.dividing import divide_region

# A recess of 4 by 4 metres at a corridor of 2 metres, whose ends were recognised on both sides of it.
BEFORE, BEHIND, NOOK = box(0, 0, 8, 2), box(12, 0, 20, 2), box(8, 0, 12, 6)
NOWHERE = np.empty((0, 4))


def test_a_mouth_is_where_a_corridor_opens_into_its_region():
    first, second = find_mouths([BEFORE, BEHIND], [NOOK])
    assert [np.round(np.sort(found.reshape(-1, 2), axis=0), 1).tolist() for found in (first, second)] == [
        [[8.0, 0.1], [8.0, 1.9]],
        [[12.0, 0.1], [12.0, 1.9]],
    ]
    assert [len(found) for found in find_mouths([BEFORE], [box(8.5, 0, 12, 6)])] == [0]
    assert find_mouths([], [NOOK]) == []


def test_what_lies_between_the_mouths_of_two_corridors_is_a_way_and_a_room_is_none():
    pieces = [BEFORE, BEHIND, box(8, 0, 12, 2), box(8, 2, 12, 6)]
    mouths = find_mouths(pieces[:2], [NOOK])
    assert find_links(pieces, mouths, {3}, NOWHERE) == {2}
    assert find_links(pieces, mouths, {2, 3}, NOWHERE) == set()
    assert find_links(pieces, [], {3}, NOWHERE) == set()


@pytest.mark.parametrize(("apart", "found"), [(8.5, {2}), (14.5, {2}), (15.5, set())])
def test_a_way_straight_on_is_as_long_as_an_open_office(apart, found):
    pieces = [BEFORE, box(8 + apart, 0, 30, 2), box(8, 0, 8 + apart, 2)]
    assert find_links(pieces, find_mouths(pieces[:2], pieces[2:]), (), NOWHERE) == found


def test_a_way_has_edges_as_wide_as_the_narrower_corridor():
    office, behind = box(8, 0, 20, 8), box(20, 0, 30, 3.6)
    edges = find_edges([office], find_mouths([BEFORE, behind], [office])).round(1)
    assert sorted(map(sorted, edges[:, [0, 2]].tolist())) == [[8.0, 20.0]] * 2
    assert sorted(edges[:, 1].tolist()) == sorted(edges[:, 3].tolist()) == [0.1, 1.9]
    beside = box(20, 5, 30, 7)
    assert len(find_edges([office], find_mouths([BEFORE, beside], [office]))) == 0
    assert find_edges([office], []).shape == (0, 4)


def test_a_corridor_goes_on_through_an_open_office():
    """To the corridor behind it; the office, with its door, keeps what is beside the way."""
    office, behind = box(8, 0, 20, 8), box(20, 0, 30, 2)
    rooms = divide_region([office], np.array([(14.0, 5.0)]), [BEFORE, behind])
    (room,) = (part for part, seeds in rooms if seeds)
    (way,) = (part for part, seeds in rooms if not seeds)
    assert room.symmetric_difference(box(8, 2, 20, 8)).area < 2
    assert way.symmetric_difference(box(0, 0, 30, 2)).area < 2


def test_a_way_leads_straight_along_the_floor():
    """A wall between two corridors that end side by side."""
    pieces = [box(0, 0, 6, 2), box(8.9, 0, 14, 2), box(6, 0, 7, 2), box(8, 0, 8.9, 2)]
    bridge = [box(6, 2, 8.9, 3)]
    assert (
        find_links([*pieces, *bridge], find_mouths(pieces[:2], [*pieces[2:], *bridge]), (), NOWHERE) == set()
    )


def test_a_corridor_leads_to_an_open_passage_nearby():
    pieces = [BEFORE, box(8, 0, 11, 2), box(8, 2, 11, 6)]
    mouths = find_mouths(pieces[:1], pieces[1:])
    assert find_links(pieces, mouths, (), np.array([(11.1, 0.2, 11.1, 1.8)])) == {1}
    assert find_links(pieces, mouths, (), np.array([(12.1, 0.2, 12.1, 1.8)])) == set()


def test_a_recess_off_a_corridor_ends_at_its_front_and_at_the_jamb_of_a_passage():
    """Only the recess is the room; nothing is drawn along its front, and before the passage."""
    parts = [shapely.union(NOOK, box(12, 2, 14, 6))]
    passage = np.array([(12.0, 6.0, 14.0, 6.0)])
    rooms = divide_region(parts, np.array([(10.0, 4.5)]), [BEFORE, BEHIND], None, passage)
    (room,) = (part for part, seeds in rooms if seeds)
    assert room.symmetric_difference(box(8, 2, 12, 6)).area < 0.5
    assert divide_region(parts, np.array([(10.0, 4.5)]), (), None, passage)[0][0].area == pytest.approx(32)


def test_a_way_has_no_slit_where_a_corridor_leads_into_it():
    """Where it touches the corridor at one place only."""
    before, way = box(0, 0, 8, 2), shapely.union(box(8.04, 0, 12, 2), box(8, 0, 8.04, 0.2))
    rooms = divide_region([way], np.array([(14.0, 1.0)]), [before, box(12, 0, 20, 2)])
    ((joined, _),) = rooms
    assert shapely.box(7.9, 0.5, 8.1, 1.9).within(joined.buffer(0.001))

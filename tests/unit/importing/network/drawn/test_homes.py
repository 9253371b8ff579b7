"""In which space the nodes and pieces of drawn lines are, and through which doors they lead."""

import numpy as np
import pytest
from shapely import Point, box

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.network.drawn.drawn_lines import Path
from interactive_maps.importing.network.drawn.homes import Homes, find_doorways, find_homes
from interactive_maps.importing.network.drawn.noding import Piece
from interactive_maps.importing.network.plane import choose_plane_around, flatten_points
from interactive_maps.mapdata.edits.rows import RoomRow
from tests.unit.importing.network.maps import door, earth, room

HERE = choose_plane_around([earth(Point(0, 0))])


def locate(*places):
    """Return places in metres around the map's anchor as those of the plane."""
    return np.array(
        [(point.x, point.y) for point in flatten_points(HERE, [earth(Point(one)) for one in places])]
    )


def draft_of(spaces=(), openings=(), rooms=()):
    draft = MapDraft("map")
    draft.spaces, draft.openings, draft.rooms = list(spaces), list(openings), list(rooms)
    return draft


def named(key, x, y, level=0.0, space=None):
    point = earth(Point(x, y))
    return RoomRow(key, key, level, point.x, point.y, space=space)


def piece(source, target, *places):
    return Piece(
        Path("p", 0.0, "walk", np.array(places, dtype=float)), source, target, np.array(places, dtype=float)
    )


def test_a_node_is_in_the_smallest_space_around_it():
    spaces = [room("hall", 0, 0, 20, 20), room("shop", 2, 2, 8, 8), room("above", 0, 0, 20, 20, level=1.0)]
    homes = find_homes(draft_of(spaces), HERE, 0.0, locate((1, 1), (5, 5), (30, 30), (8.1, 5), (20.1, 5)))
    assert [homes.of_node(node) for node in range(5)] == ["hall", "shop", None, "hall", None]
    assert set(homes.areas) == {"hall", "shop"}
    assert homes.areas["shop"].area == pytest.approx(36, rel=0.01)


def test_a_node_at_a_rooms_point_is_in_the_rooms_own_space():
    spaces = [room("hall", 0, 0, 20, 20), room("shop", 2, 2, 8, 8)]
    rooms = [
        named("desk", 5, 5, space="hall"),
        named("far", 6, 6, space="nowhere"),
        named("up", 7, 7, 1.0, "hall"),
    ]
    homes = find_homes(draft_of(spaces, rooms=rooms), HERE, 0.0, locate((5, 5), (6, 6), (7, 7), (5, 5.5)))
    assert [homes.of_node(node) for node in range(4)] == ["hall", "shop", "shop", "shop"]


HALL, SHOP = box(0, 0, 10, 4), box(0, 4, 10, 8)
IN_HALL, IN_SHOP, OUTSIDE = 0, 1, 2


def list_spaces(*pieces):
    homes = Homes({IN_HALL: "hall", IN_SHOP: "shop", 5: "shop"}, {"hall": HALL, "shop": SHOP})
    return list(homes.list_of_pieces(pieces))


def test_a_piece_within_a_space_is_its_own():
    assert list_spaces(piece(IN_SHOP, 5, (1, 5), (2, 5))) == ["shop"]
    assert list_spaces(piece(OUTSIDE, 7, (20, 5), (20, 9))) == [None]


def test_a_piece_that_ends_for_good_in_a_room_is_the_rooms():
    into = piece(IN_HALL, IN_SHOP, (5, 1), (5, 5))  # its middle is in the hall
    along = piece(IN_HALL, OUTSIDE, (5, 1), (20, 1))
    assert list_spaces(into, along)[0] == "shop"
    backwards = piece(IN_SHOP, IN_HALL, (5, 5), (5, 1))
    assert list_spaces(backwards, along)[0] == "shop"


def test_else_a_piece_is_where_its_middle_lies():
    more = [piece(IN_HALL, OUTSIDE, (5, 1), (20, 1)), piece(IN_SHOP, 5, (5, 5), (5, 7))]
    assert list_spaces(piece(IN_HALL, IN_SHOP, (5, 1), (5, 5)), *more)[0] == "hall"
    assert list_spaces(piece(IN_HALL, IN_SHOP, (5, 3), (5, 7)), *more)[0] == "shop"
    assert list_spaces(piece(IN_HALL, IN_SHOP, (5, 1), (5, 5)))[0] == "hall"  # both ends are for good
    assert (
        list_spaces(piece(IN_HALL, OUTSIDE, (5, 1), (40, 1)), *more)[0] == "hall"
    )  # outside there is nothing


def test_a_piece_leads_through_the_door_that_it_touches():
    openings = [door("b", 5, 4), door("a", 5, 4), door("far", 5, 9), door("up", 1, 4, level=1.0)]
    west, east, short = locate((0, 4)), locate((5, 0), (5, 8)), locate((1, 0), (1, 8))
    pieces = [
        piece(0, 1, *east),
        piece(2, 3, *short),
        piece(4, 5, *west, *locate((4.9, 4))),
        piece(6, 7, *west, *locate((4.97, 4))),
    ]
    assert find_doorways(draft_of(openings=openings), HERE, 0.0, pieces) == ["a", None, None, "a"]
    assert find_doorways(draft_of(), HERE, 0.0, pieces) == [None] * 4

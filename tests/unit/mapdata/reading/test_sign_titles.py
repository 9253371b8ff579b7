"""What a sign says of a door that has no name."""

from __future__ import annotations

import pytest

from interactive_maps.mapdata.reading.sign_titles import Joined, describe_purpose, write_door_title

OFFICE = Joined("101 Office", "office")
CORRIDOR = Joined("", "walkway")
NOTHING = Joined("", "room")


@pytest.mark.parametrize(
    ("spaces", "building", "is_entrance", "title"),
    [
        ([OFFICE, CORRIDOR], "Castle", False, "Door between 101 Office and Corridor"),
        ([OFFICE, Joined("102", "office"), CORRIDOR], "", False, "Door between 101 Office, 102 and Corridor"),
        ([CORRIDOR, OFFICE], "", False, "Door between 101 Office and Corridor"),
        ([OFFICE, NOTHING], "", False, "Door to 101 Office"),
        ([OFFICE], "", False, "Door to 101 Office"),
        ([CORRIDOR], "", False, "Door to Corridor"),
        ([CORRIDOR, CORRIDOR], "Castle", False, "Door in Corridor"),
        ([NOTHING, NOTHING], "Castle", False, "Door in Castle"),
        ([], "", False, "Door"),
        ([CORRIDOR], "Castle", True, "Entrance to Castle"),
        ([Joined("Foyer", "lobby")], "", True, "Entrance to Foyer"),
        ([NOTHING], "", True, "Entrance"),
    ],
)
def test_a_door_is_known_by_what_it_joins(spaces, building, is_entrance, title):
    assert write_door_title(spaces, building, is_entrance=is_entrance) == title


@pytest.mark.parametrize(
    ("category", "purpose"),
    [("walkway", "Corridor"), ("restroom.male", "Toilet"), ("stairs", "Stairs"), ("room", ""), (None, "")],
)
def test_a_category_says_what_a_space_is_for(category, purpose):
    assert describe_purpose(category) == purpose

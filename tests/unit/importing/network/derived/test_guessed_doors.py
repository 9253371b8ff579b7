"""Doors that nobody drew: for spaces without any, where they border a corridor; never for others."""

from __future__ import annotations

from dataclasses import replace

from shapely import LineString

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.walked_line import WalkedLine
from interactive_maps.importing.network import make_network, measure_reach
from interactive_maps.importing.next_steps import describe_reach
from interactive_maps.importing.rules.rule_file import load_rules
from tests.unit.importing.network.maps import door, earth, line, metres, room

GUESSING = replace(load_rules(), doors="guess")


def make_mall(*, gap: float = 0.0) -> MapDraft:
    """Return a corridor with an entrance, shops on both sides, and a store behind one of them."""
    draft = MapDraft("mall")
    draft.spaces = [room("hall", 0, 0, 30, 4, category="walkway")]
    draft.spaces += [room(f"n{x}", x, 4 + gap, x + 6, 10) for x in range(0, 30, 6)]
    draft.spaces += [room(f"s{x}", x, -6, x + 6, -gap) for x in range(0, 30, 6)]
    draft.spaces += [room("store", 0, 10, 6, 14)]
    draft.spaces = [replace(one, names={"": one.key}) for one in draft.spaces]
    draft.openings = [door("entrance", 0, 2), door("n0", 3, 4 + gap / 2)]
    return draft


def test_spaces_without_any_opening_get_one_where_they_border_a_corridor():
    for gap in (0.0, 0.3):
        draft = make_mall(gap=gap)
        make_network(draft, GUESSING)
        guessed = {one.key: one for one in draft.openings if one.guessed}
        assert set(guessed) == {f"guessed/{side}{x}" for side in "ns" for x in range(0, 30, 6)} - {
            "guessed/n0"
        }
        place = metres(guessed["guessed/s12"].geometry)
        assert (round(place.x, 1), round(place.y, 1)) == (15.0, 0.0)
        assert guessed["guessed/s12"].spaces == ("s12", "hall")
        assert draft.report.counts["opening"] == len(draft.openings)
        reach = measure_reach([draft])
        assert (reach.named, reach.reached, reach.entrances, reach.apart) == (12, 11, 1, ("store",))
        assert any("got one where it borders" in remark.reason for remark in draft.report.guessed)


def test_nothing_is_guessed_unless_somebody_says_so():
    draft = make_mall()
    make_network(draft, load_rules())
    assert not any(one.guessed for one in draft.openings)
    shown, advice = describe_reach(measure_reach([draft]), guesses=False)
    assert shown == "Named spaces that can be reached from an entrance: 2 of 12 (16.6 %)."
    assert advice.startswith(
        "10 of 12 spaces cannot be reached because nothing leads into them: --doors guess"
    )
    _, advice = describe_reach(measure_reach([draft]), guesses=True)
    assert advice.endswith("they border no corridor or area where a door could be guessed.")


def test_a_space_with_an_opening_elsewhere_gets_no_other_and_a_corner_is_no_border():
    draft = make_mall()
    draft.spaces.append(replace(room("corner", 30, 4, 36, 10), names={"": "corner"}))
    draft.openings.append(door("back", 15, 10))
    make_network(draft, GUESSING)
    guessed = {one.key for one in draft.openings if one.guessed}
    assert "guessed/n12" not in guessed
    assert "guessed/corner" not in guessed


def test_the_same_map_again_guesses_the_same():
    one, other = make_mall(), make_mall()
    for draft in (one, other):
        make_network(draft, GUESSING)
    assert one.openings == other.openings
    assert one.edges == other.edges


def test_a_part_of_the_building_without_walls_is_opened_to_unless_it_is_a_room_itself():
    for tag, names, expected in (
        ("yes", {}, ("kiosk", "plate")),
        ("area", {}, ("kiosk", "plate")),
        ("room", {}, None),
        ("yes", {"": "Restaurant"}, None),
    ):
        draft = MapDraft("station")
        plate = replace(room("plate", 0, 0, 20, 20, category="unspecified"), names=names)
        draft.spaces = [
            replace(plate, properties={"indoor": tag, "building:part": "yes"}),
            room("kiosk", 8, 8, 12, 13),
        ]
        draft.lines = [line("plate", (0, 0), (20, 0), layer="building:part=yes")]
        draft.openings = [door("entrance", 0, 10)]
        make_network(draft, GUESSING)
        guessed = [one.spaces for one in draft.openings if one.guessed]
        assert guessed == ([expected] if expected else []), (tag, names)


def test_a_corridor_is_opened_to_before_a_longer_border_with_another_area():
    draft = MapDraft("station")
    plate = room("plate", 0, 0, 20, 10, category="unspecified")
    draft.spaces = [
        replace(plate, properties={"indoor": "yes"}),
        room("kiosk", 0, 10, 20, 14),
        room("hall", 20, 10, 24, 14, category="walkway"),
    ]
    draft.lines = [line("plate", (0, 0), (20, 0), layer="building:part=yes")]
    make_network(draft, GUESSING)
    assert [one.spaces for one in draft.openings] == [("kiosk", "hall")]


def test_a_line_that_passes_a_space_is_no_opening_of_it():
    draft = make_mall()
    draft.walked = [WalkedLine("way", 0.0, earth(LineString([(20, -12), (20, -3)])))]
    make_network(draft, GUESSING)
    assert "guessed/s18" in {one.key for one in draft.openings if one.guessed}
    assert measure_reach([draft]).apart == ("store",)

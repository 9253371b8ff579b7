"""How sure rooms and openings are, and which closed ones are left out."""

from itertools import combinations

import numpy as np
import pytest
from shapely import box

from interactive_maps.importing.recognition.account import Account, Issue, Step
from interactive_maps.importing.recognition.courts import leave_out_closed
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.floor import Door, Room
from interactive_maps.importing.recognition.judging import judge_room, judge_threshold
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.rooms.region import Region

LABEL = (RoomLabel("1", "Office", (1.0, 1.0), (0,)),)


def judge(openings=1, size=4.0, **more):
    return judge_room(Region(box(0, 0, size, size), **{"labels": LABEL, **more}), openings)


def test_a_labelled_room_with_a_door_is_sure():
    assert judge() == (1.0, ())


@pytest.mark.parametrize(
    ("issue", "said"),
    [
        ("guessed_edge", {"cut": True}),
        ("no_label", {"labels": ()}),
        ("no_opening", {"openings": 0}),
        ("tiny", {"size": 0.9}),
    ],
)
def test_each_thing_that_is_missing_lowers_it(issue, said):
    sure, issues = judge(**said)
    assert issues == (issue,)
    assert 0 < sure < 1


def test_each_thing_more_that_is_missing_lowers_it_further():
    ways = {"cut": True, "labels": (), "openings": 0, "size": 0.9}
    for one, other in combinations(ways, 2):
        both = judge(**{one: ways[one], other: ways[other]})[0]
        assert 0.05 < both < min(judge(**{one: ways[one]})[0], judge(**{other: ways[other]})[0])


def test_a_room_of_a_square_metre_is_not_tiny():
    assert judge(size=1.0)[1] == ()


def test_everything_together_leaves_little_but_something():
    sure, issues = judge(cut=True, labels=(), openings=0, size=0.5)
    assert sure == 0.05
    assert len(issues) == 4


def test_stronger_signs_of_doors_are_surer():
    def rate(evidence):
        return judge_threshold(Threshold((0, 0), (1, 0), evidence, np.empty((0, 4))))

    order = [Evidence.SWING, Evidence.SYMBOL, Evidence.GAP, Evidence.FILLED, Evidence.OPEN, Evidence.GLAZED]
    rates = [rate(evidence) for evidence in order]
    assert rates == sorted(rates, reverse=True)
    assert all(0 < one < 1 for one in rates)


def room(key, *issues, kind="room"):
    return Room(key, box(0, 0, 1, 1), kind=kind, issues=issues)


def door(*rooms):
    return Door("d", (0, 0), (1, 0), rooms, 1.0, Evidence.GAP)


CLOSED = ("no_label", "no_opening")
ROOMS = [room("a"), room("court", *CLOSED), room("b"), room("c", "no_label")]
DOORS = [door(0, 2), door(2), door(3, 0), door(2, 3), door(0)]


def leave_out(rooms, doors):
    kept, left = leave_out_closed(rooms, doors, Step("rooms"))
    return [one.key for one in kept], [one.rooms for one in left]


def test_what_nothing_leads_into_and_nobody_named_is_left_out():
    assert leave_out(ROOMS, DOORS) == (["a", "b", "c"], [(0, 1), (1,), (2, 0), (1, 2), (0,)])


def test_with_few_doors_a_missing_one_says_nothing():
    assert leave_out(ROOMS, DOORS[:4])[0] == ["a", "court", "b", "c"]
    lost = [room("x", "no_opening"), room("y", "no_opening"), *ROOMS]
    assert len(leave_out(lost, DOORS)[0]) == 6


@pytest.mark.parametrize("kind", ["stairs", "elevator", "escalator", "ramp"])
def test_shafts_stay(kind):
    assert len(leave_out([*ROOMS[:1], room("s", *CLOSED, kind=kind), *ROOMS[2:]], DOORS)[0]) == 4


def test_an_account_has_its_steps_in_order_and_their_issues():
    account = Account()
    walls, doors = account.begin("walls"), account.begin("doors")
    doors.issues.append(Issue("b", "second"))
    walls.issues.append(Issue("a", "first"))
    walls.count(lines=3)
    walls.count(metres=2.5)
    walls.note("said")
    assert [step.name for step in account.steps] == ["walls", "doors"]
    assert [issue.code for issue in account.issues()] == ["a", "b"]
    assert (walls.counts, walls.notes) == ({"lines": 3, "metres": 2.5}, ["said"])

"""Plans of one import come above each other, or stay where they are and say why."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import box

from interactive_maps.importing.alignment import align_drafts, read_level
from tests.unit.importing.alignment.storeys import PLANE, Rooms, make_draft, make_rooms


def say(draft):
    return [remark.reason for remark in draft.report.guessed if remark.id == "alignment"]


def middle(draft, category):
    space = next(space for space in draft.spaces if space.category == category)
    return PLANE.to_metres(shapely.get_coordinates(space.geometry.centroid))[0]


@settings(max_examples=20, deadline=None)
@given(east=st.floats(-3000, 3000), north=st.floats(-3000, 3000))
def test_any_step_is_found_again(east, north):
    ground, upper = make_draft(0, make_rooms()), make_draft(1, make_rooms(), east, north)
    assume(np.hypot(east, north) > 1)  # a smaller one is how carefully people draw
    assert align_drafts([ground, upper]) == 1
    assert np.allclose(middle(upper, "elevator"), (15, 3), atol=0.02)


def test_the_residual_and_the_grounds_are_told():
    ground, upper = make_draft(0, make_rooms()), make_draft(1, make_rooms(), 40, -7)
    assert align_drafts([ground, upper]) == 1
    (reason,) = say(upper)
    assert reason.startswith("moved -40.00 m east and +7.00 m north, above level 0: 2 stairs and lifts")
    assert "walls within 0.0 cm" in reason
    assert not say(ground)


def test_plans_of_one_origin_stay():
    drafts = [make_draft(level, make_rooms()) for level in (-1, 0, 1)]
    assert align_drafts(drafts) == 0
    assert not any(map(say, drafts))


def test_three_plans_around_three_origins():
    drafts = [make_draft(level, make_rooms(), 50 * level, 9 * level) for level in (0, 1, 2)]
    assert align_drafts(drafts) == 2
    for draft in drafts:
        assert np.allclose(middle(draft, "stairs"), (11, 3), atol=0.02)


def test_an_upper_floor_that_is_smaller_goes_by_its_shafts():
    smaller = [room for room in make_rooms() if room[1].bounds[0] >= 8]
    ground, upper = make_draft(0, make_rooms()), make_draft(1, smaller, 33, 5)
    assert align_drafts([ground, upper]) == 1
    assert np.allclose(middle(upper, "elevator"), (15, 3), atol=0.05)


def test_two_places_that_fit_alike_are_refused_in_words():
    # A row of equal halls, each with a lift in its middle: one alone fits above any.
    halls: Rooms = []
    for number in range(3):
        halls += [("room", box(10 * number, 0, 10 * number + 9.8, 8))]
        halls += [("elevator", box(10 * number + 4, 9, 10 * number + 6, 11))]
    ground, upper = make_draft(0, halls), make_draft(1, halls[:2], 100, 0)
    assert align_drafts([ground, upper]) == 0
    (reason,) = say(upper)
    assert re.search(r"two positions, \d+\.0 m apart, fit equally well", reason)
    assert "--anchor" in reason


def test_another_building_stays_where_it_is():
    other: Rooms = [("room", box(0, 0, 90, 8)), ("room", box(0, 9, 11, 70))]
    ground, upper = make_draft(0, make_rooms()), make_draft(1, other, 200, 0)
    assert align_drafts([ground, upper]) == 0
    assert not say(upper)


def test_wings_of_one_level_are_not_put_above_each_other():
    assert align_drafts([make_draft(0, make_rooms()), make_draft(0, make_rooms(), 50, 0)]) == 0


def test_what_has_no_rooms_or_no_level_is_left_alone():
    bare, unknown = make_draft(1, []), make_draft(2, make_rooms(), 50, 0)
    unknown.report.level = None
    assert align_drafts([make_draft(0, make_rooms()), bare, unknown]) == 0
    assert read_level(bare, PLANE) is None


@pytest.mark.parametrize("noise", [0.02, 0.05])
def test_walls_that_differ_a_little_still_meet(noise):
    dice = np.random.default_rng(5)
    shaken = [(kind, box(*(area.bounds + dice.normal(0, noise, 4)))) for kind, area in make_rooms()]
    ground, upper = make_draft(0, make_rooms()), make_draft(1, shaken, 60, 60)
    assert align_drafts([ground, upper]) == 1
    assert np.allclose(middle(upper, "elevator"), (15, 3), atol=3 * noise)

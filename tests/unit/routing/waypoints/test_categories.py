"""What is of a category, and what of it is for everybody."""

from __future__ import annotations

import json

import numpy as np
import pytest

from interactive_maps.routing.waypoints.feature_index import NO_KEY, FeatureIndex


def make_index(*, spaces=(), rooms=(), points=()):
    """Return an index of spaces (category, name, access), rooms (category, text, space), points (category, name)."""

    def make(rows, **columns):
        keys = np.arange(1, len(rows) + 1)
        return {"ogc_fid": keys, "category": [row[0] for row in rows], **columns}

    def name(rows):
        return [json.dumps({"": row[1]}) if row[1] else None for row in rows]

    return FeatureIndex(
        {
            "spaces": make(
                spaces, names=name(spaces), ref=[None] * len(spaces), access=[row[2] for row in spaces]
            ),
            "rooms": make(
                rows := list(rooms),
                text=[row[1] for row in rows],
                space_id=np.array([NO_KEY if row[2] is None else row[2] for row in rows], dtype=np.int64),
            ),
            "points": make(points, names=name(points), access=[None] * len(points)),
            "occupants": make((), names=[]),
        }
    )


@pytest.mark.parametrize("private", ["Staff WC", "Personal-WC", "Patientenbad", "WC PERSONNEL"])
def test_public_ones_go_before_private_ones(private):
    index = make_index(rooms=[("restroom", private, None), ("restroom.female", "WC Women", None)])
    assert index.find_category("restroom") == [("room", 2)]
    assert index.find_category("Restroom.Female") == [("room", 2)]
    assert index.find_category("restroom", private=True) == [("room", 1), ("room", 2)]


@pytest.mark.parametrize("access", ["private", "no", "employeesonly", "Staff", "permit"])
def test_access_counts_as_well_as_names(access):
    index = make_index(spaces=[("restroom", "WC", access), ("restroom", "WC", "customers")])
    assert index.find_category("restroom") == [("space", 2)]


def test_where_there_are_only_private_ones_they_are_found():
    index = make_index(rooms=[("restroom", "Staff WC", None)], points=[("shower", "Shower")])
    assert index.find_category("restroom") == [("room", 1)]
    assert index.find_category("shower") == [("point", 1)]
    assert index.find_category("sauna") == []


def test_a_room_that_is_a_space_is_one_goal_and_private_if_either_is():
    spaces = [("restroom", None, None), ("restroom", None, None)]
    rooms = [("restroom", "Staff WC", 1), ("restroom", "WC", 2)]
    index = make_index(spaces=spaces, rooms=rooms)
    assert index.find_category("restroom") == [("space", 2)]
    assert index.find_category("restroom", private=True) == [("space", 1), ("space", 2)]

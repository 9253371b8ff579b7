"""A level is called what its building calls it: one ordinal has many names on a campus."""

from __future__ import annotations

import json

import numpy as np

from interactive_maps.routing.waypoints.level_names import LevelNames


def make_names(*rows):
    return LevelNames(
        {
            "level": np.array([level for level, _, _ in rows], dtype=float),
            "names": [json.dumps(names) if names is not None else None for _, names, _ in rows],
            "building_ids": [buildings for _, _, buildings in rows],
        }
    )


CAMPUS = make_names(
    (0, {"en": "Ground floor", "de": "Erdgeschoss"}, [1]),
    (0, {"en": "Level 1"}, [2, 3]),
    (1, {"": "1"}, [1]),
    (1, {"": "1"}, [2]),
    (1, None, [3]),
    (2, {"": "Roof"}, None),
    (2, {"": "2"}, [1]),
    (float("nan"), {"": "Nowhere"}, [1]),
)


def test_each_building_has_its_own_name():
    assert CAMPUS.find(0, 1, ("de",)) == "Erdgeschoss"
    assert CAMPUS.find(0, 2, ("de",)) == CAMPUS.find(0, 3, ()) == "Level 1"


def test_where_nobody_knows_the_building_all_must_agree():
    assert CAMPUS.find(0, None, ()) is None
    assert CAMPUS.find(1, None, ()) == CAMPUS.find(1, 3, ()) == "1"
    assert CAMPUS.find(0, 99, ()) is None
    assert CAMPUS.find(7, 1, ()) is None


def test_levels_of_no_building_are_everybodys():
    assert CAMPUS.find(2, None, ()) == CAMPUS.find(2, 3, ()) == "Roof"
    assert CAMPUS.find(2, 1, ()) == "2"

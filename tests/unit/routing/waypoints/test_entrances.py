"""Which door stands for a building in a route."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from interactive_maps.routing.network.edges import NOTHING
from interactive_maps.routing.waypoints.entrances import find_main_entrances
from interactive_maps.routing.waypoints.feature_index import NO_KEY, FeatureIndex


# Nodes 1 and 2 are in building 8, 3 is in no space, 4 in building 9.
def find(*doors):
    """Return by building the opening that is its main entrance; doors are (from node, to node, category, level)."""
    keys = np.arange(1, len(doors) + 1)
    graph = SimpleNamespace(
        node_number=np.array([1, 2, 3, 4]),
        tail=np.array([door[0] - 1 for door in doors] + [0]),
        head=np.array([door[1] - 1 for door in doors] + [2]),
        opening=np.array([*keys, NOTHING]),  # the last edge is no door
    )
    index = FeatureIndex(
        {
            "nav-nodes": {
                "ogc_fid": np.array([1, 2, 3, 4]),
                "space_id": np.array([1, 2, NO_KEY, 4]),
            },
            "spaces": {"ogc_fid": np.array([1, 2, 4]), "building_id": np.array([8, 8, 9])},
            "openings": {
                "ogc_fid": keys,
                "level": np.array([float(door[3]) for door in doors]),
                "category": [door[2] for door in doors],
                "wkb_geometry": np.array([[key, 50.0] for key in keys]),
                "space_ids": [None] * len(doors),
            },
        }
    )
    found = find_main_entrances(graph, index)
    return {building: int(place.point[0]) for building, place in found.items()}


@pytest.mark.parametrize(
    ("doors", "main"),
    [
        ([(1, 3, "pedestrian", 0), (3, 2, "pedestrian.principal", 1)], 2),  # what the map calls so
        (
            [(1, 3, "pedestrian", 1), (2, 3, "pedestrian", 0), (2, 3, "pedestrian", 0)],
            2,
        ),  # on the ground floor
        ([(1, 3, "emergencyexit", 0), (2, 3, None, -1)], 2),  # nobody is to come in by an emergency exit
        ([(1, 2, "pedestrian.principal", 0), (1, 3, None, 0)], 2),  # a door between rooms is none
        ([(1, 4, "pedestrian", 0), (2, 3, "service", 0)], 2),  # nor is one between buildings
    ],
)
def test_the_main_entrance_is_the_likeliest_door_to_the_outdoors(doors, main):
    assert find(*doors) == {8: main}


def test_a_building_without_a_door_to_the_outdoors_has_none():
    assert find((1, 2, "pedestrian.principal", 0)) == {}

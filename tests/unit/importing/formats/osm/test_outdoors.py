"""Streets, squares and their furniture are no rooms; what is inside stays, whatever else it is tagged."""

from __future__ import annotations

import pytest

from interactive_maps.importing.tags.outdoors import is_outdoors


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "bus_stop", "name": "Main Street"},
        {"highway": "residential", "level": "0"},
        {"highway": "pedestrian", "area": "yes"},
        {"place": "square"},
        {"amenity": "bench", "level": "0"},
        {"amenity": "parking"},
        {"leisure": "park"},
        {"natural": "tree"},
        {"landuse": "grass"},
        {"tourism": "artwork"},
        {"railway": "tram_stop"},
    ],
)
def test_outdoors(tags):
    assert is_outdoors(tags)


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"indoor": "room", "amenity": "bicycle_parking"},
        {"highway": "corridor"},
        {"highway": "elevator"},
        {"highway": "pedestrian", "level": "1"},
        {"railway": "platform", "level": "2"},
        {"amenity": "parking", "level": "-1"},
        {"amenity": "cafe"},
        {"place": "Building A", "power": "230 V", "natural": "daylight"},
        {"room": "office", "place": "square"},
    ],
)
def test_inside(tags):
    assert not is_outdoors(tags)

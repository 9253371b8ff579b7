"""Directions through the demo building, followed by a walker who knows nothing else."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from benchmarks.directions import replay
from benchmarks.replay.buildings import Building, read_demo
from interactive_maps.routing.profiles import STEP_FREE, WALK, Profile

PAIRS = 5


@pytest.fixture(scope="module")
def building(tmp_path_factory: pytest.TempPathFactory) -> Building:
    folder = tmp_path_factory.mktemp("demo")
    call_command("make_demo", folder, verbosity=0)
    return read_demo(folder)


@pytest.mark.parametrize("profile", [WALK, STEP_FREE], ids=lambda profile: profile.name)
def test_directions_lead_to_the_room(building: Building, profile: Profile) -> None:
    right = replay(building, profile, PAIRS, seed=3, ways=["reading signs"])
    assert right["reading signs"] >= 0.9 * PAIRS


def test_what_the_steps_tell_leads_there_without_signs(building: Building) -> None:
    right = replay(building, WALK, 2 * PAIRS, seed=4, ways=["steps alone"])
    assert right["steps alone"] >= 1.4 * PAIRS

"""Directions through the demo building, followed by a walker who knows nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command

from benchmarks.directions import SHARE, make_walker, replay
from benchmarks.replay.buildings import Building, read_demo, read_map
from interactive_maps.routing.directions import Angle, Step, describe
from interactive_maps.routing.profiles import STEP_FREE, WALK, Profile
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder

PAIRS = 35
DRESDEN = (
    Path(__file__).resolve().parents[5] / "shared" / "data" / "osm" / "tu-dresden-apb" / "APBorig.osm.pbf"
)
SIDES = {"left": "right", "right": "left"}
MIRRORED = {
    angle: Angle("_".join(SIDES.get(word, word) for word in angle.value.split("_"))) for angle in Angle
}
Change = Callable[[Step], Step]


@pytest.fixture(scope="module")
def building(tmp_path_factory: pytest.TempPathFactory) -> Building:
    folder = tmp_path_factory.mktemp("demo")
    call_command("make_demo", folder, "--ways", verbosity=0)
    return read_demo(folder)


@pytest.mark.parametrize(
    "profile",
    [WALK, pytest.param(STEP_FREE, marks=pytest.mark.nightly)],  # another profile's ways
    ids=lambda profile: profile.name,
)
def test_directions_lead_to_the_room(building: Building, profile: Profile) -> None:
    score = replay(building, profile, PAIRS, (3, 0))
    assert score.pairs == PAIRS
    assert 100 * score.reading >= SHARE * PAIRS
    assert score.counting >= 0.6 * PAIRS


@pytest.mark.skipif(not DRESDEN.exists(), reason="shared/data/osm is not here")
@pytest.mark.nightly
def test_directions_lead_through_a_real_building() -> None:
    score = replay(read_map(DRESDEN), STEP_FREE, PAIRS, (3, 0))
    assert 100 * score.reading >= SHARE * PAIRS


def test_places_and_times_of_steps_are_not_read(building: Building) -> None:
    def blur(step: Step) -> Step:
        return replace(step, location=(0.0, 0.0), duration=1.0, approach=0.0, doors=0)

    walker = make_walker(building)
    for start, steps, _ in ask(building, 8):
        assert walker.approach(start, steps) == walker.approach(start, [blur(step) for step in steps])


@pytest.mark.nightly
def test_wrong_directions_lead_elsewhere(building: Building) -> None:
    def mirror(step: Step) -> Step:
        return replace(step, angle=MIRRORED[step.angle] if step.angle else None)

    right = [count(building, change) for change in (lambda step: step, mirror)]
    assert right[0] > 3 * right[1]


def count(building: Building, change: Change) -> int:
    """Return in how many rooms a walker arrives who reads no signs and is told changed steps."""
    walker = make_walker(building)
    return sum(
        walker.follow(start, [change(step) for step in steps], reads=False) == goal
        for start, steps, goal in ask(building, 12)
    )


def ask(building: Building, pairs: int) -> Iterator[tuple[int, Sequence[Step], int]]:
    """Yield nodes of two rooms and the steps between."""
    rng = np.random.default_rng(8)
    rooms = [room for room in building.rooms if room.id in building.nodes]
    for _ in range(pairs):
        start, goal = (rooms[index] for index in rng.choice(len(rooms), 2, replace=False))
        first, last = building.nodes[start.id], building.nodes[goal.id]
        question = RouteQuery((SnappedWaypoint(nodes=(first,)), SnappedWaypoint(nodes=(last,))), WALK)
        route = Wayfinder(building.snapshot, question).find_route()
        assert route is not None
        yield first, describe(route, building.graph, building.surround(start, goal)), last

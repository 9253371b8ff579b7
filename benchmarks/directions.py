"""Directions, replayed: the share of random room pairs at which a walker arrives who knows the steps alone.

``python -m benchmarks.directions [--pairs N] [--file PLAN]``; without a file the demo building is made and walked.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django
import numpy as np

from benchmarks.replay.buildings import Building, read_demo, read_map
from benchmarks.replay.streets import Streets
from benchmarks.replay.walker import Walker
from interactive_maps.routing.directions import describe
from interactive_maps.routing.places import Place
from interactive_maps.routing.profiles import PROFILES, Profile
from interactive_maps.routing.wayfinding import Question, Wayfinder

WAYS: dict[str, dict[str, bool]] = {
    "steps alone": {},
    "metres rounded": {"rounds": True},
    "reading signs": {"rounds": True, "reads": True},
}


def main() -> None:
    """Print a line for each profile."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.directions", description=__doc__)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path, help="an IMDF or OpenStreetMap file")
    parser.add_argument("--profile", action="append", choices=sorted(PROFILES))
    arguments = parser.parse_args()
    django.setup()

    if arguments.file:
        building = read_map(arguments.file)
    else:
        from django.core.management import call_command

        with tempfile.TemporaryDirectory() as folder:
            call_command("make_demo", folder, force=True, verbosity=0)
            building = read_demo(Path(folder))
    for name in arguments.profile or ["walk", "step_free"]:
        right = replay(building, PROFILES[name], arguments.pairs, arguments.seed)
        shares = ", ".join(f"{what} {count / arguments.pairs:.1%}" for what, count in right.items())
        print(f"{building.name}, {name}, {arguments.pairs} pairs: {shares}", flush=True)


def replay(
    building: Building, profile: Profile, pairs: int, seed: int, ways: Sequence[str] = tuple(WAYS)
) -> dict[str, int]:
    """Return how many of ``pairs`` end in the right room, by each of WAYS to read the steps."""
    streets = Streets(building)
    walkers = {way: Walker(streets, **WAYS[way]) for way in ways}
    right = dict.fromkeys(walkers, 0)
    rng = np.random.default_rng(seed)
    rooms = [room for room in building.rooms if room.id in building.nodes]
    tried = 0
    while tried < pairs:
        start, goal = (rooms[index] for index in rng.choice(len(rooms), 2, replace=False))
        first, last = building.nodes[start.id], building.nodes[goal.id]
        route = Wayfinder(
            building.snapshot, Question((Place(nodes=(first,)), Place(nodes=(last,))), profile)
        ).find_route()
        if route is None or not route.stretches:
            continue
        tried += 1
        steps = describe(route, building.graph, building.surround(start, goal))
        for what, walker in walkers.items():
            right[what] += walker.follow(first, steps) == last
    return right


if __name__ == "__main__":
    main()

"""Replay of directions: the share of random room pairs for which a walker that knows only the steps arrives.

``scripts/bench directions`` uses the demo building, and the real ones if their files exist.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import django
import numpy as np

from benchmarks.measuring.report import Measure, conclude
from benchmarks.replay.buildings import Building, read_demo, read_map
from benchmarks.replay.streets import Streets
from benchmarks.replay.walker import Walker
from interactive_maps.routing.directions import describe
from interactive_maps.routing.profiles import PROFILES, Profile
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder

SHARE = 97.0  # percent of the pairs
_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_FILES = (
    _DATA / "imdf" / "spbstu-polytech" / "IMDFData.zip",
    _DATA / "osm" / "tu-dresden-apb" / "APBorig.osm.pbf",
)
_CHUNK = 500  # pairs that one process walks in sequence
_MOST_TRIES = 200  # for each pair: many rooms may have no route between them
_BUILDINGS: list[Building] = []  # set before the fork: a graph is too large to send to processes


class Task(NamedTuple):
    """Pairs of one building, the same for each profile if a route connects them."""

    building: int
    pairs: int
    seed: tuple[int, int]
    profiles: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """The number of ``pairs`` of connected rooms that were walked, and of those in which the walker arrived."""

    pairs: int = 0
    steps: int = 0
    reading: int = 0
    counting: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.pairs + other.pairs,
            self.steps + other.steps,
            self.reading + other.reading,
            self.counting + other.counting,
        )


def main() -> None:
    """Print the shares, and fail where one is too small."""
    parser = argparse.ArgumentParser(prog="scripts/bench directions", description=__doc__)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--file", type=Path, action="append", help="an IMDF or OpenStreetMap file, not the usual ones"
    )
    parser.add_argument("--profile", action="append", choices=sorted(PROFILES))
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
    django.setup()
    start = time.monotonic()
    _BUILDINGS.extend(_read_buildings(arguments.file))
    profiles = tuple(arguments.profile or PROFILES)
    measures = [*_list_measures(_walk_all(arguments.pairs, arguments.seed, profiles), profiles)]
    minutes = (time.monotonic() - start) / 60
    title = f"Directions: {arguments.pairs:,} pairs of rooms each, {minutes:.1f} minutes"
    facts = {"pairs": arguments.pairs, "seed": arguments.seed, "minutes": round(minutes, 1)}
    conclude(measures, title, facts, as_json=arguments.json)


def replay(building: Building, profile: Profile, pairs: int, seed: Sequence[int]) -> Score:
    """Return the score of a walker between random rooms of a building."""
    walker, score = make_walker(building), Score()
    rng = np.random.default_rng(seed)
    rooms = [room for room in building.rooms if room.id in building.nodes]
    for _ in range(_MOST_TRIES * pairs):
        if score.pairs == pairs:
            break
        start, goal = (rooms[index] for index in rng.choice(len(rooms), 2, replace=False))
        first, last = building.nodes[start.id], building.nodes[goal.id]
        question = RouteQuery((SnappedWaypoint(nodes=(first,)), SnappedWaypoint(nodes=(last,))), profile)
        route = Wayfinder(building.snapshot, question).find_route()
        if route is None or not route.segments:
            continue
        steps = describe(route, building.graph, building.surround(start, goal))
        guesses = walker.approach(first, steps)
        score.pairs += 1
        score.steps += len(steps)
        score.reading += walker.finish(guesses, steps[-1], reads=True) == last
        score.counting += walker.finish(guesses, steps[-1], reads=False) == last
    return score


def _read_buildings(files: Sequence[Path] | None) -> Iterator[Building]:
    if not files:
        from django.core.management import call_command

        with tempfile.TemporaryDirectory() as folder:
            call_command("make_demo", folder, force=True, stdout=sys.stderr)
            yield read_demo(Path(folder))
    for path in files or [path for path in _FILES if path.exists()]:
        yield read_map(path)


def _walk_all(pairs: int, seed: int, profiles: tuple[str, ...]) -> dict[tuple[int, str], Score]:
    """Return the score of each building and profile, using all processors."""
    tasks = [
        Task(building, min(_CHUNK, pairs - done), (seed, done), profiles)
        for done in range(0, pairs, _CHUNK)
        for building in range(len(_BUILDINGS))
    ]
    found: dict[tuple[int, str], Score] = {}
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        for task, scores in zip(tasks, pool.map(_walk, tasks), strict=True):
            for profile, score in zip(profiles, scores, strict=True):
                key = task.building, profile
                found[key] = found.get(key, Score()) + score
    return found


def _walk(task: Task) -> list[Score]:
    building = _BUILDINGS[task.building]
    return [replay(building, PROFILES[name], task.pairs, task.seed) for name in task.profiles]


@lru_cache(maxsize=4)
def make_walker(building: Building) -> Walker:
    """Return the walker of a building, which remembers what it has seen."""
    return Walker(Streets(building))


def _list_measures(scores: dict[tuple[int, str], Score], profiles: Sequence[str]) -> Iterator[Measure]:
    for index, building in enumerate(_BUILDINGS):
        for profile in profiles:
            score = scores[index, profile]
            if not score.pairs:
                yield Measure(building.name, profile, 0, "pairs", detail="no way between any two rooms")
                continue
            reading, counting, steps = (
                number / score.pairs for number in (score.reading, score.counting, score.steps)
            )
            shares = f"{reading:.1%} reading signs, {counting:.1%} only counting"
            detail = f"{score.pairs:,} pairs, {steps:.1f} steps each; {shares}"
            yield Measure(building.name, profile, 100 * reading, "%", target=SHARE, more=True, detail=detail)


if __name__ == "__main__":
    main()

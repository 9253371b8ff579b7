"""Where am I: positions along walked routes, blurred like those of devices, and the answers of ``locate``.

``scripts/bench locate`` walks through the demo building, and through the real ones if their files exist. Each
position is requested with the floor given, without it, and with the answer of ten
seconds before, starting at a sign.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import django
import numpy as np
import shapely
from numpy.typing import NDArray

from benchmarks.measuring.report import Measure, conclude
from benchmarks.replay.buildings import Building, read_demo, read_map
from interactive_maps.routing.positioning.fixes import Fix, PreviousLocation
from interactive_maps.routing.positioning.locator import Candidate, Locator, Ranking, make_locator
from interactive_maps.routing.positioning.network_cells import list_flat_levels
from interactive_maps.routing.profiles import PROFILES
from interactive_maps.routing.search.access_links import SnappedWaypoint
from interactive_maps.routing.search.wayfinding import RouteQuery, Wayfinder

ACCURACIES = (5.0, 10.0, 20.0, 30.0)  # metres: the radius of 95 %, as in the Geolocation API
MODES = ("floor told", "floor unknown", "followed")
SURE = 0.8
_SECONDS = 10.0  # between two positions of a walker
_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_FILES = (
    _DATA / "imdf" / "spbstu-polytech" / "IMDFData.zip",
    _DATA / "osm" / "tu-dresden-apb" / "APBorig.osm.pbf",
    _DATA / "osm" / "berlin-hbf" / "berlin_hbf.osm",
)
_MOST_TRIES = 50
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Score:
    """The number of right answers, of ``asked``; the first counts are of positions in rooms."""

    in_rooms: int = 0
    among_three: int = 0
    asked: int = 0
    floors: int = 0
    sure: int = 0
    wrong: int = 0


@dataclass(frozen=True, eq=False)
class Truth:
    """A place on a route: ``point`` in metres [2], its level, and the spaces there, none outdoors."""

    point: Floats
    level: float
    spaces: frozenset[int]
    seconds: float  # since the start


@dataclass(eq=False)
class Trial:
    """One building with the scores of each mode and accuracy."""

    building: Building
    rng: np.random.Generator
    spread: float
    scores: dict[tuple[str, float], Score] = field(default_factory=dict)

    def run(self, positions: int) -> None:
        """Request ``positions`` of each accuracy, distributed over routes."""
        none = {name: np.empty(0) for name in ("ogc_fid", "level")} | {"wkb_geometry": np.empty((0, 2))}
        locator = make_locator(self.building.graph, self.building.areas, none)
        for accuracy in ACCURACIES:
            asked = 0
            while asked < positions:
                walk = self._walk()
                if not walk:
                    break
                asked += len(walk)
                self._follow(locator, walk, accuracy)

    def _walk(self) -> list[Truth]:
        """Return a place for every ten seconds of the route between two random rooms."""
        building, graph = self.building, self.building.graph
        rooms = [room for room in building.rooms if room.id in building.nodes]
        flat = list_flat_levels(graph)
        for _ in range(_MOST_TRIES):
            first, last = (building.nodes[rooms[one].id] for one in self.rng.choice(len(rooms), 2))
            question = RouteQuery(
                (SnappedWaypoint(nodes=(first,)), SnappedWaypoint(nodes=(last,))), PROFILES["walk"]
            )
            route = Wayfinder(building.snapshot, question).find_route()
            if route is None or not route.segments:
                continue
            step, found, left, steps = PROFILES["walk"].speed * _SECONDS, list[Truth](), 0.0, 0
            for segment in route.segments:
                line = shapely.LineString(graph.plane.to_metres(graph.line(segment.arc)))
                level = float(flat[segment.arc // 2])
                while left < line.length:
                    if np.isfinite(level):
                        point = np.array(line.interpolate(left).coords[0])
                        found.append(self._look(point, level, steps * _SECONDS))
                    left, steps = left + step, steps + 1
                left -= line.length
            if found:
                return found
        return []

    def _look(self, point: Floats, level: float, seconds: float) -> Truth:
        tree, keys, levels = self._areas()
        rows = tree.query(shapely.Point(point), predicate="intersects")
        return Truth(point, level, frozenset(keys[rows[levels[rows] == level]].tolist()), seconds)

    def _areas(self) -> tuple[shapely.STRtree, NDArray[np.int64], Floats]:
        if not hasattr(self.building, "_located"):
            areas = self.building.areas
            shapes = shapely.from_wkb(areas["wkb_geometry"])
            flat = shapely.transform(shapes, self.building.graph.plane.to_metres)
            object.__setattr__(self.building, "_located", shapely.STRtree(flat))
        return self.building._located, self.building.areas["ogc_fid"], self.building.areas["level"]  # type: ignore[attr-defined]

    def _follow(self, locator: Locator, walk: Sequence[Truth], accuracy: float) -> None:
        plane = self.building.graph.plane
        # Somebody scans a sign, and walks on from there.
        first = plane.to_degrees(walk[0].point[None])[0].tolist()
        previous: PreviousLocation | None = PreviousLocation(first[0], first[1], walk[0].level, 0.0, 0.99)
        for truth, later in zip(walk, (*walk[1:], walk[-1]), strict=True):
            blurred = truth.point + self.rng.normal(0.0, accuracy / self.spread, 2)
            longitude, latitude = plane.to_degrees(blurred[None])[0].tolist()
            for mode in MODES:
                fix = Fix(
                    longitude,
                    latitude,
                    accuracy,
                    level=truth.level if mode == "floor told" else None,
                    previous=previous if mode == "followed" else None,
                )
                ranking = locator.locate(fix)
                found = ranking.candidates
                self._judge(self.scores.setdefault((mode, accuracy), Score()), truth, found)
                if mode == "followed":
                    previous = _remember(ranking, later.seconds - truth.seconds)

    @staticmethod
    def _judge(score: Score, truth: Truth, found: Sequence[Candidate]) -> None:
        right = [_is_right(one, truth) for one in found]
        score.asked += 1
        score.floors += bool(found) and found[0].level == truth.level
        if truth.spaces:
            score.in_rooms += 1
            score.among_three += any(right[:3])
        if found and found[0].confidence > SURE:
            score.sure += 1
            score.wrong += not right[0]


def _remember(ranking: Ranking, seconds: float) -> PreviousLocation | None:
    """Return the likeliest candidate as a client would keep it: with the confidence of its level."""
    for one in ranking.candidates[:1]:
        if one.point is not None:
            return PreviousLocation(*one.point, one.level, seconds, dict(ranking.levels)[one.level])
    return None


def _is_right(candidate: Candidate, truth: Truth) -> bool:
    if candidate.level != truth.level:
        return False
    return candidate.key in truth.spaces if truth.spaces else candidate.key is None


def main() -> None:
    """Print the shares, and fail where one is too small."""
    parser = argparse.ArgumentParser(prog="scripts/bench locate", description=__doc__)
    parser.add_argument("--positions", type=int, default=10_000, help="of all buildings and accuracies")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path, action="append", help="not the usual files")
    parser.add_argument(
        "--spread", type=float, default=2.4477, help="accuracy in standard deviations; Android reports 1.515"
    )
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interactive_maps_backend_config.settings")
    django.setup()
    start, rng = time.monotonic(), np.random.default_rng(arguments.seed)
    trials = [Trial(one, rng, arguments.spread) for one in _read_buildings(arguments.file)]
    for trial in trials:
        trial.run(max(1, arguments.positions // len(ACCURACIES) // len(trials)))
    minutes = (time.monotonic() - start) / 60
    measures = [measure for trial in trials for measure in list_measures(trial)]
    facts = {"positions": arguments.positions, "seed": arguments.seed, "minutes": round(minutes, 1)}
    title = f"Locate: {arguments.positions:,} positions, {minutes:.1f} minutes"
    conclude(measures, title, facts, as_json=arguments.json)


def _read_buildings(files: Sequence[Path] | None) -> Iterator[Building]:
    if not files:
        from django.core.management import call_command

        with tempfile.TemporaryDirectory() as folder:
            call_command("make_demo", folder, force=True, stdout=sys.stderr)
            demo = read_demo(Path(folder))
            if demo.has_spaces:
                yield demo
    for path in files or [path for path in _FILES if path.exists()]:
        yield read_map(path)


def list_measures(trial: Trial) -> Iterator[Measure]:
    """Yield the shares of each mode and accuracy, and last the wrong ones of all sure answers."""
    for (mode, accuracy), score in sorted(trial.scores.items()):
        side, detail = trial.building.name, f"{score.asked:,} positions, {mode}"
        told = mode == "floor told"
        among = 100 * score.among_three / max(score.in_rooms, 1)
        target = 90.0 if told and accuracy == 5.0 else None
        yield Measure(side, f"room among three, {accuracy:g} m", among, "%", target, more=True, detail=detail)
        floors = 100 * score.floors / max(score.asked, 1)
        yield Measure(
            side, f"floor, {accuracy:g} m", floors, "%", 99.0 if told else None, more=True, detail=detail
        )
        sure = f"{detail}; {score.sure:,} sure"
        yield Measure(side, f"wrong of sure, {accuracy:g} m", _share_wrong([score]), "%", detail=sure)
    scores = list(trial.scores.values())
    # Judged together: a handful of sure answers of one accuracy says nothing.
    detail = f"{sum(score.sure for score in scores):,} sure, of all accuracies and modes"
    yield Measure(trial.building.name, "wrong of sure", _share_wrong(scores), "%", 5.0, detail=detail)


def _share_wrong(scores: Sequence[Score]) -> float:
    return 100 * sum(score.wrong for score in scores) / max(sum(score.sure for score in scores), 1)


if __name__ == "__main__":
    main()

"""Time to import a tower and one changed room, and the memory that huge files take.

``scripts/bench imports``: 40 levels with 20,000 rooms as DXF, with rooms, doors and network recognised, since none
are drawn; then hostile files of nearly 500 MB, which must be refused with a message without filling the memory.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring.report import Measure, conclude
from tests.databases import ROOT, Database

MOST_SECONDS = 120.0  # target for a tower on two cores
MOST_MEGABYTES = 1024.0
VERTICES = 10_000_000
FEATURES = 2_900_000
NODES = 4_600_000
_CHANGES = re.compile(r"Published: ([\d,]+) rows inserted, ([\d,]+) updated, ([\d,]+) deleted")


@dataclass(frozen=True, slots=True)
class Run:
    """One import: its output, exit code, seconds, and peak memory in MB."""

    output: str
    code: int
    seconds: float
    megabytes: float


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="scripts/bench imports", description=__doc__)
    parser.add_argument("--levels", type=int, default=40)
    parser.add_argument("--rooms", type=int, default=20_000)
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    arguments = parser.parse_args()
    database = Database("bench_imports")
    database.create()
    with tempfile.TemporaryDirectory() as folder:
        measures = [
            *_measure_tower(database, Path(folder), arguments.levels, arguments.rooms),
            *_measure_floods(database, Path(folder)),
        ]
    database.drop()
    title = f"Imports: {arguments.levels} levels, {arguments.rooms:,} rooms; huge files"
    conclude(measures, title, vars(arguments), as_json=arguments.json)


def _measure_tower(database: Database, folder: Path, levels: int, rooms: int) -> Iterator[Measure]:
    plans = folder / "tower"
    database.manage("make_demo", str(plans), "--levels", str(levels), "--rooms", str(rooms))
    arguments = [*map(str, sorted(plans.glob("*.dxf"))), "--rules", str(plans / "plan.toml")]
    first = _import(database, arguments)
    memory = f"{first.megabytes:.0f} MB"
    yield Measure("tower", "first import", first.seconds, "s", target=MOST_SECONDS, detail=memory)
    counted, linked = database.fetch("SELECT count(*), count(DISTINCT space_id) FROM room_points")[0]
    yield Measure("tower", "rooms on the map", counted, "", target=rooms, more=True)
    yield Measure("tower", "rooms that are spaces", linked, "", target=rooms, more=True)
    for how, missed in _count_unreached(database).items():
        yield Measure("tower", f"spaces not reached {how}", missed, "", target=0)
    before = dict(database.fetch("SELECT layer, version FROM layer_version"))
    _rename_room(plans)
    again = _import(database, arguments)
    after = dict(database.fetch("SELECT layer, version FROM layer_version"))
    bumped = sorted(layer for layer in after if after[layer] != before[layer])
    # A room's row, and its space's.
    yield Measure("one changed room", "rows changed", _count_changes(again), "", target=2)
    yield Measure("one changed room", "versions bumped", len(bumped), "", target=2, detail=", ".join(bumped))


def _count_unreached(database: Database) -> dict[str, int]:
    """Return how many spaces, and rooms without one, cannot be reached from the rest, by profile."""
    checked = subprocess.run(
        [sys.executable, "manage.py", "check_graph", "--json"],
        cwd=ROOT,
        env=database.make_environment(),
        capture_output=True,
        check=False,
    )
    counts = {finding["what"]: finding["count"] for finding in json.loads(checked.stdout)["findings"]}
    nowhere = counts.get("places off the network", 0) + counts.get("places that walk cannot reach", 0)
    profiles = {"at all": "walk", "by stairs": "evacuation", "by lift": "step_free"}
    return {
        how: nowhere + counts.get(f"places that {profile} cannot reach, though walk can", 0)
        for how, profile in profiles.items()
    }


def _rename_room(plans: Path) -> None:
    """Rename one room of the ground floor in its drawing."""
    import ezdxf.filemanagement

    path = plans / "level-00.dxf"
    drawing = ezdxf.filemanagement.readfile(path)
    labels = drawing.modelspace().query('TEXT[layer=="A-AREA-IDEN"]')
    label = next(text for text in labels if re.fullmatch(r"[A-Z][a-z]+( [A-Za-z]+)*", text.dxf.text))
    label.dxf.text = "Renamed Room"
    drawing.saveas(path)


def _count_changes(run: Run) -> int:
    found = _CHANGES.search(run.output)
    assert found, run.output
    return sum(int(number.replace(",", "")) for number in found.groups())


def _measure_floods(database: Database, folder: Path) -> Iterator[Measure]:
    floods: dict[str, Callable[[Path], None]] = {
        "circle.geojson": _write_circle,
        "points.geojson": _write_points,
        "nodes.osm": _write_nodes,
    }
    for name, write in floods.items():
        path = folder / name
        write(path)
        size = path.stat().st_size / 1e6
        run = _import(database, [str(path)])
        path.unlink()
        reason = run.output.strip().splitlines()[-1][:70]
        yield Measure(
            f"{name}, {size:.0f} MB", "most memory", run.megabytes, "MB", target=MOST_MEGABYTES, detail=reason
        )
        yield Measure(f"{name}, {size:.0f} MB", "exit code", run.code, "", target=2)


def _write_circle(path: Path) -> None:
    """Write one polygon of ten million vertices."""
    with path.open("w") as file:
        file.write('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A"},')
        file.write('"geometry":{"type":"Polygon","coordinates":[[[13.001,51.0]')
        for number in range(1, VERTICES):
            turn = 2 * math.pi * number / VERTICES
            file.write(f",[{13 + 0.001 * math.cos(turn):.10f},{51 + 0.001 * math.sin(turn):.10f}]")
        file.write(",[13.001,51.0]]]}}]}")


def _write_points(path: Path) -> None:
    with path.open("w") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for number in range(FEATURES):
            comma = "," if number else ""
            file.write(f'{comma}{{"type":"Feature","id":{number},')
            file.write(f'"properties":{{"level":{number % 5},"name":"Room {number}"}},')
            file.write(f'"geometry":{{"type":"Point","coordinates":[{13 + number * 1e-7:.7f},51.0000001]}}}}')
        file.write("]}")


def _write_nodes(path: Path) -> None:
    with path.open("w") as file:
        file.write('<?xml version="1.0"?>\n<osm version="0.6">\n')
        for number in range(1, NODES + 1):
            file.write(f'<node id="{number}" lat="51.{number:07d}" lon="13.{number:07d}" version="1">')
            file.write('<tag k="indoor" v="room"/></node>\n')
        file.write("</osm>\n")


def _import(database: Database, arguments: list[str]) -> Run:
    """Run the command in a separate process, to measure its memory."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "import_map", *arguments],
            cwd=ROOT,
            env=database.make_environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    return Run(text, process.returncode, time.monotonic() - start, _to_megabytes(usage))


def _to_megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()

"""The limits of recognition: a real floor in every style, with lines that end ever farther from their corners.

``scripts/bench recognition_breaks``: shares of correct rooms and doors, by style and carelessness, as a table.
``--plot FILE.svg`` draws them, as docs/explanation/recognition.md shows them.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

from benchmarks.drafting import STYLES, Noise, draw_building
from benchmarks.recognising.heat_map import draw_heat_maps
from benchmarks.recognising.measuring import measure_all
from benchmarks.recognising.roundtrips import find_building
from benchmarks.recognising.scores import Scores

GAPS = (0.0, 0.01, 0.02, 0.05, 0.08, 0.12, 0.16, 0.2)  # metres
_DOUBLED = 0.05  # share of lines drawn twice, with any carelessness at all


def main() -> None:
    """Measure, print, and plot."""
    parser = argparse.ArgumentParser(prog="scripts/bench recognition_breaks", description=__doc__)
    parser.add_argument("--building", default="institute", help="the floor that is drawn")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="draw the shares as heat maps")
    parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
    arguments = parser.parse_args()
    building = find_building(arguments.building)
    noises = [Noise(f"{100 * gap:g} cm", gap, _DOUBLED if gap else 0.0) for gap in GAPS]
    cases = [
        (f"{style.name}|{noise.name}", partial(draw_building, building, style, noise))
        for style in STYLES
        for noise in noises
    ]
    found = measure_all(cases, with_routes=False)
    rooms = {_split(name): _share(scores.rooms_right, scores.rooms) for name, scores in found.items()}
    doors = {_split(name): _share(scores.doors_right, scores.doors) for name, scores in found.items()}
    columns = [noise.name for noise in noises]
    rows = [style.name for style in STYLES]
    if arguments.json:
        told = {
            f"{row}, {column}": [rooms[row, column], doors[row, column]] for row in rows for column in columns
        }
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
    else:
        _print(rows, columns, found)
    if arguments.plot:
        title = f"{arguments.building}: per cent right, by how far lines end from where they should"
        maps = {"rooms": rooms, "doors": doors}
        arguments.plot.write_text(draw_heat_maps(title, maps, rows, columns), "utf-8")


def _split(name: str) -> tuple[str, str]:
    row, _, column = name.partition("|")
    return row, column


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _print(rows: list[str], columns: list[str], found: dict[str, Scores]) -> None:
    sys.stdout.write(f"{'rooms / doors, per cent':<36}{''.join(f'{column:>12}' for column in columns)}\n")
    for row in rows:
        cells = []
        for column in columns:
            scores = found[f"{row}|{column}"]
            room, door = (
                _share(scores.rooms_right, scores.rooms),
                _share(scores.doors_right, scores.doors),
            )
            cells.append(f"{room or 0:.0f} / {door or 0:.0f}")
        sys.stdout.write(f"{row:<36}{''.join(f'{cell:>12}' for cell in cells)}\n")


if __name__ == "__main__":
    main()

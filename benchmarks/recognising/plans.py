"""Plans in folders with recorded ground truth, as cases to measure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import shapely
from shapely import Point

from benchmarks.recognising.hinges import move_from_hinges
from benchmarks.recognising.truth import Truth, read_truth
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.formats import dwg, dxf, pdf
from interactive_maps.importing.options import ReadOptions
from tests.databases import ROOT

SHARED = ROOT.parent / "shared" / "data"
PLANS = SHARED / "plans"
# A folder that only describes a drawing stored elsewhere.
_ELSEWHERE = {"bishop-overland-us": SHARED / "dxf" / "house-plan" / "floorplan.dxf"}
# Layers with the true rooms: measured with them, and with them hidden.
_OUTLINES = {"RM$", "GROS$"}
# Landing doors of lifts, in drawing units: the recorded doors are those with a swing. On the floor below, the same
# walls of these shafts have gaps here; on this one, a single line of the wall's layer runs from jamb to jamb.
_LANDING_DOORS = {"azure-contoso-level2": ((865.3, 1062.0), (915.3, 1112.3))}
# The record counts the doors of these sheets, lettered A to D, without their places: read off the pages, in points.
_COUNTED_DOORS = {
    ("farmhouse-us-pdf", 1): ((594, 306), (631, 589), (664, 542), (664, 451), (692, 384), (554, 378)),
    ("farmhouse-us-pdf", 2): ((353, 551), (353, 344), (524, 557), (663, 557), (663, 338), (691, 486)),
}
_READERS = {".dxf": dxf.read_linework, ".dwg": dwg.read_linework, ".pdf": pdf.read_linework}


@dataclass(frozen=True, slots=True)
class Plan:
    """A drawing with its truth; ``hidden`` layers are left out, ``walls`` are patterns of wall layers."""

    name: str
    path: Path
    truth: Truth
    hidden: frozenset[str] = frozenset()
    page: int | None = None
    walls: tuple[str, ...] = ()

    def load(self) -> Drawing:
        """Return the drawing."""
        drawing = _READERS[self.path.suffix.lower()](self.path, ReadOptions(page=self.page))
        return drawing.without_layers(self.hidden)

    def load_truth(self, drawing: Drawing) -> Truth:
        """Return the truth, with the lines of layers that a person identified as walls, and no door at a hinge."""
        names = {drawing.layers[one].name for one in range(len(drawing.layers))}
        wanted = {name for name in names if any(fnmatch(name, pattern) for pattern in self.walls)}
        of_entity = np.array(
            [drawing.layers[one.layer].name in wanted for one in drawing.entities], dtype=bool
        )
        chosen = drawing.segments[of_entity[drawing.segment_entities]] if len(of_entity) else np.empty((0, 4))
        truth = replace(self.truth, doors=move_from_hinges(self.truth.doors, drawing))
        if not len(chosen):
            return truth
        return replace(truth, walls=shapely.multilinestrings(list(chosen.reshape(-1, 2, 2))))


def find_plans(folder: Path) -> Iterator[Plan]:
    """Yield the plans of a folder of folders, ordered by name; those in unsupported formats are left out."""
    for home in sorted(path for path in folder.iterdir() if (path / "truth.json").is_file()):
        path = _find_drawing(home)
        if path is None:
            continue
        said = json.loads((home / "truth.json").read_text("utf-8"))
        pages = sorted({room["page"] for room in said["rooms"] if "page" in room})
        if path.suffix.lower() == ".pdf" and pages:
            for page in pages:
                truth = read_truth(home, page)
                counted = tuple(map(Point, _COUNTED_DOORS.get((home.name, page), ())))
                truth = replace(truth, doors=truth.doors or counted)
                yield Plan(f"{home.name}, page {page}", path, truth, page=page)
            continue
        truth = replace(read_truth(home), landings=tuple(map(Point, _LANDING_DOORS.get(home.name, ()))))
        walls = tuple(_list_walls(said.get("layers", {})))
        yield Plan(home.name, path, truth, walls=walls)
        hidden = frozenset(_OUTLINES & set(said.get("layers", {})))
        if hidden:
            yield Plan(f"{home.name}, outlines hidden", path, truth, hidden, walls=walls)


def _list_walls(layers: dict[str, str]) -> Iterator[str]:
    """Yield the patterns of wall layers, as identified by a person: ``A-WALL-EXST, A-WALL-CORE-EXST``."""
    for names, meaning in layers.items():
        if str(meaning).startswith("walls"):
            yield from (name.strip().replace("...", "*") for name in names.split(","))


def _find_drawing(home: Path) -> Path | None:
    said = json.loads((home / "truth.json").read_text("utf-8")).get("file")
    if said:
        return home / said if (home / said).suffix.lower() in _READERS else None
    found = sorted(path for path in home.iterdir() if path.suffix.lower() in _READERS)
    path = found[0] if found else _ELSEWHERE.get(home.name)
    return path if path is not None and path.is_file() else None

"""Plans in folders with a written truth, as cases to measure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.recognising.truth import Truth, read_truth
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.formats import dwg, dxf, pdf
from interactive_maps.importing.options import ReadOptions
from tests.databases import ROOT

SHARED = ROOT.parent / "shared" / "data"
PLANS = SHARED / "plans"
# A folder that only describes a drawing which lies elsewhere.
_ELSEWHERE = {"bishop-overland-us": SHARED / "dxf" / "house-plan" / "floorplan.dxf"}
# Layers that hold the true rooms: measured with them, and with them hidden.
_OUTLINES = {"RM$", "GROS$"}
_READERS = {".dxf": dxf.read_linework, ".dwg": dwg.read_linework, ".pdf": pdf.read_linework}


@dataclass(frozen=True, slots=True)
class Plan:
    """A drawing with its truth; ``hidden`` layers are left out of it."""

    name: str
    path: Path
    truth: Truth
    hidden: frozenset[str] = frozenset()
    page: int | None = None

    def load(self) -> Drawing:
        """Return the drawing."""
        drawing = _READERS[self.path.suffix.lower()](self.path, ReadOptions(page=self.page))
        return drawing.without_layers(self.hidden)


def find_plans(folder: Path) -> Iterator[Plan]:
    """Yield the plans of a folder of folders, in the order of their names; those in formats not read are left out."""
    for home in sorted(path for path in folder.iterdir() if (path / "truth.json").is_file()):
        path = _find_drawing(home)
        if path is None:
            continue
        said = json.loads((home / "truth.json").read_text("utf-8"))
        pages = sorted({room["page"] for room in said["rooms"] if "page" in room})
        if path.suffix.lower() == ".pdf" and pages:
            for page in pages:
                yield Plan(f"{home.name}, page {page}", path, read_truth(home, page), page=page)
            continue
        truth = read_truth(home)
        yield Plan(home.name, path, truth)
        hidden = frozenset(_OUTLINES & set(said.get("layers", {})))
        if hidden:
            yield Plan(f"{home.name}, outlines hidden", path, truth, hidden)


def _find_drawing(home: Path) -> Path | None:
    said = json.loads((home / "truth.json").read_text("utf-8")).get("file")
    if said:
        return home / said if (home / said).suffix.lower() in _READERS else None
    found = sorted(path for path in home.iterdir() if path.suffix.lower() in _READERS)
    path = found[0] if found else _ELSEWHERE.get(home.name)
    return path if path is not None and path.is_file() else None

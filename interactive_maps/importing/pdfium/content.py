"""What a page holds, as numbers: paths with their pens, glyphs, pictures; written by one process, read by another."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Box = tuple[float, float, float, float]  # left, bottom, right, top
Colour = tuple[int, int, int]

MOVE, LINE, CURVE = 0, 1, 2  # a curve takes three points, each marked so
_META = "meta"


@dataclass(frozen=True, slots=True)
class Pen:
    """How a path is painted: its layer or "", the width of its stroke in points, and its colours, if it has any."""

    layer: str
    width: float
    stroke: Colour | None
    fill: Colour | None
    dashed: bool = False
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class PageSurvey:
    """What a page holds in numbers; ``title`` is the largest text on it."""

    number: int
    paths: int
    glyphs: int
    pictures: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A text in an annotation, with the box that it names: letters that a plotter drew as lines are told so."""

    text: str
    box: Box


@dataclass(slots=True)
class PageContent:
    """A page in points, as its coordinates are before it is turned by ``rotation`` degrees clockwise.

    ``points`` (n, 2) with ``codes`` are the paths one after the other; path i begins at ``starts[i]``, is painted
    with ``pens[path_pens[i]]`` and cut off by ``clips[path_clips[i]]``, -1 for none. ``closed`` marks points after
    which the path goes back to where it began. ``glyphs`` (m, 5): x, y of the origin, angle, size of the letters,
    advance; ``letters`` are their code points, ``glyph_layers`` index ``layers``, and ``glyph_owners`` number the
    text objects that show them.
    """

    box: Box
    rotation: int
    pens: list[Pen]
    layers: list[str]
    points: Floats
    codes: Integers
    closed: NDArray[np.bool_]
    starts: Integers
    path_pens: Integers
    path_clips: Integers
    clips: list[list[list[list[float]]]]
    glyphs: Floats
    letters: Integers
    glyph_layers: Integers
    glyph_owners: Integers
    pictures: list[Box] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    hidden: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Extract:
    """The chosen page, or None where none was: ``refusal`` says why, and ``surveys`` what the pages hold."""

    page: int
    pages: int
    surveys: list[PageSurvey] = field(default_factory=list)
    refusal: str = ""
    content: PageContent | None = None


_ARRAYS = (
    "points",
    "codes",
    "closed",
    "starts",
    "path_pens",
    "path_clips",
    "glyphs",
    "letters",
    "glyph_layers",
    "glyph_owners",
)


def write_extract(extract: Extract, path: Path) -> None:
    """Write an extract to a file."""
    content = extract.content
    meta: dict[str, Any] = {
        "page": extract.page,
        "pages": extract.pages,
        "surveys": [asdict(survey) for survey in extract.surveys],
        "refusal": extract.refusal,
    }
    arrays: dict[str, NDArray[Any]] = {}
    if content is not None:
        meta["content"] = {
            "box": content.box,
            "rotation": content.rotation,
            "pens": [asdict(pen) for pen in content.pens],
            "layers": content.layers,
            "clips": content.clips,
            "pictures": content.pictures,
            "notes": [asdict(note) for note in content.notes],
            "hidden": content.hidden,
        }
        arrays = {name: getattr(content, name) for name in _ARRAYS}
    arrays[_META] = np.frombuffer(json.dumps(meta).encode("utf-8"), dtype=np.uint8)
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def read_extract(path: Path) -> Extract:
    """Return the extract in a file; raises ValueError or KeyError where it is none."""
    with np.load(path, allow_pickle=False) as archive:
        meta = json.loads(archive[_META].tobytes().decode("utf-8"))
        surveys = [PageSurvey(**survey) for survey in meta["surveys"]]
        extract = Extract(meta["page"], meta["pages"], surveys, meta["refusal"])
        said = meta.get("content")
        if said is None:
            return extract
        arrays = {name: archive[name] for name in _ARRAYS}
    extract.content = PageContent(
        box=_to_box(said["box"]),
        rotation=said["rotation"],
        pens=[_to_pen(pen) for pen in said["pens"]],
        layers=said["layers"],
        clips=said["clips"],
        pictures=[_to_box(box) for box in said["pictures"]],
        notes=[Note(note["text"], _to_box(note["box"])) for note in said["notes"]],
        hidden=said["hidden"],
        **arrays,
    )
    return extract


def _to_box(numbers: list[float]) -> Box:
    left, bottom, right, top = numbers
    return left, bottom, right, top


def _to_pen(said: dict[str, Any]) -> Pen:
    for name in ("stroke", "fill"):
        said[name] = None if said[name] is None else tuple(said[name])
    return Pen(**said)

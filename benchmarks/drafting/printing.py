"""Printing to PDF in the manner of several programs: with layers or pens, curves or chords, letters or strokes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from benchmarks.drafting.layers import Names
from benchmarks.drafting.pdf_file import PdfFile
from interactive_maps.importing.drawing import Drawing, Text
from interactive_maps.importing.drawing.arcs import flatten_arc

Points = NDArray[np.float64]

POINT = 0.0254 / 72  # metres
_MARGIN = 90.0
_MILLIMETRE = 72 / 25.4
_PENS = {"wall": 0.5, "door": 0.25, "window": 0.25, "stair": 0.18, "furniture": 0.13, "dimension": 0.13}
_ONE_PEN = 0.1


@dataclass(frozen=True, slots=True)
class Hand:
    """A program's manner of printing.

    ``layers``: as optional content groups. ``pens``: a width for each kind of layer, else one for all. ``curves``:
    ``bezier``, or ``chords`` like older plotters. ``letters``: ``text``, or unreadable ``strokes``.
    ``turned`` pages are shown rotated; ``flipped`` ones are drawn from their top, ``nested`` ones in a form.
    """

    name: str
    layers: bool = False
    pens: bool = True
    curves: str = "bezier"
    letters: str = "text"
    scale: int = 100
    turned: bool = False
    flipped: bool = False
    nested: bool = False
    title: bool = True


HANDS = (
    Hand("layers", layers=True),
    Hand("pens, 1:50", scale=50, nested=True),
    Hand("one pen, chords", pens=False, curves="chords", scale=200, flipped=True),
    Hand("turned, no scale", turned=True, title=False),
)


@dataclass(frozen=True, slots=True)
class Placement:
    """The position of a drawing on its page: points = (drawing - origin) * factor + margin."""

    origin: Points
    factor: float

    def place(self, points: Points) -> Points:
        """Return (n, 2) drawing units as points of the page."""
        return np.asarray((points - self.origin) * self.factor + _MARGIN)


def print_drawing(
    drawing: Drawing, metres_per_unit: float, names: Names, hand: Hand
) -> tuple[bytes, Placement]:
    """Return a PDF of one page, and the position of the drawing on it."""
    ends = drawing.segments.reshape(-1, 2)
    fills = [fill.points for fill in drawing.fills]
    everything = np.concatenate([ends, *fills])
    low, high = everything.min(axis=0), everything.max(axis=0)
    factor = metres_per_unit / (hand.scale * POINT)
    placement = Placement(low, factor)
    width, height = ((high - low) * factor + 2 * _MARGIN).tolist()
    file = PdfFile(layers=[layer.name for layer in drawing.layers] if hand.layers else [])
    content = "\n".join(_Plotter(drawing, placement, names, hand, height).plot())
    if hand.title:
        content += "\n" + "\n".join(_draw_sheet(width, height, hand))
    resources = ""
    if hand.flipped:
        content = f"q 1 0 0 -1 0 {height:.3f} cm\n{content}\nQ"
    if hand.nested:
        form = file.add_stream(
            content,
            f"/Type /XObject /Subtype /Form /BBox [0 0 {width:.2f} {height:.2f}] /Matrix [0.5 0 0 0.5 0 0]"
            " /Resources << /Font << /F @FONT@ >> >>",
        )
        resources = f"/XObject << /Plan {form} 0 R >>"
        font = file.add_font()
        file.objects[form - 1] = file.objects[form - 1].replace(b"@FONT@", f"{font} 0 R".encode())
        content = "q 2 0 0 2 0 0 cm /Plan Do Q"
    file.add_page(content, (width, height), "/Rotate 90" if hand.turned else "")
    return file.build(resources), placement


class _Plotter:
    """Writes the operators of a page's content, entity by entity."""

    def __init__(
        self, drawing: Drawing, placement: Placement, names: Names, hand: Hand, height: float
    ) -> None:
        self._drawing, self._placement, self._hand, self._height = drawing, placement, hand, height
        self._pens = {getattr(names, kind): width for kind, width in _PENS.items()} if hand.pens else {}

    def plot(self) -> Iterator[str]:
        """Yield the page's content."""
        drawing = self._drawing
        yield "1 J 1 j"
        for segment, entity in zip(drawing.segments, drawing.segment_entities.tolist(), strict=True):
            yield from self._mark(entity, [self._line(segment.reshape(2, 2)) + " S"])
        for arc, entity in zip(drawing.arcs, drawing.arc_entities.tolist(), strict=True):
            yield from self._mark(entity, [self._arc(arc) + " S"])
        for _, fills in groupby(drawing.fills, lambda fill: drawing.entities[fill.entity].layer):
            # One path, so that the outlines of rooms are holes in their walls.
            known = list(fills)
            path = " ".join(f"{self._line(fill.points)} h" for fill in known)
            yield from self._mark(known[0].entity, [f"0.4 g {path} f* 0 g"])
        for text in drawing.texts:
            yield from self._mark(text.entity, list(self._write(text)))

    def _mark(self, entity: int, operators: list[str]) -> Iterator[str]:
        layer = self._drawing.entities[entity].layer
        width = self._pens.get(self._drawing.layers[layer].name, _ONE_PEN) * _MILLIMETRE
        marked = [f"{width:.3f} w", *operators]
        yield from [f"/OC /L{layer} BDC", *marked, "EMC"] if self._hand.layers else marked

    def _place(self, points: Points) -> Points:
        placed = self._placement.place(points)
        if self._hand.flipped:
            placed = np.column_stack([placed[:, 0], self._height - placed[:, 1]])
        return placed

    def _line(self, points: Points) -> str:
        placed = self._place(points).tolist()
        return " ".join(f"{x:.3f} {y:.3f} {'l' if index else 'm'}" for index, (x, y) in enumerate(placed))

    def _arc(self, arc: Points) -> str:
        x, y, radius, start, sweep = arc.tolist()
        if self._hand.curves == "chords":
            return self._line(flatten_arc(arc, 0.004 * radius))
        count = max(1, math.ceil(sweep / (math.pi / 2)))
        step = sweep / count
        reach = 4 / 3 * math.tan(step / 4) * radius
        angles = [start + index * step for index in range(count + 1)]
        points = [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]
        said = [self._line(np.array(points[:1]))]
        for (ax, ay), (bx, by), one, other in zip(
            points[:-1], points[1:], angles[:-1], angles[1:], strict=True
        ):
            controls = [
                (ax - reach * math.sin(one), ay + reach * math.cos(one)),
                (bx + reach * math.sin(other), by - reach * math.cos(other)),
                (bx, by),
            ]
            placed = self._place(np.array(controls))
            said.append(" ".join(f"{px:.3f} {py:.3f}" for px, py in placed.tolist()) + " c")
        return " ".join(said)

    def _write(self, text: Text) -> Iterator[str]:
        size = text.height * self._placement.factor / 0.7
        turn = -text.angle if self._hand.flipped else text.angle
        for row, line in enumerate(text.text.split("\n")):
            if not line.strip():
                continue
            lines = text.text.count("\n")
            width = 0.55 * size * len(line)
            ((x, y),) = self._place(np.array([text.centre])).tolist()
            down = (row - lines / 2) * 1.5 * size + 0.35 * size
            cosine, sine = math.cos(text.angle), math.sin(text.angle)
            x += -width / 2 * cosine + down * sine
            offset = -width / 2 * sine - down * cosine
            y += -offset if self._hand.flipped else offset
            if self._hand.letters == "strokes":
                yield _scribble(x, y, size, len(line))
                continue
            cosine, sine = math.cos(turn), math.sin(turn)
            upright = -1 if self._hand.flipped else 1
            matrix = f"{cosine:.5f} {sine:.5f} {-sine * upright:.5f} {cosine * upright:.5f} {x:.3f} {y:.3f}"
            yield f"BT /F {size:.3f} Tf {matrix} Tm <{line.encode('utf-16-be').hex()}> Tj ET"


def _scribble(x: float, y: float, size: float, letters: int) -> str:
    """Return strokes instead of letters."""
    strokes = []
    for index in range(letters):
        left, right = x + 0.55 * size * index, x + 0.55 * size * (index + 0.7)
        strokes.append(
            f"{left:.2f} {y:.2f} m {left:.2f} {y + 0.7 * size:.2f} l {right:.2f} {y + 0.7 * size:.2f} l"
            f" {right:.2f} {y + 0.35 * size:.2f} l {left:.2f} {y + 0.35 * size:.2f} l S"
        )
    return " ".join(strokes)


def _draw_sheet(width: float, height: float, hand: Hand) -> Iterator[str]:
    """Yield the frame and the title block of a sheet."""
    yield f"2 w 20 20 {width - 40:.1f} {height - 40:.1f} re S 0.5 w"
    yield f"{width - 240:.1f} 20 m {width - 240:.1f} 80 l {width - 20:.1f} 80 l S"
    lower = 62.0, 44.0, 28.0
    for said, y in zip(
        ("GROUND FLOOR PLAN", f"SCALE 1:{hand.scale}", "DRAWN BY A. N. OTHER"), lower, strict=True
    ):
        at, upright = (height - y, -1) if hand.flipped else (y, 1)
        yield (
            f"BT /F 9 Tf 1 0 0 {upright} {width - 230:.1f} {at:.1f} Tm <{said.encode('utf-16-be').hex()}> Tj ET"
        )

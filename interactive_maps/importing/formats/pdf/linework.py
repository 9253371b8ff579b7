"""Conversion of pages to drawings in which rooms are recognised; the unit is the point, 1/72 inch of paper."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing import Drawing, Header, Text
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.drawing.curves import add_runs, drop_doubles, evaluate_curve, is_curved
from interactive_maps.importing.drawing.drawing import DASHED, SIGN, Floats
from interactive_maps.importing.formats.pdf.clipping import Clipper
from interactive_maps.importing.formats.pdf.dashes import find_dashes
from interactive_maps.importing.formats.pdf.fills import build_area, list_rings, sort_fills
from interactive_maps.importing.formats.pdf.pens import describe_pen, is_white, measure_pen, name_layers
from interactive_maps.importing.formats.pdf.words import Line, join_glyphs, read_notes
from interactive_maps.importing.pdfium.content import CURVE, LINE, MOVE, PageContent, Pen

POINT = 0.0254 / 72  # metres
_LETTER = 9.0  # points: the largest path of several strokes that is a letter or a sign
TEXT_LAYER = "text"

Run = tuple[Floats, bool]  # points, and whether they are a curve


@dataclass(slots=True)
class PageDrawing:
    """The drawing of a page, with facts for the report."""

    drawing: Drawing
    unreadable: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _SubPath:
    runs: list[Run]
    closed: bool
    start: int  # of its points on the page

    @property
    def points(self) -> Floats:
        parts = [self.runs[0][0], *(points[1:] for points, _ in self.runs[1:])]
        return np.concatenate(parts)


def build_drawing(content: PageContent, kind_of: Callable[[str], str]) -> PageDrawing:
    """Return the drawing of a page; ``kind_of`` returns the kind of a layer by name."""
    builder = _PageBuilder(content, name_layers(content.pens, content.path_pens, kind_of))
    builder.add_paths()
    builder.add_fills()
    lines, unreadable = join_glyphs(content)
    builder.add_texts([*lines, *read_notes(content.notes)])
    return PageDrawing(
        builder.builder.build(Header(paper_unit=POINT), plotted=True), unreadable, builder.left_out
    )


class _PageBuilder:
    """Adds the paths and texts of a page to a drawing."""

    def __init__(self, content: PageContent, layers: list[str]) -> None:
        self.builder = DrawingBuilder()
        for pen, name in zip(content.pens, layers, strict=True):
            self.builder.layer(name, pen=measure_pen(pen))
        self.left_out: Counter[str] = Counter()
        self._content, self._layers = content, layers
        self._clipper = Clipper(content.clips, content.box)
        self._keys: Counter[str] = Counter()
        self._fills: dict[int, list[object]] = {}
        self._dashes = self._find_dashes()

    def add_paths(self) -> None:
        """Add stroked paths, and collect filled ones."""
        content = self._content
        ends = [*content.starts[1:].tolist(), len(content.points)]
        for path, (start, end) in enumerate(zip(content.starts.tolist(), ends, strict=True)):
            pen = content.pens[int(content.path_pens[path])]
            shapes = list(_divide_path(content, start, end))
            if pen.fill is not None and not is_white(pen.fill):
                self._collect_fill(path, shapes, pen)
            if pen.stroke is None or is_white(pen.stroke):
                self.left_out["white, as paper"] += pen.fill is None or is_white(pen.fill)
                continue
            dashes = [bool(self._dashes[shape.start]) for shape in shapes]
            if any(dashes) and not all(dashes):  # a solid and a dashed line that a plotter drew as one path
                for dashed in (False, True):
                    part = [one for one, is_dash in zip(shapes, dashes, strict=True) if is_dash is dashed]
                    self._add_stroke(path, part, np.concatenate([one.points for one in part]), dashed=dashed)
                continue
            self._add_stroke(path, shapes, content.points[start:end], dashed=pen.dashed or any(dashes))

    def _add_stroke(self, path: int, shapes: list[_SubPath], points: Floats, *, dashed: bool) -> None:
        clip = int(self._content.path_clips[path])
        shown = self._clipper.shows(clip, points)
        if shown is False:
            self.left_out["clipped away"] += 1
            return
        layer = self._layers[int(self._content.path_pens[path])]
        kind = (
            SIGN
            if len(points) > 3 and np.ptp(points, axis=0).max() < _LETTER and not is_box(points)
            else "PATH"
        )
        entity = self._begin(layer, kind, points, DASHED if dashed else "")
        for shape in shapes:
            if shown:
                self._add_shape(entity, shape)
                continue
            line = np.concatenate([shape.points, shape.points[:1]]) if shape.closed else shape.points
            for piece in self._clipper.cut_line(clip, line):
                self.builder.add_line(entity, drop_doubles(piece))

    def _add_shape(self, entity: int, shape: _SubPath) -> None:
        if all(not curved for _, curved in shape.runs):
            self.builder.add_line(entity, drop_doubles(shape.points), closed=shape.closed)
            return
        runs = list(shape.runs)
        if shape.closed and np.any(runs[0][0][0] != runs[-1][0][-1]):
            runs.append((np.array([runs[-1][0][-1], runs[0][0][0]]), False))
        add_runs(self.builder, entity, runs)
        if shape.closed:
            self.builder.add_ring(entity, drop_doubles(shape.points))

    def _collect_fill(self, path: int, shapes: list[_SubPath], pen: Pen) -> None:
        area = build_area([shape.points for shape in shapes], even_odd=pen.even_odd)
        if area.is_empty or area.area <= 0:
            return
        clip = int(self._content.path_clips[path])
        outline = np.array(area.bounds).reshape(2, 2)
        shown = self._clipper.shows(clip, outline)
        if shown is None:
            area = self._clipper.cut_area(clip, area)
        if shown is not False and not area.is_empty:
            self._fills.setdefault(int(self._content.path_pens[path]), []).append(area)

    def add_fills(self) -> None:
        """Add fills by pen: walls as outlines with lines, tints as areas, slender ones as lines."""
        for pen, areas in sorted(self._fills.items()):
            found = self._content.pens[pen]
            solids = sort_fills(areas)  # type: ignore[arg-type]
            layer = self._layers[pen]
            if found.stroke is not None:  # its outline is drawn by the pen, on a layer of that
                layer = ", ".join(filter(None, [found.layer, describe_pen(Pen("", 0.0, None, found.fill))]))
            for line in solids.lines if found.stroke is None else []:
                self.builder.add_line(self._begin(layer, "PATH", line), line)
            for area in solids.walls:
                rings = list_rings(area)
                entity = self._begin(layer, "FILL", rings[0])
                for ring in rings:
                    self.builder.add_fill(entity, ring)
                    if found.stroke is None:
                        self.builder.add_line(entity, ring, closed=True)
            for area in solids.signs:
                self.builder.add_fill(self._begin(layer, SIGN, list_rings(area)[0]), list_rings(area)[0])
            for area in solids.tints:
                rings = list_rings(area)
                self.builder.add_fill(self._begin(layer, "FILL", rings[0]), rings[0])

    def add_texts(self, lines: list[Line]) -> None:
        """Add texts, each as a separate entity."""
        for line in lines:
            anchor = np.array([line.anchor])
            layer = line.layer or TEXT_LAYER
            entity = self._begin(layer, "TEXT", anchor, said=line.text)
            self.builder.texts.append(
                Text(line.text, line.anchor, line.centre, line.height, line.width, line.angle, entity)
            )

    def _begin(self, layer: str, kind: str, points: Floats, linetype: str = "", said: str = "") -> int:
        """Begin an entity; its key depends on its points, because pages have no ids."""
        shape = np.round(points, 2).astype(np.float32).tobytes()
        digest = hashlib.blake2b(shape + f"{layer}\0{kind}\0{said}".encode(), digest_size=6).hexdigest()
        self._keys[digest] += 1
        again = self._keys[digest]
        key = digest if again == 1 else f"{digest}-{again}"
        return self.builder.add_entity(key, kind, layer, (), linetype)

    def _find_dashes(self) -> NDArray[np.bool_]:
        """Return which points begin a dash of a longer line, whether dashes are paths or parts of one."""
        content = self._content
        count = len(content.points)
        begins = content.codes == MOVE
        begins[content.starts[content.starts < count]] = True
        starts = np.flatnonzero(begins)
        sizes = np.diff(np.append(starts, count))
        starts = starts[sizes == 2]
        starts = starts[content.codes[starts + 1] == LINE]
        segments = np.hstack([content.points[starts], content.points[starts + 1]]).reshape(-1, 4)
        paths = np.searchsorted(content.starts, starts, side="right") - 1
        found = np.zeros(count, dtype=bool)
        found[starts] = find_dashes(segments, content.path_pens[paths])
        return found


def is_box(points: Floats) -> bool:
    """Return whether a path is a rectangle, as columns are."""
    return len(points) in {4, 5} and len(np.unique(np.round(points, 2), axis=0)) == 4


def _divide_path(content: PageContent, start: int, end: int) -> Iterator[_SubPath]:
    """Yield the subpaths of a path."""
    codes = content.codes[start:end]
    moves = [start, *(start + np.flatnonzero(codes[1:] == MOVE) + 1).tolist(), end]
    for first, last in pairwise(moves):
        if last - first < 2:
            continue
        points, codes = content.points[first:last], content.codes[first:last]
        closed = bool(content.closed[first:last].any()) or bool(
            np.all(points[0] == points[-1]) and len(points) > 3
        )
        if not (codes == CURVE).any():
            yield _SubPath([(points, False)], closed, first)
        else:
            yield _SubPath(list(_evaluate(points, codes.tolist())), closed, first)


def _evaluate(points: Floats, codes: list[int]) -> Iterator[Run]:
    """Yield the runs of a subpath with curves."""
    index = 1
    straight = [points[0]]
    while index < len(codes):
        here = points[index - 1]
        if codes[index] != CURVE or index + 2 >= len(codes):
            straight.append(points[index])
            index += 1
            continue
        curve = np.vstack([here, evaluate_curve(here, *points[index : index + 3])])
        index += 3
        if not is_curved(curve):
            straight.append(curve[-1])
            continue
        if len(straight) > 1:
            yield np.array(straight), False
        yield curve, True
        straight = [curve[-1]]
    if len(straight) > 1:
        yield np.array(straight), False

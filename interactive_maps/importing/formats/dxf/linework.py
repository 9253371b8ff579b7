"""Conversion of DXF parts to the drawing model in which rooms are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from interactive_maps.importing.drawing import Drawing, Text
from interactive_maps.importing.drawing.arcs import fit_arc
from interactive_maps.importing.drawing.builder import DrawingBuilder
from interactive_maps.importing.drawing.curves import drop_doubles, evaluate_curve
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Fill,
    Linework,
    TextEntity,
)
from interactive_maps.importing.formats.dxf.scale.stated_units import read_dimensions, read_header

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document
    from ezdxf.path import Path

_MEET = 1e-9  # drawing units


def build_drawing(parts: Sequence[DrawingEntity], document: Document | None = None) -> Drawing:
    """Return the drawing of expanded ``parts``, in drawing units, with header and dimensions of ``document``."""
    builder = DrawingBuilder()
    for part in parts:
        origin = part.origin
        entity = builder.add_entity(
            origin.key, origin.dxftype, origin.layer, origin.blocks, origin.linetype or ""
        )
        match part:
            case Linework(path=path, filled=filled):
                _add_stroke(builder, entity, path, filled=filled)
            case TextEntity():
                builder.texts.append(_read_text(part, entity))
            case Fill(outlines=outlines):
                for outline in outlines:
                    builder.add_fill(entity, _sample(outline))
    if document is None:
        return builder.build()
    return builder.build(read_header(document), read_dimensions(document))


def _read_text(part: TextEntity, entity: int) -> Text:
    block = part.origin.key.rsplit("/", 1)[0] if part.reference else ""
    return Text(
        part.text,
        part.insertion,
        part.centre,
        part.height,
        part.width,
        part.angle,
        entity,
        part.tag,
        block,
    )


def _add_stroke(builder: DrawingBuilder, entity: int, path: Path, *, filled: bool) -> None:
    paths = list(path.sub_paths()) if path.has_sub_paths else [path]
    for single in paths:
        if not single.has_curves:
            points = drop_doubles(np.array([(v.x, v.y) for v in single.control_vertices()], dtype=float))
            closed = len(points) > 3 and bool((np.abs(points[0] - points[-1]) <= _MEET).all())
            builder.add_line(entity, points, closed=closed or single.is_closed)
            if filled and len(points) > 2:
                builder.add_fill(entity, points)
            continue
        runs = list(_split_runs(single))
        for points, curved in runs:
            arc = fit_arc(points) if curved else None
            if arc is not None:
                builder.add_arc(entity, *arc)
            else:
                builder.add_line(entity, drop_doubles(points))
        if single.is_closed and len(runs) > 1:
            builder.add_ring(entity, drop_doubles(np.concatenate([points for points, _ in runs]))[:-1])


def _split_runs(path: Path) -> Iterator[tuple[Floats, bool]]:
    """Yield the runs of a path as points: straight ones, and one run per curve."""
    from ezdxf.path import Command

    here = _place(path.start)
    run: list[Floats] = [here[None]]
    curved = False
    for command in path.commands():
        bends = command.type in {Command.CURVE3_TO, Command.CURVE4_TO}
        points = _evaluate(here, command) if bends else _place(command.end)[None]
        if len(run) > 1 and (bends != curved or (bends and not _continues(run[-1], points))):
            yield np.concatenate(run), curved
            run = [here[None]]
        run.append(points)
        curved, here = bends, points[-1]
    if len(run) > 1:
        yield np.concatenate(run), curved


def _continues(before: Floats, after: Floats) -> bool:
    """Return whether two adjacent curves may be parts of one arc: no corner between them, and the same direction."""
    one, other = before[-1] - before[-2], after[0] - before[-1]
    cross = one[0] * other[1] - one[1] * other[0]
    bend = before[-2] - before[-3]
    turn = bend[0] * one[1] - bend[1] * one[0]
    return bool(one @ other > 0 and cross * turn >= 0)


def _evaluate(start: Floats, command: Any) -> Floats:
    """Return points of a Bézier curve, without its start."""
    end = _place(command.end)
    if command.type.name == "CURVE3_TO":
        control = _place(command.ctrl)
        first, second = start + (control - start) * (2 / 3), end + (control - end) * (2 / 3)
    else:
        first, second = _place(command.ctrl1), _place(command.ctrl2)
    return evaluate_curve(start, first, second, end)


def _sample(path: Path) -> Floats:
    return drop_doubles(np.concatenate([points for points, _ in _split_runs(path)] or [np.empty((0, 2))]))


def _place(vertex: Any) -> Floats:
    return np.array((vertex.x, vertex.y), dtype=float)

"""Storeys as SVG: numbers in whole centimetres, relative if that is shorter, texts escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from interactive_maps.importing.preview.lines import Floats
from interactive_maps.importing.preview.overview import LevelDrawing, Overview, Shape

_LARGEST, _SMALLEST = 45.0, 4.0  # height of letters in centimetres
_WIDE = 0.58  # width of a letter, as a share of its height


def draw_level(storey: LevelDrawing, index: int, overview: Overview) -> Iterator[str]:
    """Yield the SVG of a storey, piece by piece."""
    width, height = storey.size
    box = f"0 0 {width:.0f} {height:.0f}"
    title = escape(storey.title)
    yield f'<section class="storey"><h2>{title}</h2>'
    yield f'<svg class="plan" viewBox="{box}" data-all="{box}" data-width="{width:.0f}" role="group">'
    yield '<g data-part="rooms">'
    yield from (_draw_room(shape, f"s{index}r{number}") for number, shape in enumerate(storey.rooms))
    yield "</g>"
    names = list(overview.layers)
    for layer, segments in storey.lines.items():
        use = overview.layers.get(layer)
        kind = escape((use.taken_for or use.kind) if use else "other")
        number = names.index(layer) if layer in names else len(names)
        yield f'<path class="line k-{kind}" data-part="l{number}" d="{trace_segments(segments)}"/>'
    yield f'<path class="ways" data-part="ways" d="{trace_segments(storey.paths)}"/>'
    yield '<g data-part="doors">'
    yield from (_draw_door(shape, f"s{index}d{number}") for number, shape in enumerate(storey.doors))
    yield '</g><g data-part="labels">'
    for shape in storey.rooms:
        yield from _write_label(shape)
    yield "</g></svg></section>"


def trace_segments(segments: Floats) -> str:
    """Return the path of (n, 4) segments, joined if one begins at the end of the other."""
    pieces: list[str] = []
    last: tuple[int, int] | None = None
    for x, y, to_x, to_y in np.round(segments).astype(np.int64).tolist():
        if (x, y) != last:
            pieces.append(f"M{x} {y}")
        pieces.append(f"l{to_x - x} {to_y - y}".replace(" -", "-"))
        last = (to_x, to_y)
    return "".join(pieces)


def _trace_rings(rings: Sequence[Floats], *, closed: bool) -> str:
    end = "z" if closed else ""
    return "".join(trace_segments(np.hstack([ring[:-1], ring[1:]])) + end for ring in rings if len(ring) > 1)


def _draw_room(shape: Shape, key: str) -> str:
    state = " guessed" if shape.guessed else " doubt" if shape.issues else ""
    return (
        f'<path id="{key}" data-shape="" class="room g-{shape.group}{state}" fill-rule="evenodd" '
        f'd="{_trace_rings(shape.rings, closed=True)}"><title>{escape(shape.details)}</title></path>'
    )


def _draw_door(shape: Shape, key: str) -> str:
    state = " guessed" if shape.guessed else ""
    title = f"<title>{escape(shape.details)}</title>"
    if all(len(ring) == 1 for ring in shape.rings):  # a point, from a format without opening lines
        x, y = (float(number) for number in shape.rings[0][0])
        place = f'cx="{x:.0f}" cy="{y:.0f}" r="20"'
        return f'<circle id="{key}" data-shape="" class="door{state}" {place}>{title}</circle>'
    trace = _trace_rings(shape.rings, closed=False)
    return f'<path id="{key}" data-shape="" class="door{state}" d="{trace}">{title}</path>'


def fit_label(shape: Shape) -> float:
    """Return the height of letters that fits a label, 0 if none does."""
    if not shape.label:
        return 0.0
    longest = max(len(line) for line in shape.label)
    size = min(_LARGEST, 2.2 * shape.reach / (longest * _WIDE), 1.6 * shape.reach / len(shape.label))
    return size if size >= _SMALLEST else 0.0


def _write_label(shape: Shape) -> Iterator[str]:
    size = fit_label(shape)
    x, y = shape.place
    for row, line in enumerate(shape.label if size else ()):
        below = y + size * (row - (len(shape.label) - 1) / 2 + 0.35)
        yield f'<text x="{x:.0f}" y="{below:.0f}" font-size="{size:.0f}">{escape(line)}</text>'

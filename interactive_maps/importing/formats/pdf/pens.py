"""Names for what has no layer: a plotted page keeps the pens that its layers were drawn with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from interactive_maps.importing.drawing.drawing import SOLID
from interactive_maps.importing.pdfium.content import Colour, Integers, Pen

_MILLIMETRES = 25.4 / 72
_STEP = 32  # of 256: colours that differ less are one
_NO_KINDS = frozenset({"", "other", "unknown"})
_WHITE = 244


def is_white(colour: Colour | None) -> bool:
    """Return whether a colour is that of paper: it hides what lies below, and shows nothing."""
    return colour is not None and min(colour) >= _WHITE


def name_layers(pens: Sequence[Pen], path_pens: Integers, kind_of: Callable[[str], str]) -> list[str]:
    """Return the name of each pen's layer: the page's own where that says something, else the pen's.

    A page's own layer is divided by pens where its name says nothing to ``kind_of`` and it holds several pens.
    """
    used = Counter(path_pens.tolist())
    by_layer: dict[str, Counter[str]] = {}
    for index, pen in enumerate(pens):
        by_layer.setdefault(pen.layer, Counter())[describe_pen(pen)] += used[index]
    names = []
    for pen in pens:
        alone = pen.layer and (len(by_layer[pen.layer]) == 1 or kind_of(pen.layer) not in _NO_KINDS)
        parts = [pen.layer] if alone else [pen.layer, describe_pen(pen)]
        names.append(", ".join(filter(None, parts)))
    return names


def measure_pen(pen: Pen) -> float:
    """Return the width of a pen in millimetres, ``SOLID`` for one that fills."""
    return SOLID if pen.stroke is None else round(pen.width * _MILLIMETRES, 2)


def describe_pen(pen: Pen) -> str:
    """Return a pen in words: ``pen 0.50 mm``, ``pen 0.18 mm dashed #ff0000``, ``fill #808080``."""
    if pen.stroke is None:
        return f"fill {_describe_colour(pen.fill) or '#000000'}"
    words = [
        f"pen {pen.width * _MILLIMETRES:.2f} mm",
        "dashed" if pen.dashed else "",
        _describe_colour(pen.stroke),
    ]
    return " ".join(filter(None, words))


def _describe_colour(colour: Colour | None) -> str:
    """Return a colour in coarse steps; "" for black."""
    coarse = [min(round(part / _STEP) * _STEP, 255) for part in colour or (0, 0, 0)]
    return "#{:02x}{:02x}{:02x}".format(*coarse) if any(coarse) else ""

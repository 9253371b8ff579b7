"""Layer names from pens: a plotted page has no layers, but keeps their pens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from interactive_maps.importing.drawing.drawing import SOLID
from interactive_maps.importing.pdfium.content import Colour, Integers, Pen

_MILLIMETRES = 25.4 / 72
_STEP = 32  # of 256: colours that differ less are equal
_NO_KINDS = frozenset({"", "other", "unknown"})
_WHITE = 244


def is_white(colour: Colour | None) -> bool:
    """Return whether a colour is that of paper, which hides what is below."""
    return colour is not None and min(colour) >= _WHITE


def name_layers(pens: Sequence[Pen], path_pens: Integers, kind_of: Callable[[str], str]) -> list[str]:
    """Return the layer name of each pen: the page's layer if that is meaningful, else the pen's description.

    A layer of the page is divided by pens if ``kind_of`` does not know its name and it has several pens.
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
    """Return the width of a pen in millimetres; ``SOLID`` for fills."""
    return SOLID if pen.stroke is None else round(pen.width * _MILLIMETRES, 2)


def describe_pen(pen: Pen) -> str:
    """Describe a pen: ``pen 0.50 mm``, ``pen 0.18 mm dashed #ff0000``, ``fill #808080``."""
    if pen.stroke is None:
        return f"fill {_describe_colour(pen.fill) or '#000000'}"
    words = [
        f"pen {pen.width * _MILLIMETRES:.2f} mm",
        "dashed" if pen.dashed else "",
        _describe_colour(pen.stroke),
    ]
    return " ".join(filter(None, words))


def _describe_colour(colour: Colour | None) -> str:
    """Describe a colour in coarse steps; "" for black."""
    coarse = [min(round(part / _STEP) * _STEP, 255) for part in colour or (0, 0, 0)]
    return "#{:02x}{:02x}{:02x}".format(*coarse) if any(coarse) else ""

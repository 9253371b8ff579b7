"""Pages of PDF files for tests, drawn in points."""

from collections.abc import Iterable
from itertools import pairwise

from benchmarks.drafting.pdf_file import PdfFile

A4 = (842.0, 595.0)


def rect(left, bottom, right, top):
    """Return four strokes around a rectangle, line by line."""
    corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    return " ".join(f"{a} {b} m {c} {d} l S" for (a, b), (c, d) in pairwise(corners))


def write(text, x, y, size=10, matrix="1 0 0 1"):
    """Return the operators that write a text."""
    return f"BT /F {size} Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"


def page(*content, size=A4, layers=(), hidden=(), entries="", resources="", times=1):
    """Return a PDF whose pages all show ``content``."""
    file = PdfFile(layers=list(layers), hidden=frozenset(hidden))
    for _ in range(times):
        file.add_page("\n".join(flatten(content)), size, entries)
    return file.build(resources)


def flatten(parts: Iterable[object]) -> list[str]:
    """Return operators as one list."""
    return [str(part) for part in parts]


def flat():
    """Return a flat at 1:100: two rooms of 4 by 5 m with a door between them, walls 0.2 m, and a door out."""
    metre = 28.3465
    walls = []

    def wall(x0, y0, x1, y1):
        box = [200 + x0 * metre, 200 + y0 * metre, 200 + x1 * metre, 200 + y1 * metre]
        walls.append(rect(*(round(number, 3) for number in box)))

    wall(0, 0, 8.6, 0.2)
    wall(0, 5.2, 8.6, 5.4)
    wall(0, 0.2, 0.2, 5.2)
    wall(8.4, 0.2, 8.6, 1.0)
    wall(8.4, 1.9, 8.6, 5.2)
    wall(4.2, 0.2, 4.4, 3.0)
    wall(4.2, 3.9, 4.4, 5.2)
    return ["1.4 w", *walls, "0.5 w", *swing(4.2, 3.0, 0.9), *swing(8.4, 1.0, 0.9)]


def swing(x, y, radius):
    """Return the leaf and the swing, a curve, of a door that opens to the left, in metres of the flat."""
    metre = 28.3465
    hinge = 200 + x * metre, 200 + y * metre
    reach, bend = radius * metre, 0.55228475 * radius * metre
    leaf = f"{hinge[0]:.3f} {hinge[1]:.3f} m {hinge[0] - reach:.3f} {hinge[1]:.3f} l S"
    curve = (
        f"{hinge[0] - reach:.3f} {hinge[1]:.3f} m"
        f" {hinge[0] - reach:.3f} {hinge[1] + bend:.3f} {hinge[0] - bend:.3f} {hinge[1] + reach:.3f}"
        f" {hinge[0]:.3f} {hinge[1] + reach:.3f} c S"
    )
    return [leaf, curve]


def label(text, x, y):
    """Return a room's name, in metres of the flat."""
    return write(text, 200 + x * 28.3465 - 0.275 * 10 * len(text), 200 + y * 28.3465, 10)

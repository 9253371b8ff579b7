"""Heat maps as SVG: rows, columns, and a share of 100 in each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

_LEFT, _TOP, _WIDE, _HIGH, _GAP = 250, 74, 52, 24, 36

Shares = Mapping[tuple[str, str], float | None]


def draw_heat_maps(
    title: str, maps: Mapping[str, Shares], rows: Sequence[str], columns: Sequence[str]
) -> str:
    """Return named heat maps side by side; fields without a number are white."""
    return "\n".join(_list_pieces(title, maps, rows, columns)) + "\n"


def _list_pieces(
    title: str, maps: Mapping[str, Shares], rows: Sequence[str], columns: Sequence[str]
) -> Iterator[str]:
    panel = len(columns) * _WIDE + _GAP
    width, height = _LEFT + len(maps) * panel, _TOP + len(rows) * _HIGH + 12
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">'
    yield f'<rect width="{width}" height="{height}" fill="#fff"/>'
    yield f'<text x="12" y="24" font-size="16" font-weight="bold">{escape(title)}</text>'
    for number, row in enumerate(rows):
        y = _TOP + number * _HIGH + 16
        yield f'<text x="{_LEFT - 8}" y="{y}" font-size="12" text-anchor="end">{escape(row)}</text>'
    for index, (name, shares) in enumerate(maps.items()):
        left = _LEFT + index * panel
        yield f'<text x="{left}" y="48" font-size="13" font-weight="bold">{escape(name)}</text>'
        for number, column in enumerate(columns):
            x = left + number * _WIDE + _WIDE / 2
            yield f'<text x="{x:g}" y="66" font-size="11" text-anchor="middle">{escape(column)}</text>'
            for line, row in enumerate(rows):
                yield from _draw_field(left + number * _WIDE, _TOP + line * _HIGH, shares.get((row, column)))
    yield "</svg>"


def _draw_field(x: int, y: int, share: float | None) -> Iterator[str]:
    if share is None:
        return
    yield f'<rect x="{x}" y="{y}" width="{_WIDE - 2}" height="{_HIGH - 2}" fill="{_choose_colour(share)}"/>'
    place = f'x="{x + _WIDE / 2 - 1:g}" y="{y + 15}" font-size="11" text-anchor="middle"'
    yield f"<text {place}>{share:.0f}</text>"


def _choose_colour(share: float) -> str:
    """Return a colour from red through yellow to green; only the upper half varies much."""
    along = min(max((share - 50) / 50, 0.0), 1.0)
    red, green = (235, 120 + 110 * 2 * along) if along < 0.5 else (235 - 105 * (2 * along - 1), 230)
    return f"#{round(red):02x}{round(min(green, 230)):02x}96"

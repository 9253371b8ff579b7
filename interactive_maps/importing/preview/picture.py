"""The preview as a PNG: the initial state of the page, storey below storey, with a legend."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from interactive_maps.importing.preview.details import GROUPS
from interactive_maps.importing.preview.drawing import fit_label
from interactive_maps.importing.preview.lines import Floats
from interactive_maps.importing.preview.overview import LevelDrawing, Overview, Shape

_SIDE = 2400  # pixels of the longer side of a storey
_MOST_PIXELS = 60_000_000  # of the whole picture; beyond, storeys are smaller
_FINE = 2  # pixels drawn per final pixel, for smooth lines
_HEAD, _FOOT, _MARK = 60, 50, 24
_LEAST_LETTER = 7  # pixels
_COLOURS = {
    "room": "#dbe8f7",
    "way": "#fff3c9",
    "shaft": "#e3d5f2",
    "wet": "#cdeee9",
    "store": "#e6e3dc",
    "outdoors": "#dcefd1",
}
_LINES = {"wall": "#111827", "mixed": "#111827", "column": "#111827", "window": "#0284c7", "door": "#7fae92"}
_LINES |= {"stair": "#7c3aed", "lift": "#7c3aed"}
_EDGE, _DOOR, _GUESSED, _DOUBT, _TEXT = "#5b6776", "#1d6f42", "#b45309", "#b91c1c", "#111827"
_MARKS = (("door", _DOOR), ("guessed edge or door", _GUESSED), ("room with an issue", _DOUBT))
# Letters of all scripts if the machine has them, else the library's own.
_FONTS = ("NotoSansCJK-Regular.ttc", "DejaVuSans.ttf", "Arial Unicode.ttf")


def write_picture(overview: Overview) -> bytes:
    """Return the PNG of an overview."""
    scales = [_SIDE / max(*storey.size, 1.0) for storey in overview.storeys]
    pixels = sum(
        w * h * scale**2 for (w, h), scale in zip((s.size for s in overview.storeys), scales, strict=True)
    )
    shrink = min(1.0, (_MOST_PIXELS / max(pixels, 1.0)) ** 0.5)
    parts = [
        _draw_level(storey, scale * shrink, overview)
        for storey, scale in zip(overview.storeys, scales, strict=True)
    ]
    legend = _draw_legend(max((part.width for part in parts), default=800))
    parts.append(legend)
    whole = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    file = BytesIO()
    whole.save(file, "PNG", optimize=False)
    return file.getvalue()


def _draw_level(storey: LevelDrawing, scale: float, overview: Overview) -> Image.Image:
    width, height = (max(int(side * scale), 1) for side in storey.size)
    canvas = Image.new("RGB", (width * _FINE, height * _FINE), "white")
    draw = ImageDraw.Draw(canvas)
    fine = scale * _FINE
    for shape in storey.rooms:
        _fill_room(draw, shape, fine)
    for layer, segments in storey.lines.items():
        use = overview.layers.get(layer)
        colour = _LINES.get((use.taken_for or use.kind) if use else "wall")
        if colour is not None:
            _draw_segments(draw, segments * fine, colour, _FINE)
    for shape in storey.rooms:
        if shape.guessed or shape.issues:
            colour = _GUESSED if shape.guessed else _DOUBT
            for ring in shape.rings:
                draw.line([tuple(point) for point in (ring * fine).tolist()], colour, 2 * _FINE)
    for shape in storey.doors:
        _draw_door(draw, shape, fine)
    small = canvas.resize((width, height), Image.Resampling.LANCZOS)
    _write_labels(ImageDraw.Draw(small), storey, scale)
    framed = Image.new("RGB", (width, height + _HEAD), "white")
    framed.paste(small, (0, _HEAD))
    ImageDraw.Draw(framed).text((16, 14), f"{overview.title}: {storey.title}"[:120], _TEXT, _find_font(26))
    return framed


def _fill_room(draw: ImageDraw.ImageDraw, shape: Shape, fine: float) -> None:
    for number, ring in enumerate(shape.rings):
        if len(ring) > 2:
            colour = "white" if number else _COLOURS[shape.group]  # a hole shows the paper below
            draw.polygon([tuple(point) for point in (ring * fine).tolist()], fill=colour, outline=_EDGE)


def _draw_segments(draw: ImageDraw.ImageDraw, segments: Floats, colour: str, width: int) -> None:
    for x, y, to_x, to_y in segments.tolist():
        draw.line((x, y, to_x, to_y), colour, width)


def _draw_door(draw: ImageDraw.ImageDraw, shape: Shape, fine: float) -> None:
    colour = _GUESSED if shape.guessed else _DOOR
    for ring in shape.rings:
        points = [tuple(point) for point in (ring * fine).tolist()]
        if len(points) > 1:
            draw.line(points, colour, 4 * _FINE)
        else:
            (x, y), reach = points[0], 4 * _FINE
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)


def _write_labels(draw: ImageDraw.ImageDraw, storey: LevelDrawing, scale: float) -> None:
    for shape in storey.rooms:
        size = int(fit_label(shape) * scale)
        if size >= _LEAST_LETTER:
            x, y = (number * scale for number in shape.place)
            draw.multiline_text(
                (x, y),
                "\n".join(shape.label),
                _TEXT,
                _find_font(size),
                anchor="mm",
                align="center",
                spacing=1,
            )


def _draw_legend(width: int) -> Image.Image:
    marks = [(_COLOURS[group], words) for group, words in GROUPS.items()]
    marks += [(colour, words) for words, colour in _MARKS]
    rows = list(_arrange(marks, width))
    image = Image.new("RGB", (width, _FOOT * (1 + max((row for _, row, *_ in rows), default=0))), "white")
    draw = ImageDraw.Draw(image)
    for left, row, colour, words in rows:
        top = row * _FOOT + 12
        draw.rectangle((left, top, left + _MARK, top + _MARK), fill=colour, outline=_EDGE)
        draw.text((left + _MARK + 8, top + 1), words, _TEXT, _find_font(20))
    return image


def _arrange(marks: list[tuple[str, str]], width: int) -> Iterator[tuple[int, int, str, str]]:
    left, row = 16, 0
    for colour, words in marks:
        needed = _MARK + 40 + 11 * len(words)
        if left + needed > width and left > 16:
            left, row = 16, row + 1
        yield left, row, colour, words
        left += needed


@lru_cache(maxsize=64)
def _find_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)

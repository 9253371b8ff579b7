"""The picture as PNG, in the colours of the viewer."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from interactive_maps.ops import deadlines
from interactive_maps.viewer.preview.content import Content, Ring, Shape
from interactive_maps.viewer.preview.frame import HEIGHT, WIDTH, Frame

_FINE = 2  # pixels drawn for each that remains: smooth lines
_COLOURS = 128  # of the palette: a third of the bytes
# Of the style sheet, where they are named --map-NAME; a test compares them.
COLOURS = {
    "outside": "#d6dce5",
    "floor": "#f8f6f2",
    "room": "#ffffff",
    "wall": "#5f6877",
    "wallFill": "#c8cfd9",
    "line": "#6a7281",
    "accent": "#1d5fe0",
    "accentSoft": "#cfe0ff",
    "restroom": "#dcebfb",
    "lift": "#e6e1f7",
    "stairs": "#e6e1f7",
    "escalator": "#e6e1f7",
    "ramp": "#e6e1f7",
    "food": "#fdebd3",
    "shop": "#fbe9e4",
    "medical": "#e2f3ee",
    "sleep": "#eef5f3",
    "meeting": "#e9eefc",
    "study": "#e9f2e1",
    "office": "#f7f8fa",
    "information": "#fdf2cc",
    "entrance": "#fdf2cc",
    "parking": "#e9edf2",
    "technical": "#eceae6",
    "storage": "#efedea",
}
_WALL = 0.65  # metres of Web Mercator: 40 cm at 52 degrees north
_PIN, _HEAD = 46, 20  # pixels: the height of the pin, and the radius of its head


def draw_picture(content: Content) -> bytes:
    """Return the PNG, ``WIDTH`` by ``HEIGHT`` pixels."""
    canvas = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), COLOURS["outside"])
    draw = ImageDraw.Draw(canvas)
    frame = content.frame
    if frame is not None:
        _draw_walls(canvas, frame, content)
        for shape in content.footprint:
            _trace(draw, frame, shape, COLOURS["wall"], 2)
        for shape in content.areas:
            tint = COLOURS["floor"] if shape.group == "hall" else COLOURS.get(shape.group or "")
            chosen = COLOURS["accentSoft"] if shape.key == content.chosen else None
            _fill(draw, frame, shape, chosen or tint or COLOURS["room"], COLOURS["floor"])
        for shape in content.lines:
            _trace(draw, frame, shape, COLOURS["line"], 1)
        for shape in content.areas:
            _trace(draw, frame, shape, COLOURS["wall"], 1)
        for shape in content.areas:
            if shape.key == content.chosen:
                _trace(draw, frame, shape, COLOURS["accent"], 3)
        if content.mark is not None:
            _draw_pin(draw, *_scale(frame, content.mark))
    small = canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


def _draw_walls(canvas: Image.Image, frame: Frame, content: Content) -> None:
    """Draw walls in the outline of the level, along it and around spaces; without spaces all of it is floor."""
    inside = Image.new("1", canvas.size)
    for shape in content.footprint:
        _fill(ImageDraw.Draw(inside), frame, shape, 1, 0)
    if not content.areas:
        canvas.paste(COLOURS["floor"], mask=inside)
        return
    walls = Image.new("1", canvas.size)
    width = max(1, round(2 * _WALL / frame.pixel))
    for shape in (*content.footprint, *content.areas):
        _trace(ImageDraw.Draw(walls), frame, shape, 1, width)
    canvas.paste(COLOURS["wallFill"], mask=ImageChops.logical_and(inside, walls))


def _scale(frame: Frame, point: tuple[float, float]) -> tuple[float, float]:
    x, y = frame.place(point[0], point[1])
    # Far outside of the picture one point is as good as another, and the library counts in whole numbers.
    return (min(max(x, -1e5), 1e5) * _FINE, min(max(y, -1e5), 1e5) * _FINE)


def _place(frame: Frame, ring: Ring) -> list[tuple[float, float]]:
    deadlines.check()
    return [_scale(frame, point) for point in ring]


def _fill(draw: ImageDraw.ImageDraw, frame: Frame, shape: Shape, colour: str | int, below: str | int) -> None:
    for number, ring in enumerate(shape.rings):
        if len(ring) > 2:
            draw.polygon(_place(frame, ring), fill=below if number else colour)


def _trace(draw: ImageDraw.ImageDraw, frame: Frame, shape: Shape, colour: str | int, width: int) -> None:
    for ring in shape.rings:
        if len(ring) > 1:
            draw.line(_place(frame, ring), colour, width * _FINE)


def _draw_pin(draw: ImageDraw.ImageDraw, x: float, y: float) -> None:
    """Draw a pin whose point is at x, y: in white, and a little smaller in the accent colour."""
    for colour, more in (("#ffffff", 3), (COLOURS["accent"], 0)):
        top, radius = y - _PIN * _FINE, (_HEAD + more) * _FINE
        middle = top + _HEAD * _FINE
        draw.ellipse((x - radius, middle - radius, x + radius, middle + radius), fill=colour)
        side, half = radius * 0.86, radius * 0.5
        draw.polygon(
            [(x - side, middle + half), (x + side, middle + half), (x, y + more * _FINE)], fill=colour
        )
    hole = _HEAD * _FINE * 0.38
    middle = y - (_PIN - _HEAD) * _FINE
    draw.ellipse((x - hole, middle - hole, x + hole, middle + hole), fill="#ffffff")

"""The sheet: converts metres to drawing units, turned, mirrored and with noise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import numpy as np
from numpy.typing import NDArray

from benchmarks.drafting.styles import Noise, Style
from interactive_maps.importing.drawing import Drawing, Header, Text
from interactive_maps.importing.drawing.builder import DrawingBuilder

Points = NDArray[np.float64]

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}
_INSUNITS = {"in": 1, "ft": 2, "mm": 4, "cm": 5, "m": 6}


class Sheet:
    """A drawing under construction; ``dice`` makes the random choices."""

    def __init__(self, style: Style, noise: Noise, dice: Random) -> None:
        self.style, self.noise, self.dice = style, noise, dice
        self.metres_per_unit = _METRES[style.unit]
        self._builder = DrawingBuilder()
        self._count = 0
        self._block: tuple[str, str] | None = None  # the key of the current block reference, and its name

    @contextmanager
    def in_block(self, which: int) -> Iterator[None]:
        """Draw through a block reference: the style's block for doors (0) or furniture (1), if it has one."""
        if self.style.blocks is not None:
            self._count += 1
            self._block = (f"{self._count:X}", self.style.blocks[which])
        yield
        self._block = None

    def say_length(self, length: float) -> str:
        """Return a length in metres as the text of a dimension."""
        if self.style.unit in {"in", "ft"}:
            inches = round(length / 0.0254)
            return f"{inches // 12}'-{inches % 12}\""
        return f"{length:.2f}" if self.style.unit == "m" else f"{length * 1000:.0f}"

    def place(self, points: Points) -> Points:
        """Return (n, 2) metres as drawing units."""
        mirrored = points * (-1.0, 1.0) if self.style.mirrored else points
        turn = math.radians(self.style.rotation)
        cosine, sine = math.cos(turn), math.sin(turn)
        turned = mirrored @ np.array([[cosine, sine], [-sine, cosine]])
        return np.asarray(turned / self.metres_per_unit)

    def add_walls(self, points: Points, *, closed: bool) -> None:
        """Draw the faces or the axis of walls: as one polyline, or line by line with noise."""
        if not self.style.exploded and not self.noise.gap:
            self.add_line("wall", points, closed=closed)
            return
        follow = np.roll(points, -1, axis=0) if closed else points[1:]
        for start, end in zip(points[: len(follow)], follow, strict=True):
            step = end - start
            length = float(np.hypot(*step))
            if length < 1e-6:
                continue
            step /= length
            most = min(self.noise.gap, length / 4)
            early, late = (self.dice.uniform(-most, most) for _ in range(2))
            self.add_line("wall", np.array([start + step * early, end + step * late]))
            if self.dice.random() < self.noise.doubled:
                aside = np.array([-step[1], step[0]]) * self.dice.uniform(-0.003, 0.003)
                self.add_line("wall", np.array([start + aside, (start + end) / 2 + aside]))

    def add_line(self, what: str, points: Points, *, closed: bool = False, linetype: str = "") -> None:
        """Draw straight pieces."""
        self._builder.add_line(self._begin("LINE", what, linetype), self.place(points), closed=closed)

    def add_fill(self, what: str, points: Points) -> None:
        """Fill an area."""
        self._builder.add_fill(self._begin("HATCH", what), self.place(points))

    def add_arc(self, what: str, centre: Points, radius: float, start: float, sweep: float) -> None:
        """Draw an arc; a negative ``sweep`` runs clockwise."""
        if self.style.mirrored:
            start, sweep = math.pi - start, -sweep
        start += math.radians(self.style.rotation)
        if sweep < 0:
            start, sweep = start + sweep, -sweep
        x, y = self.place(np.asarray(centre)[None])[0]
        self._builder.add_arc(
            self._begin("ARC", what),
            float(x),
            float(y),
            radius / self.metres_per_unit,
            math.remainder(start, math.tau),
            sweep,
        )

    def add_text(self, what: str, text: str, centre: Points, height: float) -> None:
        """Write a text around its centre."""
        if text:
            self._write(self._begin("TEXT", what), text, centre, height)

    def add_attributes(self, values: dict[str, str], centre: Points, height: float) -> None:
        """Write the attributes of a room's block, below each other."""
        block = f"B{self._count}"
        for row, (tag, value) in enumerate(values.items()):
            if value:
                entity = self._begin("ATTRIB", "name")
                self._write(entity, value, np.asarray(centre) - (0, 0.35 * row), height, tag, block)

    def build(self) -> Drawing:
        """Return the drawing."""
        said = self.style.header
        imperial = self.style.unit in {"in", "ft"}
        header = Header(
            _INSUNITS[self.style.unit] if said else 0, int(not imperial) if said else -1, 4 if imperial else 2
        )
        return self._builder.build(header if said or imperial else Header())

    def _begin(self, kind: str, what: str, linetype: str = "") -> int:
        self._count += 1
        layer, key = getattr(self.style.names, what), f"{self._count:X}"
        if self._block is None:
            return self._builder.add_entity(key, kind, layer, linetype=linetype)
        reference, name = self._block
        return self._builder.add_entity(f"{reference}/{key}", kind, layer, (name,), linetype)

    def _write(
        self, entity: int, text: str, centre: Points, height: float, tag: str = "", block: str = ""
    ) -> None:
        x, y = self.place(np.asarray(centre)[None])[0]
        tall = height / self.metres_per_unit
        width = tall * 0.8 * max(len(line) for line in text.split("\n"))
        turn = math.radians(self.style.rotation)
        anchor = (float(x - width / 2 * math.cos(turn)), float(y - width / 2 * math.sin(turn)))
        self._builder.texts.append(
            Text(text, anchor, (float(x), float(y)), tall, width, turn, entity, tag, block)
        )

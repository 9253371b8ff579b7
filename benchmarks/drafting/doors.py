"""Door symbols, as draughtsmen draw them: swings of all kinds, leaves, sliding and folding doors, sills."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.drafting.building import Door
from benchmarks.drafting.sheet import Points, Sheet

_FRAME = 0.05
_WIDEST_LEAF = 1.25  # metres; wider doors have two
_LEAF = 0.04  # metres thick
_CHORDS = 7


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf: its hinge at a face of the wall, unit vectors along and out of the wall, width, wall's thickness."""

    hinge: Points
    along: Points
    across: Points
    width: float
    thickness: float
    paired: bool = False

    def at(self, share: float, out: float = 0.0) -> Points:
        """Return the point at a share of the width, and a distance in metres out of the wall."""
        return self.hinge + self.along * self.width * share + self.across * out


def draw_door(sheet: Sheet, door: Door, thickness: float) -> None:
    """Draw a door in the sheet's style; one too wide for a leaf gets two."""
    kind = sheet.style.doors
    if kind == "mixed":
        kind = sheet.dice.choice(sorted(_KINDS))
    if kind == "gap":
        return
    along = np.array(door.direction)
    side = sheet.dice.choice((-1, 1))
    across = side * np.array([-along[1], along[0]])
    if sheet.dice.random() < 0.5:
        along = -along
    face = np.array(door.place) + across * thickness / 2
    wide = door.width > _WIDEST_LEAF
    leaf_width = door.width / 2 if wide else door.width
    with sheet.in_block(0):
        for way in (along, -along) if wide else (along,):
            leaf = Leaf(face - way * door.width / 2, way, across, leaf_width, thickness, wide)
            _KINDS[kind](sheet, leaf)


def _draw_slab(sheet: Sheet, leaf: Leaf, angle: float, *, thin: bool = False) -> None:
    """Draw the leaf opened by an angle: as a thin rectangle, or as one line."""
    turned = leaf.along * math.cos(angle) + leaf.across * math.sin(angle)
    tip = leaf.hinge + leaf.width * turned
    what = "wall" if sheet.dice.random() < sheet.noise.strayed else "door"
    if thin:
        sheet.add_line(what, np.array([leaf.hinge, tip]))
        return
    normal = np.array([-turned[1], turned[0]]) * _LEAF
    sheet.add_line(what, np.array([leaf.hinge, tip, tip + normal, leaf.hinge + normal]), closed=True)


def _list_arc(leaf: Leaf, angle: float, count: int = _CHORDS, squash: float = 1.0) -> Points:
    steps = np.linspace(0.0, angle, count + 1)
    offsets = (
        np.cos(steps)[:, None] * leaf.along + squash * np.sin(steps)[:, None] * leaf.across
    ) * leaf.width
    return np.asarray(leaf.hinge + offsets)


def _draw_arc(sheet: Sheet, leaf: Leaf, angle: float) -> None:
    points = _list_arc(leaf, angle, 1)
    shut, opened = (math.atan2(*(point - leaf.hinge)[::-1]) for point in points)
    sheet.add_arc("door", leaf.hinge, leaf.width, shut, math.remainder(opened - shut, math.tau))


def _swing(sheet: Sheet, leaf: Leaf) -> None:
    _draw_slab(sheet, leaf, math.pi / 2)
    _draw_arc(sheet, leaf, math.pi / 2)


def _open45(sheet: Sheet, leaf: Leaf) -> None:
    _draw_slab(sheet, leaf, math.pi / 4, thin=True)
    _draw_arc(sheet, leaf, math.pi / 4)


def _leaf(sheet: Sheet, leaf: Leaf) -> None:
    _draw_slab(sheet, leaf, math.radians(35))


def _arc(sheet: Sheet, leaf: Leaf) -> None:
    _draw_arc(sheet, leaf, math.pi / 2)


def _polyline(sheet: Sheet, leaf: Leaf) -> None:
    _draw_slab(sheet, leaf, math.pi / 2, thin=True)
    sheet.add_line("door", _list_arc(leaf, math.pi / 2, 12, squash=0.99))


def _exploded(sheet: Sheet, leaf: Leaf) -> None:
    _draw_slab(sheet, leaf, math.pi / 2, thin=True)
    points = _list_arc(leaf, math.pi / 2)
    for start, end in itertools.pairwise(points):
        sheet.add_line("door", np.array([start, end]))


def _frame(sheet: Sheet, leaf: Leaf) -> None:
    far = () if leaf.paired else ((leaf.at(1.0), -leaf.along),)
    for end, inward in ((leaf.hinge, leaf.along), *far):
        post = [end, end + inward * _FRAME]
        back = [point - leaf.across * leaf.thickness for point in reversed(post)]
        sheet.add_line("door", np.array([*post, *back]), closed=True)
    narrower = leaf.width - _FRAME * (1 if leaf.paired else 2)
    hinge = leaf.hinge + leaf.along * _FRAME
    _swing(sheet, Leaf(hinge, leaf.along, leaf.across, narrower, leaf.thickness))


def _closed(sheet: Sheet, leaf: Leaf) -> None:
    middle = leaf.hinge - leaf.across * leaf.thickness / 2
    corners = [
        middle + leaf.along * leaf.width * share + leaf.across * out
        for share, out in ((0, -0.02), (1, -0.02), (1, 0.02), (0, 0.02))
    ]
    sheet.add_line("door", np.array(corners), closed=True)


def _sliding(sheet: Sheet, leaf: Leaf) -> None:
    middle = leaf.hinge - leaf.across * leaf.thickness / 2
    for start, end, out in ((0.0, 0.55, 0.0), (0.45, 1.0, 0.04)):
        ring = [
            middle + leaf.along * leaf.width * share + leaf.across * (out + depth)
            for share, depth in ((start, 0.0), (end, 0.0), (end, 0.04), (start, 0.04))
        ]
        sheet.add_line("door", np.array(ring), closed=True)


def _folding(sheet: Sheet, leaf: Leaf) -> None:
    depth = 0.3 * leaf.width
    zigzag = [
        leaf.at(share, depth * (number % 2)) for number, share in enumerate((0, 0.12, 0.24, 0.36, 0.48))
    ]
    sheet.add_line("door", np.array(zigzag))


def _double_action(sheet: Sheet, leaf: Leaf) -> None:
    _swing(sheet, leaf)
    back = Leaf(leaf.hinge, leaf.along, -leaf.across, leaf.width, leaf.thickness)
    _draw_arc(sheet, back, math.pi / 2)


def _sill(sheet: Sheet, leaf: Leaf, what: str = "door") -> None:
    _swing(sheet, leaf)
    for out in (0.0, -leaf.thickness):
        sheet.add_line(what, np.array([leaf.at(0.0, out), leaf.at(1.0, out)]))


def _wall_sill(sheet: Sheet, leaf: Leaf) -> None:
    _sill(sheet, leaf, "wall")


_KINDS: dict[str, Callable[[Sheet, Leaf], None]] = {
    "swing": _swing,
    "open45": _open45,
    "leaf": _leaf,
    "arc": _arc,
    "polyline": _polyline,
    "exploded": _exploded,
    "frame": _frame,
    "closed": _closed,
    "sliding": _sliding,
    "folding": _folding,
    "double action": _double_action,
    "sill": _sill,
    "wall sill": _wall_sill,
}

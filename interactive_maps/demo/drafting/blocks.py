"""The block library: doors with leaf and swing, furniture, fixtures and room tags.

The origin of a door is the middle of its opening on the wall's axis, and it opens towards its y axis; the origin of
other blocks is the middle of their back. Their entities have layers, which exploding a block keeps.
"""

from __future__ import annotations

from ezdxf.document import Drawing
from ezdxf.layouts.blocklayout import BlockLayout

from interactive_maps.demo.design.building import CORRIDOR_WALL, DoorStyle
from interactive_maps.demo.drafting.sheet import TEXT_STYLE

ROOM_TAG = "ROOM-TAG"
NUMBER_HEIGHT, NAME_HEIGHT = 220, 160  # mm of letters in a room's label
LINE_PITCH = 320

Box = tuple[int, int, int, int]

_LEAF = 40  # mm thick
FURNITURE: dict[str, tuple[str, tuple[Box, ...]]] = {
    "BED": ("I-FURN", ((-500, 0, 500, 2100), (-350, 80, 350, 480), (-500, 700, 500, 2100))),
    "LOCKER": ("I-FURN", ((-225, 0, 225, 450),)),
    "CHAIR": ("I-FURN", ((-250, 0, 250, 500), (-250, 0, 250, 80))),
    "DESK": ("I-FURN", ((-800, 0, 800, 800), (-250, 900, 250, 1400), (-250, 1320, 250, 1400))),
    "CABINET": ("I-FURN", ((-500, 0, 500, 450), (-500, 0, 0, 450))),
    "SHELF": ("I-FURN", ((-500, 0, 500, 400),)),
    "BOARD": ("I-FURN", ((-1500, 0, 1500, 60),)),
    "TABLE-2": ("I-FURN", ((-700, 0, 700, 500), (-550, -500, -100, -80), (100, -500, 550, -80))),
    "TABLE-8": (
        "I-FURN",
        (
            (-1200, -500, 1200, 500),
            *((x, y, x + 450, y + 420) for x in (-1000, -225, 550) for y in (-960, 540)),
            (-1680, -225, -1260, 225),
            (1260, -225, 1680, 225),
        ),
    ),
    "SEATS": ("I-FURN", tuple((x, 0, x + 550, 550) for x in (-1100, -550, 0, 550))),
    "COUNTER": ("I-FURN", ((-1200, 0, 1200, 700), (-1200, 500, 1200, 700))),
    "COUCH": ("I-FURN", ((-350, 0, 350, 1950), (-350, 0, 350, 400))),
    "BENCH": ("I-FURN", ((-750, 0, 750, 3000), (-80, 0, 80, 3000))),
    "MACHINE": ("I-FURN", ((-800, 0, 800, 1000), (-650, 150, 650, 850))),
    "PAN": ("A-FLOR-PFIX", ((-190, 0, 190, 180), (-160, 180, 160, 600))),
    "BASIN": ("A-FLOR-PFIX", ((-275, 0, 275, 450), (-200, 100, 200, 380))),
    "SHOWER": ("A-FLOR-PFIX", ((-450, 0, 450, 900), (-50, 400, 50, 500))),
    "STALL": ("A-FLOR-PFIX", ((-475, 0, 475, 1500), (-190, 0, 190, 180), (-160, 180, 160, 600))),
    "SINK-UNIT": ("A-FLOR-PFIX", ((-1200, 0, 1200, 600), (-900, 100, -400, 500))),
}


def define_blocks(document: Drawing) -> None:
    """Add all block definitions to a drawing."""
    for style in DoorStyle:
        _define_door(document.blocks.new(style.value), style)
    for name, (layer, boxes) in FURNITURE.items():
        block = document.blocks.new(name)
        for x0, y0, x1, y1 in boxes:
            corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
            block.add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})
    _define_room_tag(document.blocks.new(ROOM_TAG))


def _define_door(block: BlockLayout, style: DoorStyle) -> None:
    """Draw the leaves half a turn open, each with the quarter arc that it sweeps."""
    half, face = style.width // 2, CORRIDOR_WALL // 2
    is_double = style is not DoorStyle.SINGLE
    leaf = half if is_double else style.width
    attributes = {"layer": "A-DOOR"}
    for side in (-1, 1) if is_double else (-1,):
        hinge, edge = side * half, side * (half - _LEAF)
        corners = [(hinge, face), (edge, face), (edge, face + leaf), (hinge, face + leaf)]
        block.add_lwpolyline(corners, close=True, dxfattribs=attributes)
        start, end = (0, 90) if side < 0 else (90, 180)
        block.add_arc((hinge, face), leaf, start, end, dxfattribs=attributes)


def _define_room_tag(block: BlockLayout) -> None:
    attributes = {"layer": "A-AREA-IDEN", "style": TEXT_STYLE, "halign": 1, "valign": 2}
    for tag, y, height in (
        ("NUMBER", LINE_PITCH // 2, NUMBER_HEIGHT),
        ("NAME", -LINE_PITCH // 2, NAME_HEIGHT),
    ):
        block.add_attdef(
            tag, (0, y), tag.title(), height=height, dxfattribs={**attributes, "align_point": (0, y)}
        )

"""An empty drawing with layers, a text style, a dimension style and a title block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ezdxf
from ezdxf.document import Drawing
from ezdxf.enums import TextEntityAlignment
from ezdxf.filemanagement import new
from ezdxf.layouts.layout import Paperspace

from interactive_maps.demo.folder import MARK

INSUNITS_MM = 4
TEXT_STYLE = "PLAN"
DIMENSION_STYLE = "PLAN"
NETWORK = "X-NETWORK"

# name: colour (AutoCAD index), linetype, line weight in 1/100 mm
LAYERS = {
    "A-WALL": (7, "CONTINUOUS", 50),
    "A-DOOR": (30, "CONTINUOUS", 25),
    "A-DOOR-IDEN": (30, "CONTINUOUS", 13),
    "A-GLAZ": (140, "CONTINUOUS", 18),
    "A-FLOR-STRS": (8, "CONTINUOUS", 18),
    "A-FLOR-EVTR": (8, "CONTINUOUS", 18),
    "A-FLOR-PFIX": (150, "CONTINUOUS", 13),
    "I-FURN": (8, "CONTINUOUS", 13),
    "A-AREA-IDEN": (5, "CONTINUOUS", 18),
    "A-ANNO-TEXT": (2, "CONTINUOUS", 18),
    "A-ANNO-DIMS": (3, "CONTINUOUS", 13),
    "A-ANNO-TTLB": (7, "CONTINUOUS", 35),
    "S-GRID": (1, "CENTER", 13),
    NETWORK: (6, "DASHED", 13),
    f"{NETWORK}-STRS": (6, "DASHED", 13),
    f"{NETWORK}-EVTR": (6, "DASHED", 13),
}

_PAPER = (841, 594)  # A1, mm
_SCALES = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000)


def new_sheet() -> Drawing:
    """Return a drawing in millimetres, with the unit in its header."""
    with fix_metadata():
        document = new("R2018", setup=["linetypes"])
    document.header["$INSUNITS"] = INSUNITS_MM
    document.header["$MEASUREMENT"] = 1
    document.header["$LTSCALE"] = 100.0
    document.header.custom_vars.append("Generator", MARK)
    document.styles.add(TEXT_STYLE, font="arial.ttf")
    for name, (color, linetype, weight) in LAYERS.items():
        layer = document.layers.add(name, color=color, linetype=linetype, lineweight=weight)
        layer.dxf.plot = not name.startswith(NETWORK)
    document.dimstyles.new(
        DIMENSION_STYLE,
        dxfattribs={
            "dimtxsty": TEXT_STYLE, "dimtxt": 250.0, "dimasz": 150.0, "dimtsz": 150.0, "dimexe": 150.0,
            "dimexo": 300.0, "dimgap": 80.0, "dimtad": 1, "dimtih": 0, "dimtoh": 0, "dimdec": 0, "dimscale": 1.0,
        },
    )  # fmt: skip
    return document


@contextmanager
def fix_metadata() -> Iterator[None]:
    """Keep dates and random ids out of drawings that are made or written inside the context."""
    options = ezdxf.options  # type: ignore[attr-defined]  # exported, though not in __all__
    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before


def add_title_block(document: Drawing, lines: dict[str, str], extent: tuple[int, int, int, int]) -> None:
    """Frame the plan of ``extent`` (x0, y0, x1, y1 in mm) on paper; ``lines`` maps captions to texts."""
    paper = document.layout("Layout1")
    assert isinstance(paper, Paperspace), "the first layout is paper"
    paper.page_setup(size=_PAPER, margins=(10, 10, 10, 10), units="mm")
    width, height = _PAPER[0] - 20, _PAPER[1] - 20
    left = width - 180
    scale = _add_view(paper, extent, (left - 20, height - 20))
    attributes = {"layer": "A-ANNO-TTLB"}
    for x0, y1 in ((0, height), (left, 100)):
        frame = [(x0, 0), (width, 0), (width, y1), (x0, y1)]
        paper.add_lwpolyline(frame, close=True, dxfattribs=attributes)
    rows = {**lines, "Scale": f"1:{scale}"}
    for row, (caption, content) in enumerate(rows.items()):
        y = 100 - (row + 1) * 100 / len(rows)
        paper.add_line((left, y), (width, y), dxfattribs=attributes)
        for x, letters, text in ((left + 4, 2.5, caption), (left + 40, 5.0, content)):
            entity = paper.add_text(text, height=letters, dxfattribs={**attributes, "style": TEXT_STYLE})
            entity.set_placement((x, y + 3), align=TextEntityAlignment.LEFT)


def _add_view(paper: Paperspace, extent: tuple[int, int, int, int], size: tuple[int, int]) -> int:
    """Show the plan on ``size`` mm of paper at the largest usual scale that fits; return it as 200 for 1:200."""
    x0, y0, x1, y1 = extent
    needed = max((x1 - x0) / size[0], (y1 - y0) / size[1]) * 1.1
    scale = next((scale for scale in _SCALES if scale >= needed), _SCALES[-1])
    paper.add_viewport(
        center=(size[0] / 2 + 10, size[1] / 2 + 10),
        size=size,
        view_center_point=((x0 + x1) / 2, (y0 + y1) / 2),
        view_height=size[1] * scale,
    )
    return scale

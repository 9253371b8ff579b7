"""Drawings for tests, made in a few lines and saved where a test wants them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import ezdxf
from ezdxf.document import Drawing

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions

PLAN = Path("plan.dxf")


def new_drawing(version: str = "R2010") -> Drawing:
    """Return an empty drawing in metres."""
    drawing = ezdxf.new(version)
    drawing.header["$INSUNITS"] = 6
    return drawing


def write_text(
    drawing: Drawing, text: str, x: float, y: float, layer: str = "0", height: float = 0.25
) -> str:
    """Write a TEXT and return its handle."""
    attributes = {"layer": layer, "insert": (x, y)}
    return str(drawing.modelspace().add_text(text, height=height, dxfattribs=attributes).dxf.handle)


def read_drawing(drawing: Drawing, folder: Path, *, fmt: str = "asc", **options: Any) -> MapDraft:
    """Save the drawing and read it back as the importer does, one unit a metre unless told otherwise."""
    path = folder / PLAN
    drawing.saveas(path, fmt=fmt)
    return read_plan(path, replace(ReadOptions(units="m"), **options))


def names(draft: MapDraft) -> list[str]:
    """Return the rooms' names, sorted."""
    return sorted(room.name for room in draft.rooms)


def reasons(draft: MapDraft, about: str = "skipped") -> dict[str, str]:
    """Return the remarks of one list by their ids."""
    return {remark.id: remark.reason for remark in getattr(draft.report, about)}

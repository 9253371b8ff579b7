"""Layers that a PDF hides when it is opened, by its catalogue: the library that draws it keeps this to itself."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

_MOST_LAYERS = 10_000


def find_hidden_layers(path: Path) -> frozenset[str]:
    """Return the names of layers that are off, and that no other layer of the same name shows; none if in doubt."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted:
            return frozenset()
        root: Any = reader.trailer["/Root"]
        if "/OCProperties" not in root:
            return frozenset()
        return _read_properties(root["/OCProperties"])
    except Exception:  # a catalogue that cannot be read hides nothing
        return frozenset()


def _read_properties(properties: Any) -> frozenset[str]:
    default = properties.get("/D", {})
    off = {_identify(one) for one in default.get("/OFF", [])[:_MOST_LAYERS]}
    on = {_identify(one) for one in default.get("/ON", [])[:_MOST_LAYERS]}
    all_off = str(default.get("/BaseState", "/ON")) == "/OFF"
    hidden: set[str] = set()
    shown: set[str] = set()
    for reference in properties.get("/OCGs", [])[:_MOST_LAYERS]:
        name = str(reference.get_object().get("/Name", ""))
        key = _identify(reference)
        is_off = key not in on if all_off else key in off
        (hidden if is_off else shown).add(name)
    return frozenset(hidden - shown)


def _identify(reference: Any) -> tuple[int, int]:
    return int(reference.idnum), int(reference.generation)

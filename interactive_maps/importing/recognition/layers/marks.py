"""Entities that are not part of the building, on any layer: dashed lines, and signs."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing.drawing import DASHED, SIGN
from interactive_maps.importing.recognition.plan import Plan


def find_marks(plan: Plan, named: Collection[str]) -> NDArray[np.bool_]:
    """Return which entities are dashed or signs, except on the layers ``named``, whose names have a meaning."""
    said = np.array([layer.name in named for layer in plan.drawing.layers], dtype=bool)
    return np.array(
        [
            (entity.kind == SIGN or entity.linetype == DASHED) and not said[entity.layer]
            for entity in plan.drawing.entities
        ],
        dtype=bool,
    )

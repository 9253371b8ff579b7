"""Linetypes: what is dashed or dotted lies above or below the floor, or is an axis, and bars no way."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.plan import Plan

# The names that drawing programs give, in several languages; continuous lines have names that none of these is in.
_BROKEN = re.compile(
    r"dash|hidden|cent(?:er|re)|dot|phantom|divide|border|overhead|demol|axis|axe|achs|mittel|verdeckt|strich|punkt"
    r"|acad_iso(?:0[2-9]|1)|tiret|mixte|pointill|interrompu|trazo|oculta|tracejad|tratteggi|asse|kreska|осев|штрих"
    r"|пункт|虚线|点画|中心|破線|鎖線",
    re.IGNORECASE,
)
_MOST = 0.5  # of a layer's length: a layer that is dashed for the most part is drawn so


def find_broken(plan: Plan) -> NDArray[np.bool_]:
    """Return which entities are drawn with broken lines, where most of their layer is not."""
    entities = plan.drawing.entities
    broken = _list_broken(plan)
    usual = find_broken_layers(plan)
    return np.asarray(broken & np.array([entity.layer not in usual for entity in entities], dtype=bool))


def find_broken_layers(plan: Plan) -> set[int]:
    """Return the layers, as indices, of which most is drawn with broken lines."""
    entities = plan.drawing.entities
    broken = _list_broken(plan)
    if not broken.any():
        return set()
    lengths = np.bincount(
        plan.segment_entities, weights=measure_lengths(plan.segments), minlength=len(entities)
    )
    totals: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for entity, is_broken, length in zip(entities, broken.tolist(), lengths.tolist(), strict=True):
        totals[entity.layer][is_broken] += length
    return {layer for layer, (whole, parts) in totals.items() if parts > _MOST * (whole + parts)}


def _list_broken(plan: Plan) -> NDArray[np.bool_]:
    entities = plan.drawing.entities
    known = {name for name in {entity.linetype for entity in entities} if _BROKEN.search(name)}
    return np.array([entity.linetype in known for entity in entities], dtype=bool)

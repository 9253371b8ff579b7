"""Linetypes: dashed or dotted lines are above or below the floor, or axes, and block nobody."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.plan import Plan

# Names in drawing programs, in several languages; names of continuous lines contain none of these.
_BROKEN = re.compile(
    r"dash|hidden|cent(?:er|re)|dot|phantom|divide|border|overhead|demol|axis|axe|achs|mittel|verdeckt|strich|punkt"
    r"|acad_iso(?:0[2-9]|1)|tiret|mixte|pointill|interrompu|trazo|oculta|tracejad|tratteggi|asse|kreska|осев|штрих"
    r"|пункт|虚线|点画|中心|破線|鎖線",
    re.IGNORECASE,
)
_MOST = 0.5  # of a layer's length
_NEARLY_ALL = 0.9  # of a layer's length: if nearly all of a layer is dashed, this is its style


def find_broken(plan: Plan) -> NDArray[np.bool_]:
    """Return which entities are drawn with broken lines, except on layers where nearly all are.

    A layer that holds everything may have more axes and ceilings, which are broken, than walls.
    """
    entities = plan.drawing.entities
    broken = _list_broken(plan)
    usual = find_broken_layers(plan, _NEARLY_ALL)
    return np.asarray(broken & np.array([entity.layer not in usual for entity in entities], dtype=bool))


def find_broken_layers(plan: Plan, least: float = _MOST) -> set[int]:
    """Return the indices of the layers of whose length more than the share ``least`` is broken lines."""
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
    return {layer for layer, (whole, parts) in totals.items() if parts > least * (whole + parts)}


def _list_broken(plan: Plan) -> NDArray[np.bool_]:
    entities = plan.drawing.entities
    known = {name for name in {entity.linetype for entity in entities} if _BROKEN.search(name)}
    return np.array([entity.linetype in known for entity in entities], dtype=bool)

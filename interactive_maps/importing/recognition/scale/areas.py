"""Areas written in rooms, as evidence of the scale: rooms drawn at half the size have a quarter of the area."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import shapely

from interactive_maps.importing.recognition.floor import Floor
from interactive_maps.importing.recognition.labels.area_texts import read_area

_LEAST_ROOMS = 4
_ALIKE = 0.025  # of a logarithm of lengths
_LEAST_SHARE = 0.5
_DECIMAL = re.compile(r"\d{1,3}[.,]\d{1,2}")


def measure_areas(floor: Floor) -> float | None:
    """Return the ratio of true lengths to the floor's, by areas written in its rooms; None if none agree.

    Where no areas with a unit agree, decimals may be areas, as on plans of dwellings.
    """
    told = _measure(floor, read_area)
    return _measure(floor, _read_decimal) if told is None else told


def _read_decimal(text: str) -> float | None:
    return float(text.strip().replace(",", ".")) if _DECIMAL.fullmatch(text.strip()) else None


def _measure(floor: Floor, read: Callable[[str], float | None]) -> float | None:
    written = [
        (area, text.centre) for text in floor.plan.texts if (area := read(text.text)) is not None and area > 0
    ]
    if len(written) < _LEAST_ROOMS:
        return None
    tree = shapely.STRtree([room.area for room in floor.rooms])
    places = shapely.points(np.array([place for _, place in written]))
    text, room = tree.query(places, predicate="within")
    once = np.isin(room, np.flatnonzero(np.bincount(room, minlength=len(floor.rooms)) == 1))
    logs = np.array(
        [
            0.5 * math.log(written[t][0] / floor.rooms[r].area.area)
            for t, r in zip(text[once].tolist(), room[once].tolist(), strict=True)
        ]
    )
    if len(logs) < _LEAST_ROOMS:
        return None
    near = np.abs(logs[:, None] - logs[None, :]) <= _ALIKE
    best = int(near.sum(axis=1).argmax())
    if near[best].sum() < max(_LEAST_ROOMS, _LEAST_SHARE * len(logs)):
        return None
    return float(np.exp(np.median(logs[near[best]])))

"""Stable keys, from the entity that drew a feature, else from its position to half a metre."""

from __future__ import annotations

import numpy as np
import shapely

from interactive_maps.importing.recognition.doors.threshold import Threshold
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms.region import Region

_GRID = 0.5  # metres: a room whose middle moves less keeps its key


class KeyMaker:
    """Makes keys that are unique within one floor, in the order of the calls."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._used: dict[str, int] = {}

    def for_region(self, region: Region) -> str:
        """Return the key of a region, from the text that labels it, the outline that drew it, or its position."""
        if region.label is not None:
            return self._only(self._entity(region.label.entities[0]))
        if region.entity >= 0:
            return self._only(self._entity(region.entity))
        x, y = shapely.get_coordinates(region.area.centroid)[0].tolist()
        return self._only(self._at("space", x, y))

    def for_threshold(self, threshold: Threshold) -> str:
        """Return the key of an opening, from the entity that drew it or its position."""
        if threshold.entity >= 0:
            return self._only(self._entity(threshold.entity))
        return self._only(self._at(threshold.evidence.value, *threshold.middle))

    def _entity(self, entity: int) -> str:
        return self._plan.drawing.entities[entity].key

    def _at(self, kind: str, x: float, y: float) -> str:
        place = self._plan.to_drawing(np.array([[x, y]]))[0] * self._plan.metres_per_unit
        east, north = (np.round(place / _GRID) * _GRID + 0.0).tolist()
        return f"{kind}:{east:.1f},{north:.1f}"

    def _only(self, key: str) -> str:
        self._used[key] = self._used.get(key, 0) + 1
        return key if self._used[key] == 1 else f"{key}#{self._used[key]}"

"""Selection of a draft's rows by the part of the drawing that contains them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from interactive_maps.geo.georeference import Georeference
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views import View

Floats = NDArray[np.float64]


def keep_rows(
    draft: MapDraft, plan: Plan, georeference: Georeference, views: Sequence[View], *, inside: bool
) -> None:
    """Drop the named points and lines outside of all ``views``, or inside of any if ``inside`` is false."""

    def locate(degrees: Floats) -> Floats:
        return np.asarray((georeference.locate(degrees) - np.array(plan.origin)) * plan.metres_per_unit)

    def choose(low: Floats, high: Floats) -> list[bool]:
        held = np.zeros(len(low), dtype=bool)
        for view in views:
            held |= view.holds(low) & view.holds(high)
        chosen: list[bool] = (held == inside).tolist()
        return chosen

    places = np.array([(room.longitude, room.latitude) for room in draft.rooms]).reshape(-1, 2)
    points = locate(places)
    draft.rooms = [room for room, kept in zip(draft.rooms, choose(points, points), strict=True) if kept]
    for name in ("lines", "network"):
        rows = getattr(draft, name)
        corners = shapely.bounds([row.geometry for row in rows]).reshape(-1, 4)
        ends = [locate(corners[:, columns]) for columns in ((0, 1), (2, 3), (0, 3), (2, 1))]
        low, high = np.min(ends, axis=0), np.max(ends, axis=0)
        setattr(draft, name, [row for row, kept in zip(rows, choose(low, high), strict=True) if kept])
    draft.report.counts["room"], draft.report.counts["line"] = len(draft.rooms), len(draft.lines)

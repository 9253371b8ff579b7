"""Numbers above areas: ``3`` over ``17.5``, often with a line between, as in plans of dwellings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.spatial import cKDTree

from interactive_maps.importing.drawing import Text
from interactive_maps.importing.recognition.labels.reading import Reading
from interactive_maps.importing.recognition.labels.texts import LabelKind
from interactive_maps.importing.recognition.plan import Plan

_DOWN = (0.7, 3.0)  # heights from a number to the area below it
_ASIDE = 1.2  # heights that their middles may differ along the line


def mark_numerators(plan: Plan, readings: Sequence[Reading]) -> list[Reading]:
    """Return readings in which numbers right above an area are ``above_area``: they number what it measures."""
    areas = [plan.texts[one.index] for one in readings if one.label.kind is LabelKind.AREA]
    if not areas:
        return list(readings)
    tree = cKDTree(np.array([text.centre for text in areas]))

    def is_above(one: Reading) -> bool:
        text = plan.texts[one.index]
        near = tree.query_ball_point(text.centre, _DOWN[1] * text.height)
        return any(_stand(text, areas[index]) for index in near)

    return [
        replace(one, above_area=True) if one.label.kind is LabelKind.NUMBER and is_above(one) else one
        for one in readings
    ]


def _stand(number: Text, area: Text) -> bool:
    """Return whether a number is the line above an area."""
    if abs(math.remainder(number.angle - area.angle, math.tau)) > 0.1:
        return False
    height = max(number.height, area.height)
    dx, dy = area.centre[0] - number.centre[0], area.centre[1] - number.centre[1]
    cosine, sine = math.cos(number.angle), math.sin(number.angle)
    along, down = abs(dx * cosine + dy * sine), dx * sine - dy * cosine
    return along <= _ASIDE * height and _DOWN[0] * height <= down <= _DOWN[1] * height

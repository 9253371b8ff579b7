"""Bounds on the expansion of elements: each is repeated on its levels, and relations contain all their ways."""

from __future__ import annotations

from interactive_maps.importing.bounds import Allowance
from interactive_maps.importing.formats.osm.elements.element_levels import ElementLevels
from interactive_maps.importing.options import Limits

_ADVICE = "cut out the buildings first, or raise --max-entities"


class Expansion:
    """Counts what elements become; raises TooMuch beyond the limits."""

    def __init__(self, limits: Limits) -> None:
        features = f"become more than {{most}} features on all their levels: {_ADVICE}"
        vertices = (
            f"have more than {{most}} vertices on all their levels and in all their relations: {_ADVICE}"
        )
        self._features = Allowance(limits.entities, "its elements", features)
        self._vertices = Allowance(limits.vertices, "its elements", vertices)

    def add_levels(self, floors: ElementLevels, vertices: int) -> None:
        """Count an element of so many vertices on each of its levels and repeats."""
        levels = sum(map(len, floors.copies)) or 1
        self._features.take(levels)
        self._vertices.take(levels * vertices)

    def add_member(self, vertices: int) -> None:
        """Count a way of so many vertices as part of a relation."""
        self._vertices.take(vertices)

"""An element with its position and levels."""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.importing.formats.osm.elements.element import Element
from interactive_maps.importing.formats.osm.elements.element_levels import ElementLevels
from interactive_maps.importing.formats.osm.elements.shapes import Shape
from interactive_maps.importing.tags import Tags


@dataclass(frozen=True, slots=True)
class LocatedElement:
    """An element with its shape and its levels."""

    element: Element
    shape: Shape
    floors: ElementLevels

    @property
    def tags(self) -> Tags:
        """The element's tags."""
        return self.element.tags

    @property
    def key(self) -> str:
        """The element's name in OpenStreetMap."""
        return self.element.key

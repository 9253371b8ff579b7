"""An element in its place: where it is, and on which levels."""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.importing.formats.osm.elements.element import Element, Tags
from interactive_maps.importing.formats.osm.elements.shapes import Shape
from interactive_maps.importing.formats.osm.tags.element_levels import ElementLevels


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

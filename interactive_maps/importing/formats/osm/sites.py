"""An element in its place: where it is, and on which levels."""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.importing.formats.osm.elements import Element, Tags
from interactive_maps.importing.formats.osm.floors import Floors
from interactive_maps.importing.formats.osm.shapes import Shape


@dataclass(frozen=True, slots=True)
class Site:
    """An element with its shape and its levels."""

    element: Element
    shape: Shape
    floors: Floors

    @property
    def tags(self) -> Tags:
        """The element's tags."""
        return self.element.tags

    @property
    def key(self) -> str:
        """The element's name in OpenStreetMap."""
        return self.element.key

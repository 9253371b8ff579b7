"""The region: an area that will be a room, with the facts known so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

import shapely
from shapely import Polygon

from interactive_maps.importing.recognition.labels.label import RoomLabel

_STRAIGHT = 0.002  # metres


@dataclass(frozen=True, slots=True)
class Region:
    """An area in metres.

    ``drawn`` is True for an outline of the drawing itself; ``cut`` if an edge is guessed; ``stairs`` if the area is
    that of treads, ``deck`` if it is outdoors.
    """

    area: Polygon
    labels: tuple[RoomLabel, ...] = ()
    drawn: bool = False
    cut: bool = False
    entity: int = -1
    stairs: bool = False
    deck: bool = False

    def tidied(self) -> Region:
        """Return the region with a valid outline, without points on straight lines."""
        area = self.area.simplify(_STRAIGHT)
        if not area.is_valid:
            area = shapely.make_valid(area)
        parts = [part for part in shapely.get_parts(shapely.get_parts(area)) if isinstance(part, Polygon)]
        return replace(self, area=max(parts, key=lambda part: part.area, default=self.area))

    @property
    def label(self) -> RoomLabel | None:
        """The label that names the region, if there is one."""
        return self.labels[0] if self.labels else None

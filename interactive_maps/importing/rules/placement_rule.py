"""The georeference of a drawing as given, before its unit is known."""

from __future__ import annotations

from dataclasses import dataclass

from interactive_maps.geo.georeference import (
    ControlPoint,
    Georeference,
    GeoreferenceError,
    from_anchor,
    from_control_points,
)


@dataclass(frozen=True, slots=True)
class PlacementRule:
    """Control points, or an anchor with origin, rotation and scale; nothing at all means a local plan."""

    control: tuple[ControlPoint, ...] = ()
    anchor: tuple[float, float] | None = None
    origin: tuple[float, float] | None = None
    rotation: float | None = None
    scale: float | None = None

    @property
    def fixes_place(self) -> bool:
        """Whether the rule says where on the earth the drawing lies."""
        return bool(self.control) or self.anchor is not None

    def check(self) -> None:
        """Raise GeoreferenceError unless the parts fit together and name a place."""
        if self.control and (
            self.anchor or self.origin or self.rotation is not None or self.scale is not None
        ):
            raise GeoreferenceError(
                "control points determine position, rotation and scale: give either them or an anchor"
            )
        if self.origin and not self.anchor:
            raise GeoreferenceError("an origin needs the anchor (longitude, latitude) at which to place it")
        self.resolve(1.0)

    def resolve(self, metres_per_unit: float, origin: tuple[float, float] = (0.0, 0.0)) -> Georeference:
        """Return the georeference, given the drawing's unit; without a place, ``origin`` lies at (0, 0)."""
        if self.control:
            return from_control_points(self.control)
        longitude, latitude = self.anchor or (0.0, 0.0)
        return from_anchor(
            longitude,
            latitude,
            metres_per_unit=self.scale if self.scale is not None else metres_per_unit,
            origin=self.origin or (origin if self.anchor is None else (0.0, 0.0)),
            rotation=self.rotation or 0.0,
        )

"""The position of an import on the earth, with doubts: nothing else reveals a wrong coordinate system."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.open_sea import is_open_sea
from interactive_maps.importing.values.level_values import format_ordinal
from interactive_maps.mapdata.edits.features import Building
from interactive_maps.ops.sentences import list_some

Floats = NDArray[np.float64]

_EARTH = Geod(ellps="WGS84")
_NOWHERE = 1.0  # degrees around longitude 0, latitude 0, which is in the sea off Africa
_LARGEST_BUILDING, _LARGEST_CAMPUS = 3_000.0, 30_000.0  # metres from corner to corner
_SMALLEST = 2.0  # metres
_OTHER_SYSTEM = "wrong coordinate reference system"
_POLAR = 85.0  # degrees of latitude
_MOST_SHAPES, _FEWEST_CORNERS = 2_000, 12
_RIGHT = math.cos(math.radians(88.0))  # corners within two degrees are right angles
_MOST_RIGHT, _FEWEST_RIGHT = (
    0.8,
    0.4,
)  # shares of right angles with the axes in the right and in the wrong order


@dataclass(frozen=True, slots=True)
class Extent:
    """A box in degrees, with its size in metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the centre."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in metres."""
        latitude, longitude = self.centre
        _, _, width = _EARTH.inv(self.west, latitude, self.east, latitude)
        _, _, height = _EARTH.inv(longitude, self.south, longitude, self.north)
        return width, height


def describe_landing(drafts: Sequence[MapDraft]) -> Iterator[str]:
    """Yield a line with the position of ``drafts``, then a line for each doubt; nothing if they are empty."""
    extent = measure_extent(drafts)
    if extent is None:
        return
    latitude, longitude = extent.centre
    width, height = extent.size
    parts = [
        _list_buildings([one for draft in drafts for one in draft.buildings]),
        _list_levels(drafts),
        f"centre {latitude:.6f}, {longitude:.6f} (latitude, longitude)",
        f"{width:,.0f} m by {height:,.0f} m",
    ]
    yield f"Where: {'; '.join(parts)}"
    yield from (f"Warning: {doubt}" for doubt in find_doubts(drafts, extent))


def measure_extent(drafts: Sequence[MapDraft]) -> Extent | None:
    """Return the box around everything in ``drafts``, or None if they are empty."""
    boxes = [box for draft in drafts for box in _list_bounds(draft)]
    if not boxes:
        return None
    array = np.array(boxes, dtype=float)
    array = array[np.isfinite(array).all(axis=1)]
    if not len(array):
        return None
    west, south = array[:, :2].min(axis=0).tolist()
    east, north = array[:, 2:].max(axis=0).tolist()
    return Extent(west, south, east, north)


def find_doubts(drafts: Sequence[MapDraft], extent: Extent) -> Iterator[str]:
    """Yield what is implausible about the position."""
    latitude, longitude = extent.centre
    width, height = extent.size
    if abs(latitude) < _NOWHERE and abs(longitude) < _NOWHERE:
        if any(draft.report.metres_per_unit is not None for draft in drafts):
            yield "at latitude 0, longitude 0: a local plan; place it on the earth with --control or --anchor"
        else:
            yield f"at latitude 0, longitude 0, in the sea: {_OTHER_SYSTEM}?"
    elif abs(latitude) > _POLAR:
        yield f"at a pole: {_OTHER_SYSTEM}, or wrong order of axes?"
    elif is_open_sea(latitude, longitude):
        yield f"in the open sea, more than 100 km from every coast: {_OTHER_SYSTEM}, or wrong order of axes?"
    buildings = sum(len(draft.buildings) for draft in drafts)
    most = _LARGEST_CAMPUS if buildings > 1 else _LARGEST_BUILDING
    if math.hypot(width, height) > most:
        what = "these buildings are" if buildings > 1 else "the building is"
        away = f"{math.hypot(width, height) / 1000:,.1f} km"
        yield f"{what} {away} from corner to corner: wrong unit, or a part far from the rest?"
    elif 0 < math.hypot(width, height) < _SMALLEST:
        yield f"only {math.hypot(width, height):.2g} m from corner to corner: wrong unit?"
    if _are_axes_swapped(drafts, latitude, longitude):
        yield "right angles are skewed: are longitude and latitude swapped?"


def _list_buildings(buildings: Sequence[Building]) -> str:
    names = sorted({next(iter(one.names.values())) for one in buildings if one.names})
    nameless = sum(not one.names for one in buildings)
    parts = [list_some(names, most=3)] if names else []
    if nameless:
        parts.append(f"{nameless:,} building{'s' if nameless > 1 else ''} without a name")
    return ", ".join(parts) or "no building"


def _list_levels(drafts: Sequence[MapDraft]) -> str:
    names: dict[float, str] = {}
    for draft in drafts:
        ordinals = [room.level for room in draft.rooms] + [line.level for line in draft.lines]
        names |= {
            level: format_ordinal(level) for level in ordinals if level is not None and level not in names
        }
        for level in draft.levels:
            number, said = format_ordinal(level.ordinal), next(iter(level.names.values()), "")
            names[level.ordinal] = f"{number} ({said})" if said else number
    if not names:
        return "no level"
    return f"level{'s' if len(names) > 1 else ''} {list_some([names[one] for one in sorted(names)], most=6)}"


def _list_bounds(draft: MapDraft) -> Iterator[tuple[float, float, float, float]]:
    for room in draft.rooms:
        yield room.longitude, room.latitude, room.longitude, room.latitude
    for shapes in (_list_shapes(draft), [one.location for one in draft.points]):
        array = np.array(list(shapes), dtype=object)
        if len(array):
            west, south, east, north = shapely.total_bounds(array).tolist()
            yield west, south, east, north


def _list_shapes(draft: MapDraft) -> Iterator[BaseGeometry]:
    for space in draft.spaces:
        yield space.geometry
    for line in (*draft.lines, *draft.network):
        yield line.geometry
    for level in draft.levels:
        if level.geometry is not None:
            yield level.geometry


def _are_axes_swapped(drafts: Sequence[MapDraft], latitude: float, longitude: float) -> bool:
    """Return whether corners are right angles only after swapping longitude and latitude.

    A degree of longitude is shorter than one of latitude, so swapping them skews right angles.
    """
    if abs(longitude) > _POLAR or abs(latitude) > _POLAR:
        return False
    most = max(_FEWEST_CORNERS, _MOST_SHAPES // max(len(drafts), 1))
    shapes = (shape for draft in drafts for shape in islice(_list_shapes(draft), most))
    corners = [corner for shape in shapes for corner in _find_corners(shape)]
    if len(corners) < _FEWEST_CORNERS:
        return False
    steps = np.array(corners, dtype=float)  # (n, before and after, longitude and latitude)
    here = _count_right(steps * (math.cos(math.radians(latitude)), 1.0))
    there = _count_right(steps[:, :, ::-1] * (math.cos(math.radians(longitude)), 1.0))
    return here < _FEWEST_RIGHT and there > _MOST_RIGHT


def _find_corners(shape: BaseGeometry) -> Iterator[tuple[Floats, Floats]]:
    places = shapely.get_coordinates(shape)
    if len(places) < 3 or len(places) > _MOST_SHAPES or shape.geom_type.startswith("Multi"):
        return
    steps = np.diff(places, axis=0)
    steps = steps[np.any(steps != 0.0, axis=1)]
    yield from pairwise(steps)


def _count_right(steps: Floats) -> float:
    """Return the share of right angles among the corners that are not straight."""
    lengths = np.linalg.norm(steps, axis=2)
    cosines = np.abs(np.sum(steps[:, 0] * steps[:, 1], axis=1)) / np.maximum(lengths.prod(axis=1), 1e-300)
    turning = cosines < math.cos(math.radians(30.0))
    return float(np.mean(cosines[turning] < _RIGHT)) if turning.any() else 0.0

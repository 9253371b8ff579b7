"""Open plan: division of regions that hold the labels of several rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from shapely import Polygon

from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.labels.label import RoomLabel
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.rooms.booths import fill_booths, leave_out_booths
from interactive_maps.importing.recognition.rooms.corridors import carve_corridors
from interactive_maps.importing.recognition.rooms.dividing import divide_at_wide_openings, divide_region
from interactive_maps.importing.recognition.rooms.region import Region
from interactive_maps.importing.recognition.rooms.splitting import split_region
from interactive_maps.importing.recognition.rooms.written_areas import agree, cut_as_written
from interactive_maps.mapdata.categories.room_names import find_unit_category

_LEAST_ALIKE = 2  # closed rooms of one name from which its size is taken

Sizes = Mapping[str, float]


def divide_open_plan(
    regions: Sequence[Region], thresholds: Sequence[Threshold], limits: Limits, step: Step
) -> list[Region]:
    """Return regions with one label each at most."""
    swings = [one.middle for one in thresholds if one.evidence in {Evidence.SWING, Evidence.SYMBOL}]
    doors = np.array(swings).reshape(-1, 2)
    gaps = [(*one.start, *one.end) for one in thresholds if one.evidence is Evidence.GAP]
    passages = np.array(gaps).reshape(-1, 4)
    usual = _measure_usual(regions)
    divided: list[Region] = []
    corridors = 0
    for region in regions:
        if len(region.labels) < 2:
            divided.append(region)
            continue
        whole = _find_whole(region)
        if whole is not None:
            divided.append(replace(region, labels=(whole,)))
            continue
        filled = fill_booths(region.area, regions)
        strips, parts = _find_parts(replace(region, area=filled), doors)
        rooms = _divide(strips, parts, region.labels, doors, passages, usual, limits)
        if filled is not region.area:
            rooms = [replace(one, area=leave_out_booths(one.area, region.area)) for one in rooms]
            rooms = [one for one in rooms if not one.area.is_empty]
        told = _divide_as_written(region, rooms, doors)
        corridors += 0 if told else len(strips)
        divided += told or rooms
    step.count(regions=len(divided), cut=sum(one.cut for one in divided), corridors=corridors)
    return divided


def _find_whole(region: Region) -> RoomLabel | None:
    """Return the only label with an area, if it is that of the whole region: the others name parts of the room."""
    sized = [label for label in region.labels if label.area is not None]
    others = [label for label in region.labels if label.area is None]
    if len(sized) != 1 or any(label.number for label in others):
        return None
    return sized[0] if agree([region.area], [sized[0].area or 0.0]) else None


def _divide_as_written(region: Region, divided: Sequence[Region], doors: Floats) -> list[Region] | None:
    """Return the rooms of a region as large as all its labels say, or None if they do not, or already are."""
    written = [label.area for label in region.labels if label.area is not None]
    if len(written) < len(region.labels):
        return None
    homes = {label: one.area for one in divided for label in one.labels}
    if len(divided) == len(region.labels) == len(homes) and agree(
        [homes[one] for one in region.labels], written
    ):
        return None
    places = np.array([label.place for label in region.labels])
    cuts = cut_as_written(region.area, places, written, doors)
    if cuts is None:
        return None
    return [Region(cut, (label,), cut=True) for cut, label in zip(cuts, region.labels, strict=True)]


def _find_parts(region: Region, doors: Floats) -> tuple[list[Polygon], list[Polygon]]:
    """Return the corridors in an open region, and the rest of it."""
    places = np.array([label.place for label in region.labels])
    is_way = np.array(list(map(_is_way, region.labels)))
    return carve_corridors(region.area, places[~is_way], doors, places[is_way])


def _is_way(label: RoomLabel) -> bool:
    return find_unit_category(label.name) == "walkway"


def _measure_usual(regions: Sequence[Region]) -> Sizes:
    """Return the square metres of closed rooms by shared name: rooms of the same name are alike."""
    sizes: dict[str, list[float]] = defaultdict(list)
    for region in regions:
        if len(region.labels) == 1 and region.labels[0].name:
            sizes[region.labels[0].name.casefold()].append(region.area.area)
    return {name: median(found) for name, found in sizes.items() if len(found) >= _LEAST_ALIKE}


def _divide(
    strips: Sequence[Polygon],
    parts: Sequence[Polygon],
    labels: Sequence[RoomLabel],
    doors: Floats,
    passages: Floats,
    usual: Sizes,
    limits: Limits,
) -> list[Region]:
    """Return the rooms of a region with several labels: along dividers if there are any, else by nearness."""
    regions = []
    places = np.array([label.place for label in labels])
    signed = [seed for seed, label in enumerate(labels) if _is_way(label)]
    for part, seeds in divide_region(parts, places, strips, doors, passages, signed):
        held = [labels[seed] for seed in seeds]
        if len(held) < 2:
            regions.append(Region(part, tuple(held), cut=True))
            continue
        for hall, inner in divide_at_wide_openings(part, places[seeds]):
            regions += _split(hall, [held[seed] for seed in inner], usual, limits)
    return regions


def _split(part: Polygon, labels: Sequence[RoomLabel], usual: Sizes, limits: Limits) -> list[Region]:
    """Return the rooms of a part that no wall divides, by nearness to their labels."""
    if len(labels) < 2:
        return [Region(part, tuple(labels), cut=True)]
    places = np.array([label.place for label in labels])
    cuts = split_region(part, places, limits, _expect_sizes(part, labels, usual))
    return [Region(cut, (label,), cut=True) for cut, label in zip(cuts, labels, strict=True) if cut.area > 0]


def _expect_sizes(area: Polygon, labels: Sequence[RoomLabel], usual: Sizes) -> Floats:
    """Return the expected size of each room: that of others with its name, else its share, which is the maximum."""
    share = area.area / len(labels)
    return np.array([min(usual.get(label.name.casefold(), share), share) for label in labels])

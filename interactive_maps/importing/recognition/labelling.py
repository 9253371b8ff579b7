"""Labels of regions: what the texts of a plan and its legends say, put where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from shapely import Polygon

from interactive_maps.importing.recognition.account import Account, Step
from interactive_maps.importing.recognition.doors.threshold import Threshold, list_openings
from interactive_maps.importing.recognition.geometry.areas import find_areas
from interactive_maps.importing.recognition.labels import (
    LabelReader,
    Legend,
    Reading,
    choose_families,
    find_legend,
    join_stamps,
    mark_door_tags,
    place_labels,
    read_texts,
    settle_readings,
)
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms import Region


def read_labels(
    plan: Plan, reader: LabelReader, limits: Limits, thresholds: Sequence[Threshold], account: Account
) -> tuple[list[Reading], Legend]:
    """Return what the texts on the plan say, and what legends beside it do."""
    readings = read_texts(plan, reader, limits)
    legend = find_legend(plan, reader)
    account.begin("legends").count(rows=sum(map(len, legend.rows.values())))
    return mark_door_tags(plan, legend.read_keys(plan, readings), list_openings(thresholds)), legend


def choose_labels(
    plan: Plan, readings: Sequence[Reading], areas: Sequence[Polygon], step: Step
) -> list[Reading]:
    """Return the readings of layers with families that number or name rooms, judged by the areas they stand in.

    Labels of small rooms stand outside them, and are often smaller themselves: the layer counts, not the height.
    """
    homes = _find_homes(plan, readings, areas)
    readings = settle_readings(plan, readings, homes, [area.area for area in areas])
    families = choose_families(readings, homes, step)
    chosen = families.numbers | families.names
    layers = {family[:2] for family in chosen}
    return [
        one
        for one in readings
        if one.family in chosen
        or (one.family[:2] in layers and one.index not in homes and one.label.is_room and not one.doubtful)
    ]


def label_regions(
    plan: Plan, readings: Sequence[Reading], legend: Legend, regions: Sequence[Region], account: Account
) -> list[Region]:
    """Return regions with the labels in them."""
    homes = _find_homes(plan, readings, [one.area for one in regions])
    readings = settle_readings(plan, readings, homes, [one.area.area for one in regions])
    families = choose_families(readings, homes, account.begin("labels"))
    labels = place_labels(plan, readings, families, join_stamps(plan, readings, families, homes))
    return [
        replace(one, labels=tuple(map(legend.name, labels.get(index, ()))))
        for index, one in enumerate(regions)
    ]


def _find_homes(plan: Plan, readings: Sequence[Reading], areas: Sequence[Polygon]) -> dict[int, int]:
    """Return the index of the area that each text stands in, by the index of the text."""
    centres = np.array([plan.texts[one.index].centre for one in readings]).reshape(-1, 2)
    return {readings[row].index: area for row, area in find_areas(centres, areas).items()}

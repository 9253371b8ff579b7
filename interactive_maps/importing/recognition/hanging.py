"""Hanging of doors: thresholds and open edges between rooms become doors, and those of outer walls entrances."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

import numpy as np

from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.doors import Evidence, Threshold
from interactive_maps.importing.recognition.doors.open_passages import find_passages
from interactive_maps.importing.recognition.doors.sides import choose_entrances, find_sides, lead_out
from interactive_maps.importing.recognition.floor import Door
from interactive_maps.importing.recognition.judging import judge_threshold
from interactive_maps.importing.recognition.keys import KeyMaker
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms import Region
from interactive_maps.importing.recognition.walls import Barrier, Barriers


def hang_doors(
    plan: Plan, thresholds: Sequence[Threshold], regions: Sequence[Region], account: Account
) -> list[Door]:
    """Return the thresholds that join two rooms, or a room and the outdoors, of which decks are part."""
    step = account.begin("doors")
    keys = KeyMaker(plan)
    doors = []
    areas = [one.area for one in regions]
    sides = lead_out(thresholds, find_sides(thresholds, areas), areas)
    decks = [index for index, one in enumerate(regions) if one.deck]
    indoors = np.where(np.isin(sides, decks), -1, sides)
    entrances = choose_entrances(thresholds, indoors)
    for one, (left, right), inner in zip(thresholds, sides.tolist(), indoors.tolist(), strict=True):
        if one.evidence is Evidence.GLAZED or left == right:
            continue
        rooms = tuple(side for side in (left, right) if side >= 0)
        # Else every window would be an exit.
        if min(inner) < 0 and (one.evidence, one.panes) not in entrances:
            continue
        doors.append(to_door(one, rooms, keys))
    step.count(doors=len(doors), without_rooms=len(thresholds) - len(doors))
    return doors


def to_door(one: Threshold, rooms: tuple[int, ...], keys: KeyMaker) -> Door:
    """Return a threshold as the door between rooms, by index."""
    key, confidence = keys.for_threshold(one), judge_threshold(one)
    return Door(key, one.start, one.end, rooms, one.width, one.evidence, confidence)


def open_passages(
    plan: Plan,
    regions: Sequence[Region],
    barriers: Barriers,
    doors: Sequence[Door],
    account: Account,
) -> list[Door]:
    """Return the openings between rooms with only a guessed or drawn edge between them, where there is no door."""
    step = account.begin("passages")
    keys = KeyMaker(plan)
    open_edges = [one.cut or one.drawn for one in regions]
    barred = barriers.keep(barriers.kinds != int(Barrier.THRESHOLD)).segments
    known = {(frozenset(door.rooms), door.middle) for door in doors}
    passages = [
        to_door(one, (first, second), keys)
        for one, first, second in find_passages([one.area for one in regions], open_edges, barred)
        if not any(pair == {first, second} and dist(one.middle, at) <= one.width for pair, at in known)
    ]
    step.count(passages=len(passages))
    return passages

"""Recognition from linework to rooms, step by step; every step records an account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.drawing.drawing import Floats, Integers
from interactive_maps.importing.recognition import flights
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.courts import leave_out_closed
from interactive_maps.importing.recognition.doors import (
    Evidence,
    Threshold,
    find_gaps,
    find_swings,
    find_symbols,
    mark_swings,
    merge_thresholds,
)
from interactive_maps.importing.recognition.doors.exploded import join_swings
from interactive_maps.importing.recognition.doors.fronts import find_fronts
from interactive_maps.importing.recognition.doors.leaves import gather_leaves
from interactive_maps.importing.recognition.doors.lifts import guess_lift_doors
from interactive_maps.importing.recognition.doors.panels import find_doors_in_gaps
from interactive_maps.importing.recognition.doors.sealed_gaps import drop_columns, drop_sealed_gaps, trim_gaps
from interactive_maps.importing.recognition.floor import Door, Floor, Room
from interactive_maps.importing.recognition.hanging import hang_doors, open_passages, to_door
from interactive_maps.importing.recognition.judging import NO_OPENING, judge_room
from interactive_maps.importing.recognition.keys import KeyMaker
from interactive_maps.importing.recognition.labelling import choose_labels, label_regions, read_labels
from interactive_maps.importing.recognition.labels import (
    LabelReader,
    follow_leaders,
)
from interactive_maps.importing.recognition.layers import Roles, assign_roles
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.lost_walls import find_lost_walls
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms import Region, build_faces
from interactive_maps.importing.recognition.rooms.cabins import absorb_cabins
from interactive_maps.importing.recognition.rooms.decks import find_decks
from interactive_maps.importing.recognition.rooms.faces import drop_reveals, order_faces
from interactive_maps.importing.recognition.rooms.kinds import find_kinds
from interactive_maps.importing.recognition.rooms.open_plan import divide_open_plan
from interactive_maps.importing.recognition.rooms.outlines import find_outlines, find_remainder
from interactive_maps.importing.recognition.rooms.pieces import absorb_pieces, absorb_recesses
from interactive_maps.importing.recognition.walls import (
    Barrier,
    Barriers,
    Caps,
    bridge_cracks,
    close_envelope,
    find_caps,
    gather_barriers,
    snap_ends,
)
from interactive_maps.importing.rules.layer_rules import LayerRules


@dataclass(frozen=True, slots=True)
class _Closed:
    """Barriers with jambs, thresholds, joints and envelope, the outline around them, and the faces within."""

    barriers: Barriers
    outline: BaseGeometry
    faces: list[Polygon]


def recognise_floor(
    drawing: Drawing,
    metres_per_unit: float,
    reader: LabelReader,
    limits: Limits | None = None,
    said: LayerRules | None = None,
) -> Floor:
    """Return the floor of a drawing; ``said`` has a person's kinds of layers. Raises TooMuch beyond limits."""
    limits, said, account = limits or Limits(), said or LayerRules(), Account()
    plan = Plan.of(drawing, metres_per_unit)
    roles = assign_roles(plan, reader.kind_of, account.begin("layers"), said)
    plan = join_swings(plan, roles)
    roles = flights.mark_treads(plan, mark_swings(plan, roles))
    leaves, bare = gather_leaves(plan, roles)
    walls = gather_barriers(plan, roles, leaves, limits, account.begin("walls"))
    caps = find_caps(walls.of(Barrier.WALL, Barrier.GLASS), plan.list_swings())
    thresholds = _find_thresholds(plan, roles, walls, caps, bare, account)
    walls = walls.add(find_fronts(plan, roles, thresholds, walls, leaves), Barrier.GLASS)
    closed = _close(walls, caps, thresholds, limits, account)
    readings, legend = read_labels(plan, reader, limits, thresholds, account)
    step = account.begin("leaders")
    labels = choose_labels(plan, readings, closed.faces, step)
    plan = follow_leaders(plan, roles, labels, closed.faces, _list_no_leaders(plan, walls, reader), step)
    decks = find_decks(plan, readings, closed.faces)
    known = [*closed.faces, *(deck.area for deck in decks)]
    lost = find_lost_walls(plan, roles, leaves, closed.barriers.segments, known, readings)
    if len(lost):
        walls = walls.add(lost, Barrier.GLASS)
        closed = _close(walls, caps, thresholds, limits, account)
    labelled = label_regions(plan, readings, legend, [*map(Region, closed.faces), *decks], account)
    whole = _absorb_parts(labelled, thresholds, account)
    drawn = find_outlines(plan, roles, _list_places(whole), account.begin("outlines"), said.outlines)
    treads = flights.find_flights(plan, roles)
    if drawn:
        rest = find_remainder([one.area for one in drawn], [one.area for one in whole])
        regions = label_regions(plan, readings, legend, [*drawn, *rest], account)
    else:
        whole = flights.separate_flights(treads, whole, account.begin("flights"))
        labelled = label_regions(plan, readings, legend, whole, account)
        labelled = flights.divide_at_flights(treads, labelled, account.begin("stairs"))
        regions = divide_open_plan(labelled, thresholds, limits, account.begin("dividing"))
    regions = flights.mark_stairwells(treads, [region.tidied() for region in regions])
    doors = hang_doors(plan, thresholds, regions, account)
    doors += open_passages(plan, regions, closed.barriers, doors, account)
    rooms, doors = _open_lifts(plan, _furnish(plan, roles, regions, doors, account), doors, walls, account)
    rooms, doors = leave_out_closed(rooms, doors, account.begin("courts"))
    return Floor(plan, tuple(rooms), tuple(doors), closed.outline, account, _list_layers(plan, drawn))


def _find_thresholds(
    plan: Plan, roles: Roles, walls: Barriers, caps: Caps, bare: Sequence[Threshold], account: Account
) -> list[Threshold]:
    step = account.begin("swings")
    swings = find_swings(plan, roles, walls.segments, step)
    step.count(bare_leaves=len(bare))
    gaps = find_gaps(plan, roles, caps, walls.segments, account.begin("gaps"))
    symbols = find_symbols(plan, roles, walls.segments, swings, account.begin("symbols"))
    merged = find_doors_in_gaps(plan, roles, merge_thresholds([*swings.thresholds, *bare, *symbols, *gaps]))
    merged = drop_columns(merged, walls.of(Barrier.COLUMN))
    merged = trim_gaps(drop_sealed_gaps(merged, walls.of(Barrier.WALL)), walls.of(Barrier.WALL))
    account.begin("thresholds").count(
        **{kind.value: sum(t.evidence is kind for t in merged) for kind in Evidence}
    )
    return merged


def _close(
    walls: Barriers, caps: Caps, thresholds: Sequence[Threshold], limits: Limits, account: Account
) -> _Closed:
    """Return walls with everything that closes them, and the areas that they enclose, in order of their position."""
    step = account.begin("closing")
    open_caps = np.hstack([caps.left, caps.right])[~caps.drawn]
    closed = walls.add(open_caps, Barrier.JAMB)
    if thresholds:
        closed = closed.add(np.concatenate([one.lines for one in thresholds]), Barrier.THRESHOLD)
    joints = snap_ends(closed.segments)
    closed = closed.add(joints, Barrier.JAMB)
    cracks = bridge_cracks(closed.segments, closed.kinds == int(Barrier.GLASS))
    closed = closed.add(cracks, Barrier.JAMB)
    envelope, outline = close_envelope(closed.segments)
    closed = closed.add(envelope, Barrier.ENVELOPE)
    step.count(jambs=len(open_caps), joints=len(joints), cracks=len(cracks), envelope=len(envelope))
    doors = closed.of(Barrier.THRESHOLD)
    faces = order_faces(build_faces(closed.segments, limits, account.begin("faces"), doors))
    return _Closed(closed, outline, drop_reveals(faces, thresholds))


def _absorb_parts(
    regions: Sequence[Region], thresholds: Sequence[Threshold], account: Account
) -> list[Region]:
    """Return regions with the cabins, pieces and recesses that belong to them."""
    whole = absorb_pieces(absorb_cabins(regions, thresholds), thresholds, account.begin("pieces"))
    return absorb_recesses(whole, thresholds)


def _list_layers(plan: Plan, drawn: Sequence[Region]) -> tuple[str, ...]:
    """Return the layers that draw the outlines of regions."""
    return tuple(sorted({plan.layer_of(one.entity) for one in drawn}))


def _list_places(regions: Sequence[Region]) -> Floats:
    """Return the places of all labels, (n, 2)."""
    return np.array([label.place for region in regions for label in region.labels]).reshape(-1, 2)


def _list_no_leaders(plan: Plan, walls: Barriers, reader: LabelReader) -> Integers:
    """Return the entities that draw walls, or the network: such lines begin and end in rooms as leaders do."""
    is_network = np.array(
        [reader.kind_of(layer.name) == "network" for layer in plan.drawing.layers], dtype=bool
    )
    return np.union1d(walls.entities, np.flatnonzero(is_network[plan.drawing.entity_layers]))


def _furnish(
    plan: Plan, roles: Roles, regions: Sequence[Region], doors: Sequence[Door], account: Account
) -> list[Room]:
    """Return regions as rooms, with kinds, keys and confidence."""
    step = account.begin("kinds")
    count = Counter(room for door in doors for room in door.rooms)
    kinds = find_kinds(plan, roles, regions, count)
    keys = KeyMaker(plan)
    rooms = []
    for index, (region, kind) in enumerate(zip(regions, kinds, strict=True)):
        confidence, issues = judge_room(region, count[index])
        label = region.label
        room = Room(keys.for_region(region), region.area, kind=kind, confidence=confidence, issues=issues)
        if label is not None:
            room = replace(
                room, number=label.number, name=label.name, place=label.place, texts=label.entities
            )
        rooms.append(room)
    step.count(**Counter(kinds))
    return rooms


def _open_lifts(
    plan: Plan, rooms: Sequence[Room], doors: Sequence[Door], walls: Barriers, account: Account
) -> tuple[list[Room], list[Door]]:
    """Return rooms and doors with the missing doors of lifts."""
    keys = KeyMaker(plan)
    drawn = walls.of(Barrier.WALL, Barrier.GLASS)
    found = guess_lift_doors(rooms, doors, drawn)
    guessed = [to_door(one, (lift, beside), keys) for one, lift, beside in found]
    opened = {room for door in guessed for room in door.rooms[:1]}
    account.begin("lifts").count(guessed_doors=len(guessed))
    told = [
        replace(room, issues=tuple(code for code in room.issues if code != NO_OPENING))
        if i in opened
        else room
        for i, room in enumerate(rooms)
    ]
    return told, [*doors, *guessed]

"""Recognition from linework to rooms, step by step; every step records an account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.drawing.drawing import Integers
from interactive_maps.importing.recognition import flights
from interactive_maps.importing.recognition.account import Account
from interactive_maps.importing.recognition.courts import leave_out_closed
from interactive_maps.importing.recognition.doors import (
    Evidence,
    Threshold,
    find_gaps,
    find_swings,
    find_symbols,
    merge_thresholds,
)
from interactive_maps.importing.recognition.doors.exploded import join_swings
from interactive_maps.importing.recognition.doors.fronts import find_fronts
from interactive_maps.importing.recognition.doors.leaves import gather_leaves
from interactive_maps.importing.recognition.doors.lifts import guess_lift_doors
from interactive_maps.importing.recognition.doors.panels import find_doors_in_gaps
from interactive_maps.importing.recognition.doors.reveals import drop_reveals
from interactive_maps.importing.recognition.doors.sealed_gaps import drop_columns, drop_sealed_gaps, trim_gaps
from interactive_maps.importing.recognition.doors.threshold import list_openings
from interactive_maps.importing.recognition.floor import Door, Floor, Room
from interactive_maps.importing.recognition.geometry.areas import find_areas
from interactive_maps.importing.recognition.hanging import hang_doors, open_passages, to_door
from interactive_maps.importing.recognition.judging import NO_OPENING, judge_room
from interactive_maps.importing.recognition.keys import KeyMaker
from interactive_maps.importing.recognition.labels import (
    LabelReader,
    Legend,
    Reading,
    choose_families,
    find_legend,
    follow_leaders,
    join_stamps,
    mark_door_tags,
    place_labels,
    read_texts,
    settle_readings,
)
from interactive_maps.importing.recognition.layers import Roles, assign_roles
from interactive_maps.importing.recognition.limits import Limits
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.rooms import Region, build_faces
from interactive_maps.importing.recognition.rooms.cabins import absorb_cabins
from interactive_maps.importing.recognition.rooms.decks import find_decks
from interactive_maps.importing.recognition.rooms.faces import order_faces
from interactive_maps.importing.recognition.rooms.kinds import find_kinds
from interactive_maps.importing.recognition.rooms.open_plan import divide_open_plan
from interactive_maps.importing.recognition.rooms.outlines import find_outlines, find_remainder
from interactive_maps.importing.recognition.rooms.pieces import absorb_pieces
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


def recognise_floor(
    drawing: Drawing,
    metres_per_unit: float,
    reader: LabelReader,
    limits: Limits | None = None,
    said: LayerRules | None = None,
) -> Floor:
    """Return the floor of a drawing; ``said`` has a person's kinds of layers. Raises TooMuch beyond limits."""
    limits, said = limits or Limits(), said or LayerRules()
    account = Account()
    plan = Plan.of(drawing, metres_per_unit)
    roles = assign_roles(plan, reader.kind_of, account.begin("layers"), said)
    plan = join_swings(plan, roles)
    leaves, bare = gather_leaves(plan, roles)
    walls = gather_barriers(plan, roles, leaves, limits, account.begin("walls"))
    caps = find_caps(walls.of(Barrier.WALL, Barrier.GLASS), plan.list_swings())
    thresholds = _find_thresholds(plan, roles, walls, caps, bare, account)
    walls = walls.add(find_fronts(plan, roles, thresholds, walls, leaves), Barrier.GLASS)
    barriers, outline = _seal_barriers(walls, caps, thresholds, account)
    readings, legend = _read_labels(plan, reader, limits, thresholds, account)
    faces = build_faces(barriers.segments, limits, account.begin("faces"))
    faces = order_faces(drop_reveals(faces, thresholds))
    decks = find_decks(plan, readings, faces)
    plan = _follow_leaders(plan, roles, readings, faces, _list_no_leaders(plan, walls, reader), account)
    labelled = _label(plan, readings, legend, [*map(Region, faces), *decks], account)
    whole = absorb_pieces(absorb_cabins(labelled, thresholds), thresholds, account.begin("pieces"))
    places = np.array([label.place for region in whole for label in region.labels]).reshape(-1, 2)
    drawn = find_outlines(plan, roles, places, account.begin("outlines"), said.outlines)
    treads = flights.find_flights(plan, roles)
    if drawn:
        rest = find_remainder([one.area for one in drawn], [one.area for one in whole])
        regions = [*_label(plan, readings, legend, drawn, account), *rest]
    else:
        whole = flights.separate_flights(treads, whole, account.begin("flights"))
        labelled = _label(plan, readings, legend, whole, account)
        labelled = flights.divide_at_flights(treads, labelled, account.begin("stairs"))
        regions = divide_open_plan(labelled, thresholds, limits, account.begin("dividing"))
    regions = flights.mark_stairwells(treads, [region.tidied() for region in regions])
    doors = hang_doors(plan, thresholds, regions, account)
    doors += open_passages(plan, regions, barriers, doors, account)
    rooms = _furnish(plan, roles, regions, doors, account)
    rooms, doors = _open_lifts(plan, rooms, doors, walls, account)
    rooms, doors = leave_out_closed(rooms, doors, account.begin("courts"))
    outlined = tuple(sorted({plan.layer_of(one.entity) for one in drawn}))
    return Floor(plan, tuple(rooms), tuple(doors), outline, account, outlined)


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


def _seal_barriers(
    walls: Barriers, caps: Caps, thresholds: Sequence[Threshold], account: Account
) -> tuple[Barriers, BaseGeometry]:
    """Return the barriers with everything that closes them: jambs, thresholds, joints, envelope."""
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
    return closed, outline


def _read_labels(
    plan: Plan, reader: LabelReader, limits: Limits, thresholds: Sequence[Threshold], account: Account
) -> tuple[list[Reading], Legend]:
    """Return what the texts on the plan say, and what legends beside it do."""
    readings = read_texts(plan, reader, limits)
    legend = find_legend(plan, reader)
    account.begin("legends").count(rows=sum(map(len, legend.rows.values())))
    return mark_door_tags(plan, legend.read_keys(plan, readings), list_openings(thresholds)), legend


def _label(
    plan: Plan, readings: Sequence[Reading], legend: Legend, regions: Sequence[Region], account: Account
) -> list[Region]:
    """Return regions with the labels in them."""
    centres = np.array([plan.texts[one.index].centre for one in readings]).reshape(-1, 2)
    homes = {
        readings[row].index: area for row, area in find_areas(centres, [one.area for one in regions]).items()
    }
    readings = settle_readings(plan, readings, homes, [one.area.area for one in regions])
    families = choose_families(readings, homes, account.begin("labels"))
    labels = place_labels(plan, readings, families, join_stamps(plan, readings, families, homes))
    return [
        replace(one, labels=tuple(map(legend.name, labels.get(index, ()))))
        for index, one in enumerate(regions)
    ]


def _follow_leaders(
    plan: Plan,
    roles: Roles,
    readings: Sequence[Reading],
    faces: Sequence[Polygon],
    drawn: Integers,
    account: Account,
) -> Plan:
    """Return the plan with labels moved into the rooms that they stand beside; ``drawn`` entities are not leaders."""
    step = account.begin("leaders")
    centres = np.array([plan.texts[one.index].centre for one in readings]).reshape(-1, 2)
    homes = {readings[row].index: area for row, area in find_areas(centres, faces).items()}
    families = choose_families(readings, homes, step)
    chosen = [one for one in readings if one.family in families.numbers | families.names]
    return follow_leaders(plan, roles, chosen, faces, drawn, step)


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

"""Swings that were exploded: their arcs are single lines on a layer that holds everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from interactive_maps.importing.drawing.arcs import Arc
from interactive_maps.importing.drawing.chords import find_chords
from interactive_maps.importing.recognition.doors.swings import RADIUS, SWEEP
from interactive_maps.importing.recognition.layers import Role, Roles
from interactive_maps.importing.recognition.plan import Plan


def join_swings(plan: Plan, roles: Roles) -> Plan:
    """Return the plan with arcs in place of lines of role MIXED that run along one as a door's swing does.

    Such lines are as short as the stubs of walls, and end where these do.
    """
    mixed = np.flatnonzero(roles.chosen(Role.MIXED)[plan.segment_entities])
    chords, arcs = find_chords(
        plan.segments[mixed], plan.segment_entities[mixed], plan.drawing.entity_layers, _is_swing
    )
    if not arcs:
        return plan
    kept = np.ones(len(plan.segments), dtype=bool)
    kept[mixed[chords]] = False
    return replace(
        plan,
        segments=plan.segments[kept],
        segment_entities=plan.segment_entities[kept],
        arcs=np.concatenate([plan.arcs, [arc for _, arc in arcs]]),
        arc_entities=np.concatenate([plan.arc_entities, [entity for entity, _ in arcs]]),
    )


def _is_swing(arc: Arc) -> bool:
    return RADIUS[0] <= arc[2] <= RADIUS[1] and bool(SWEEP[0] <= arc[4] <= SWEEP[1])

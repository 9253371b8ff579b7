"""Trials: the effect of a rule on one layer, measured by recognising the rooms again with it."""

from __future__ import annotations

import time
from dataclasses import replace

from shapely.errors import GEOSException

from interactive_maps.importing.floors.features import tell_room
from interactive_maps.importing.floors.survey import Survey
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.floor import Floor
from interactive_maps.importing.recognition.labels import LabelReader
from interactive_maps.importing.recognition.limits import TooMuch
from interactive_maps.importing.reporting.report import Report
from interactive_maps.importing.rules.rule_file import Rules

_MOST_LAYERS = 8
_LEAST_SHARE = 0.02  # share of all lines, below which a layer seldom matters
_SECONDS = 20.0  # of processor time, after which no new trial begins
# Kinds to try for a layer that was taken for another kind.
_ALTERNATIVES = {"wall": ("ignore",), "mixed": ("wall", "ignore"), "window": ("ignore",), "door": ("wall",)}
_NEVER = frozenset({"room_label", "dimension", "network"})


def try_rules(report: Report, survey: Survey, floor: Floor, rules: Rules) -> None:
    """Report the effect of another kind for each large layer."""
    total = sum(use.metres for use in report.layers.values()) or 1.0
    ranked = sorted(report.layers.items(), key=lambda item: (-item[1].metres, item[0]))
    deadline = time.process_time() + _SECONDS
    for name, use in ranked[:_MOST_LAYERS]:
        if use.metres < _LEAST_SHARE * total or use.taken_for in _NEVER:
            continue
        told = []
        for kind in _ALTERNATIVES.get(use.taken_for, ("wall",)):
            if time.process_time() > deadline:
                return
            told.append(f'as "{kind}": {_try(survey, floor, rules, name, kind)}')
        report.layers[name] = replace(use, would=tuple(told))


def _try(survey: Survey, floor: Floor, rules: Rules, name: str, kind: str) -> str:
    settled = survey.fix_kinds(rules)
    said = replace(settled, kinds={**settled.kinds, name: kind}, outlines=rules.said.outlines)
    reader = LabelReader(rules.labels, rules.kind_of)
    try:
        other = recognise_floor(survey.plan.drawing, survey.plan.metres_per_unit, reader, said=said)
    except (TooMuch, GEOSException) as error:
        return f"no rooms at all: {error}"
    before, after = _count(floor), _count(other)
    return "the same rooms and doors" if before == after else f"{after} instead of {before}"


def _count(floor: Floor) -> str:
    named = sum(bool(tell_room(room)) for room in floor.rooms)
    return f"{len(floor.rooms):,} spaces, {named:,} of them named, and {len(floor.doors):,} doors"

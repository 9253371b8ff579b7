"""Recognition of rooms for a draft: one floor, several levels, or the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shapely.errors import GEOSException

from interactive_maps.geo.georeference import Georeference
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.floors.drawn_lines import list_drawn
from interactive_maps.importing.floors.features import DOOR_KINDS, add_floor, tell_room
from interactive_maps.importing.floors.rows_in_view import keep_rows
from interactive_maps.importing.floors.side_by_side import NotAligned, SideBySide
from interactive_maps.importing.floors.survey import Survey
from interactive_maps.importing.floors.trials import try_rules
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.doors.threshold import Evidence
from interactive_maps.importing.recognition.floor import Floor
from interactive_maps.importing.recognition.labels import LabelReader
from interactive_maps.importing.recognition.limits import TooMuch
from interactive_maps.importing.recognition.views import View, name_levels
from interactive_maps.importing.reporting.report import Issue
from interactive_maps.importing.rules.layer_rules import LayerRules
from interactive_maps.importing.rules.rule_file import Rules

_ENOUGH = 3  # enough labelled rooms with doors, or swinging doors, make it a plan regardless of its title


def recognise_rooms(
    draft: MapDraft, survey: Survey, georeference: Georeference, options: ReadOptions
) -> None:
    """Add the rooms of a surveyed drawing to its draft, and report how they were recognised.

    Plans side by side become levels if their titles name them. A drawing with rooms and without a known level becomes
    the ground floor: rooms need a level. Raises InputError for a drawing that shows elevations and sections only.
    """
    rules, drawing = options.rules, survey.plan.drawing
    survey.tell_layers(draft.report)
    said = survey.fix_kinds(rules)
    if options.keep_drawn:
        draft.drawn = list_drawn(survey.plan, georeference)
    if survey.others and survey.storeys:
        drawing = _leave_out(draft, drawing, survey, georeference)
    named = name_levels(survey.storeys) if _may_choose_level(draft) else []
    if len(named) > 1 and _publish_storeys(draft, drawing, survey, named, georeference, rules):
        return
    floor = _recognise(draft, drawing, georeference, rules, said)
    if survey.others and not survey.storeys and not (floor and _is_plan(floor)):
        raise InputError(draft.source, "the drawing", _describe_refusal(survey.others))
    if floor is not None:
        _take_floor(draft, floor, survey, georeference)
        if options.with_trials:
            try_rules(draft.report, survey, floor, rules)


def _recognise(
    draft: MapDraft, drawing: Drawing, georeference: Georeference, rules: Rules, said: LayerRules
) -> Floor | None:
    reader = LabelReader(rules.labels, rules.kind_of)
    try:
        return recognise_floor(drawing, georeference.metres_per_unit, reader, said=said)
    except (TooMuch, GEOSException) as error:  # the linework is useful without rooms, too
        draft.report.skipped.append(Issue("rooms", f"not recognised: {error}"))
        return None


def _take_floor(draft: MapDraft, floor: Floor, survey: Survey, georeference: Georeference) -> None:
    report, storeys = draft.report, survey.storeys
    if not _shows_rooms(floor):
        reason = "none recognised: no enclosed area has a name or a door"
        report.guessed.append(Issue("rooms", reason))
        return
    if len(storeys) > 1:
        titles = ", ".join(view.title or f"plan {number}" for number, view in enumerate(storeys, 1))
        reason = (
            f"{len(storeys)} plans side by side ({titles}), imported as one level: select one with --view N"
        )
        report.guessed.append(Issue("views", reason))
    if report.level is None:
        titled = storeys[0] if len(storeys) == 1 and storeys[0].level is not None else None
        said = f"by its title {titled.title!r}" if titled else "by default"
        move_to_level(draft, titled.level if titled and titled.level is not None else 0.0, said)
    add_floor(draft, floor, georeference, report.level or 0.0)
    if not any(map(tell_room, floor.rooms)):
        count = len(floor.rooms)
        reason = f"none with a number or a name: {count} spaces are enclosed, but no text labels them"
        report.guessed.append(Issue("rooms", reason))


def _shows_rooms(floor: Floor) -> bool:
    return any(map(tell_room, floor.rooms)) or any(door.evidence in DOOR_KINDS for door in floor.doors)


def _is_plan(floor: Floor) -> bool:
    """Return whether rooms with doors show that it is a plan."""
    swings = sum(door.evidence is Evidence.SWING for door in floor.doors)
    entered = {room for door in floor.doors for room in door.rooms}
    named = sum(bool(tell_room(room)) for index, room in enumerate(floor.rooms) if index in entered)
    return swings >= _ENOUGH or named >= _ENOUGH


def _describe_refusal(others: Sequence[View]) -> str:
    told = [f"{view.kind}{f' ({view.title!r})' if view.title else ''}: {view.because}" for view in others[:3]]
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return (
        f"shows {'; '.join(told)}{more}. Import plans instead; if this is a plan nevertheless, "
        'set shows = "plan" in a rule file'
    )


def move_to_level(draft: MapDraft, level: float, because: str) -> None:
    """Assign a level to a drawing without one, and report it."""
    report = draft.report
    report.level = level
    report.guessed[:] = [issue for issue in report.guessed if issue.id != "level"]
    report.guessed.append(Issue("level", f"level {level:g}, {because}: set it with --level"))
    draft.rooms = [replace(room, level=level) for room in draft.rooms]
    draft.lines = [replace(line, level=level) for line in draft.lines]
    draft.network = [replace(line, level=level) for line in draft.network]


def _may_choose_level(draft: MapDraft) -> bool:
    """Return whether nothing but the file name tells the level of a drawing."""
    return draft.report.level is None or any(issue.id == "level" for issue in draft.report.guessed)


def _leave_out(draft: MapDraft, drawing: Drawing, survey: Survey, georeference: Georeference) -> Drawing:
    """Return a drawing without its elevations and sections, and report them."""
    gone = survey.find_inside(survey.others)
    keep_rows(draft, survey.plan, georeference, survey.others, inside=False)
    for view in survey.others:
        title = view.title or f"at {view.bounds[0]:.0f}, {view.bounds[1]:.0f} m"
        draft.report.skipped.append(Issue(f"view {title}", f"is {view.kind} ({view.because}): skipped"))
    return drawing.keep(~gone)


def _publish_storeys(
    draft: MapDraft,
    drawing: Drawing,
    survey: Survey,
    named: Sequence[View],
    georeference: Georeference,
    rules: Rules,
) -> bool:
    """Make levels of plans side by side, and return whether that was possible."""

    def recognise(part: MapDraft, view: View) -> None:
        kept = drawing.keep(survey.find_inside([view]))
        floor = _recognise(part, kept, georeference, rules, survey.fix_kinds(rules))
        if floor is not None and _shows_rooms(floor):
            add_floor(part, floor, georeference, part.report.level or 0.0)

    try:
        SideBySide(draft, survey, georeference).publish(named, recognise)
    except NotAligned as reason:
        draft.report.guessed.append(Issue("views", f"not imported as levels: {reason}"))
        return False
    return True

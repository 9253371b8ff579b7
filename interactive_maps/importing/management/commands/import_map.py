"""``manage.py import_map PLAN``: read plans, say what was read, publish them in one transaction."""

from __future__ import annotations

import argparse
import contextlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.geo.georeference import ControlPoint, GeoreferenceError
from interactive_maps.importing.draft.building_selection import add_level, keep_building, name_building
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.publishing import to_rows
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.network import join_levels, join_shafts
from interactive_maps.importing.next_steps import list_next_steps
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.plans import read_plans
from interactive_maps.importing.reporting.progress import shown_progress
from interactive_maps.importing.reporting.report import combine_reports
from interactive_maps.importing.reporting.summary import summarise
from interactive_maps.importing.rules.placement_rule import METRES_PER_UNIT, PlacementRule
from interactive_maps.importing.rules.rule_file import Rules, load_rules
from interactive_maps.importing.values.texts import make_visible
from interactive_maps.mapdata.edits.rows import Mode, SourceRows
from interactive_maps.ops.errors import MapError

BAD_INPUT = 2
_DEFAULT = Limits()


class Command(BaseCommand):
    """Import floor plans; several in one go are published together or not at all."""

    help = "Read floor plans (DXF, IMDF, OpenStreetMap, GeoJSON) and publish their rooms and linework."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; docs/how-to/import-a-drawing.md explains them."""
        # argparse takes "-73.98,40.75" for an option unless it is told that this is how numbers begin.
        parser._negative_number_matcher = re.compile(r"-\.?\d")
        add = parser.add_argument
        add("plans", nargs="+", type=Path, metavar="PLAN", help="a drawing for each level")
        add(
            "--level", action="append", type=_number, metavar="N", help="its level, 0 = ground; once per PLAN"
        )
        add(
            "--level-name",
            action="append",
            type=_name,
            metavar="NAME",
            help="what people call the level; once per PLAN",
        )
        add(
            "--building",
            type=_name,
            metavar="NAME",
            help="of drawings: the building that they show; of a file with buildings: take only this one",
        )
        kept = parser.add_mutually_exclusive_group()
        kept.add_argument(
            "--replace",
            action="store_true",
            help="what the source had before and has no more goes (the default)",
        )
        kept.add_argument("--append", action="store_true", help="what the source had before stays")
        add("--source", action="append", metavar="NAME", help="the name to publish under; once per PLAN")
        add("--rules", type=Path, metavar="FILE.toml", help="what layers and labels mean")
        add("--units", choices=sorted(METRES_PER_UNIT), help="what the drawing is in, if the guess is wrong")
        control_help = "a point known in the drawing and on the earth; give two or three"
        add("--control", action="append", type=_control, metavar="X,Y=LON,LAT", help=control_help)
        add("--anchor", type=_pair, metavar="LON,LAT", help="where the drawing's origin lies")
        add("--origin", type=_pair, metavar="X,Y", help="the drawing point that lies at the anchor")
        add("--rotation", type=_number, metavar="DEG", help="turn the drawing counter-clockwise")
        add("--scale", type=_number, metavar="METRES", help="metres per drawing unit")
        add("--report", type=Path, metavar="FILE.json", help="write the whole report there")
        add("--dry-run", action="store_true", help="read and report, publish nothing")
        add("--recover", action="store_true", help="take what is left of a file that is cut off")
        add(
            "--view",
            type=_count,
            metavar="N",
            help="of several plans in one drawing: take the Nth from the left",
        )
        add("--max-bytes", type=_count, default=_DEFAULT.bytes, metavar="N", help="refuse larger files")
        add(
            "--max-entities",
            type=_count,
            default=_DEFAULT.entities,
            metavar="N",
            help="refuse larger drawings",
        )
        add(
            "--max-seconds",
            type=_count,
            metavar="N",
            help="CPU time to read one PLAN; 60, more for large files",
        )
        add(
            "--max-memory",
            type=_count,
            metavar="MB",
            help="memory to read one PLAN; 800 MB, more for large files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every plan before anything is published."""
        try:
            rules = load_rules(options["rules"])
            drafts = _read_plans(options, rules)
            rows = _prepare(drafts, options, rules)
            self._tell(drafts, options["report"])
        except InputError as refusal:
            raise CommandError(f"{refusal} (nothing was imported)", returncode=BAD_INPUT) from None
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was published.")
            return
        self._publish(rows)
        self._tell_next(drafts)

    def _tell(self, drafts: Sequence[MapDraft], file: Path | None) -> None:
        for draft in drafts:
            for line in summarise(draft.source, draft.report):
                self.stdout.write(line)
        if file is None:
            self.stdout.write("The whole report: --report FILE.json")
            return
        try:
            file.write_text(combine_reports([(draft.source, draft.report) for draft in drafts]), "utf-8")
        except OSError as error:
            raise InputError(str(file), "the report", f"cannot be written: {error.strerror}") from None
        self.stdout.write(f"The whole report: {file}")

    def _publish(self, rows: Sequence[SourceRows]) -> None:
        from interactive_maps.mapdata.edits import publish
        from interactive_maps.mapdata.edits.import_statistics import count_import

        try:
            with count_import():
                changes = publish(rows)
        except MapError as error:
            raise CommandError(f"{error} (nothing was imported)", returncode=1) from None
        self.stdout.write(
            f"Published: {changes.inserted:,} rows inserted, {changes.updated:,} updated, "
            f"{changes.deleted:,} deleted, {changes.unchanged:,} unchanged."
        )

    def _tell_next(self, drafts: Sequence[MapDraft]) -> None:
        from interactive_maps.mapdata.edits import list_sources

        brought = {draft.source for draft in drafts}
        others = []
        with contextlib.suppress(MapError):  # what was published is on the map all the same
            others = [source for source in list_sources() if source.name not in brought]
        self.stdout.write("\n".join(list_next_steps(drafts, others)))


def _read_plans(options: dict[str, Any], rules: Rules) -> list[MapDraft]:
    plans: list[Path] = options["plans"]
    levels = _one_each("--level", options["level"], plans)
    sources = _one_each("--source", options["source"], plans)
    sources = [source or make_visible(plan.name) for plan, source in zip(plans, sources, strict=True)]
    _require_distinct(sources)
    limits = Limits(
        bytes=options["max_bytes"],
        entities=options["max_entities"],
        seconds=options["max_seconds"],
        megabytes=options["max_memory"],
    )
    placement = _read_placement(options, rules.placement)
    read_options = [
        ReadOptions(
            rules,
            limits,
            options["units"],
            level,
            placement,
            source,
            recover=options["recover"],
            view=options["view"],
        )
        for level, source in zip(levels, sources, strict=True)
    ]
    with shown_progress() as progress:
        return read_plans(list(zip(plans, read_options, strict=True)), progress)


def _prepare(drafts: list[MapDraft], options: dict[str, Any], rules: Rules) -> list[SourceRows]:
    """Return what is to be published of ``drafts``, which lose what is not."""
    names = _one_each("--level-name", options["level_name"], options["plans"])
    for draft, name in zip(drafts, names, strict=True):
        level = draft.report.level
        add_level(draft, name or (None if level is None else rules.level_names.get(level)))
    wanted: str | None = options["building"] or rules.building
    parts = {id(draft): keep_building(draft, wanted) for draft in drafts if wanted and draft.buildings}
    shared = [draft for draft in drafts if not draft.buildings]
    named = [to_rows(name_building(shared, wanted), Mode.APPEND)] if wanted and shared else []
    join_levels(drafts)
    join_shafts(drafts)
    mode = Mode.APPEND if options["append"] else Mode.REPLACE
    return named + [_to_rows(draft, mode, parts.get(id(draft))) for draft in drafts]


def _to_rows(draft: MapDraft, mode: Mode, part: str | None) -> SourceRows:
    return to_rows(draft, Mode.PART if part and mode is Mode.REPLACE else mode, part)


def _read_placement(options: dict[str, Any], default: PlacementRule) -> PlacementRule:
    """Return what the command line says of the place; anything said there replaces the rule file's."""
    said = PlacementRule(
        control=tuple(options["control"] or ()),
        anchor=options["anchor"],
        origin=options["origin"],
        rotation=options["rotation"],
        scale=options["scale"],
    )
    if said == PlacementRule():
        return default
    if options["units"] and said.scale is not None:
        raise InputError("the options", "--units", "--scale says how long a unit is: give one of them")
    try:
        said.check()
    except GeoreferenceError as error:
        raise InputError("the options", "the georeference", str(error)) from None
    return said


def _one_each(option: str, values: list[Any] | None, plans: Sequence[Path]) -> list[Any]:
    if values is None:
        return [None] * len(plans)
    if len(values) != len(plans):
        reason = f"given {len(values)} times for {len(plans)} plans: give it once for each, in their order"
        raise InputError("the options", option, reason)
    return values


def _require_distinct(sources: Sequence[str]) -> None:
    for source in sources:
        if not source.strip() or source != make_visible(source):
            raise InputError("the options", "--source", "a source needs a name of signs that can be shown")
        if sources.count(source) > 1:
            reason = "two plans have this name, and one would replace the other: name them with --source"
            raise InputError(source, "the options", reason)


def _name(text: str) -> str:
    if not text.strip() or text != make_visible(text):
        raise argparse.ArgumentTypeError("a name of signs that can be shown is needed")
    return text


def _number(text: str) -> float:
    number = float(text)
    if not abs(number) < 1e15:  # false for NaN as well
        raise argparse.ArgumentTypeError(f"a finite number is needed, not {text}")
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"at least 1 is needed, not {text}")
    return number


def _pair(text: str) -> tuple[float, float]:
    first, comma, second = text.partition(",")
    if not comma:
        raise argparse.ArgumentTypeError(f"two numbers with a comma are needed, not {text!r}")
    return _number(first), _number(second)


def _control(text: str) -> ControlPoint:
    drawing, equals, earth = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"X,Y=LON,LAT is needed, not {text!r}")
    return ControlPoint(*_pair(drawing), *_pair(earth))

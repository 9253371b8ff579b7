"""``manage.py import_map PLAN``: read plans, report on them, and publish them in one transaction."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interactive_maps.geo.georeference import GeoreferenceError
from interactive_maps.importing.alignment import align_drafts
from interactive_maps.importing.draft.building_selection import add_level, keep_building, name_building
from interactive_maps.importing.draft.landing import describe_landing
from interactive_maps.importing.draft.level_selection import count_features
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.draft.publishing import to_rows
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.management.import_options import (
    add_placement_options,
    add_plan_options,
    add_run_options,
)
from interactive_maps.importing.management.outputs import require_writable, write_outputs
from interactive_maps.importing.network import join_levels, join_shafts, measure_reach
from interactive_maps.importing.next_steps import describe_reach, list_next_steps
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.plan_files import opened_plans
from interactive_maps.importing.plans import read_plans
from interactive_maps.importing.reporting.progress import shown_progress
from interactive_maps.importing.reporting.report import combine_reports
from interactive_maps.importing.reporting.summary import summarise
from interactive_maps.importing.rules.placement_rule import PlacementRule
from interactive_maps.importing.rules.rule_file import GUESS, Rules, load_rules
from interactive_maps.mapdata.edits.rows import Mode, SourceRows
from interactive_maps.ops.errors import MapError
from interactive_maps.texts.cleaning import make_visible

BAD_INPUT = 2


class Command(BaseCommand):
    """Import floor plans; several plans are published together or not at all."""

    help = "Read floor plans (DWG, DXF, PDF, IMDF, OpenStreetMap, GeoJSON) and publish them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options; docs/how-to/import-a-drawing.md explains them."""
        # Without this pattern of numbers, argparse takes "-73.98,40.75" for an option.
        parser._negative_number_matcher = re.compile(r"-\.?\d")
        add_plan_options(parser)
        add_placement_options(parser)
        add_run_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all plans before publishing anything."""
        try:
            require_writable(options)
            rules = load_rules(options["rules"])
            rules = replace(rules, doors=options["doors"] or rules.doors)
            with opened_plans(options["plans"], Limits(bytes=options["max_bytes"])) as plans:
                options["plans"] = plans
                drafts = _read_plans(options, rules)
            rows = _prepare(drafts, options, rules)
            self._tell(drafts, options["report"])
            for file in write_outputs(drafts, options):
                self.stdout.write(f"Written: {file}")
        except InputError as refusal:
            raise CommandError(f"{refusal} (nothing was imported)", returncode=BAD_INPUT) from None
        self.stdout.write("\n".join(describe_reach(measure_reach(drafts), guesses=rules.doors == GUESS)))
        if options["dry_run"] or options["preview"] or options["suggest_rules"]:
            self.stdout.write("Dry run: nothing was published.")
            return
        self._publish(rows)
        self._tell_next(drafts)

    def _tell(self, drafts: Sequence[MapDraft], file: Path | None) -> None:
        reports = [(draft.source, draft.report) for draft in drafts]
        for line in (*summarise(reports), *describe_landing(drafts)):
            self.stdout.write(line)
        if file is None:
            self.stdout.write("Full report: use --report FILE.json")
            return
        try:
            file.write_text(combine_reports(reports), "utf-8")
        except OSError as error:
            raise InputError(str(file), "the report", f"cannot be written: {error.strerror}") from None
        self.stdout.write(f"Full report: {file}")

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
        with contextlib.suppress(MapError):  # the published map remains
            others = [source for source in list_sources() if source.name not in brought]
        self.stdout.write("\n".join(list_next_steps(drafts, others)))


def _read_plans(options: dict[str, Any], rules: Rules) -> list[MapDraft]:
    plans: list[Path] = options["plans"]
    levels = _one_each("--level", options["level"], plans)
    pages = _one_each("--page", options["page"], plans)
    sources = _one_each("--source", options["source"], plans)
    sources = [
        source or _name_source(name, page)
        for name, source, page in zip(_name_plans(plans), sources, pages, strict=True)
    ]
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
            page=page,
            keep_drawn=options["preview"] is not None,
            with_trials=options["preview"] is not None or options["suggest_rules"] is not None,
            xrefs=_read_folder(options["xrefs"]),
            show_layers=tuple(options["show_layer"] or ()),
        )
        for level, source, page in zip(levels, sources, pages, strict=True)
    ]
    with shown_progress() as progress:
        drafts = read_plans(list(zip(plans, read_options, strict=True)), progress)
    _require_layers(drafts, options["show_layer"] or ())
    return drafts


def _name_plans(plans: Sequence[Path]) -> list[str]:
    """Return the names of the files, with their folders if names are equal."""
    names = [make_visible(plan.name) for plan in plans]
    longer = [
        f"{make_visible(plan.resolve().parent.name)}/{name}" for plan, name in zip(plans, names, strict=True)
    ]
    has_twins = len(set(names)) < len(set(plans)) and len(set(longer)) == len(set(plans))
    return longer if has_twins else names


def _read_folder(folder: Path | None) -> Path | None:
    if folder is not None and not folder.is_dir():
        raise InputError("the options", "--xrefs", f"no folder {folder}")
    return folder


def _require_layers(drafts: Sequence[MapDraft], wanted: Sequence[str]) -> None:
    """Raise InputError if no plan has anything on a layer to be shown: its name is misspelt."""
    used = {name.casefold().rpartition("|")[2] for draft in drafts for name in draft.report.layers}
    for layer in wanted:
        if layer.casefold().rpartition("|")[2] not in used:
            raise InputError("the options", "--show-layer", f"no plan has anything on a layer {layer!r}")


def _name_source(name: str, page: int | None) -> str:
    """Return the source name of a plan: each page of a file is a separate plan."""
    return name if page is None else f"{name}, page {page}"


def _prepare(drafts: list[MapDraft], options: dict[str, Any], rules: Rules) -> list[SourceRows]:
    """Return the rows to publish, and drop everything else from ``drafts``."""
    names = _one_each("--level-name", options["level_name"], options["plans"])
    for draft, name in zip(drafts, names, strict=True):
        level = draft.report.level
        add_level(draft, name or (None if level is None else rules.level_names.get(level)))
    wanted: str | None = options["building"] or rules.building
    parts = {id(draft): keep_building(draft, wanted) for draft in drafts if wanted and draft.buildings}
    for draft in drafts:
        if id(draft) in parts:
            count_features(draft)
    shared = [draft for draft in drafts if not draft.buildings]
    named = [to_rows(name_building(shared, wanted), Mode.APPEND)] if wanted and shared else []
    if not _read_placement(options, rules.placement).fixes_place:
        align_drafts(drafts)
    join_levels(drafts)
    join_shafts(drafts)
    mode = Mode.APPEND if options["append"] else Mode.REPLACE
    return named + [_to_rows(draft, mode, parts.get(id(draft))) for draft in drafts]


def _to_rows(draft: MapDraft, mode: Mode, part: str | None) -> SourceRows:
    return to_rows(draft, Mode.PART if part and mode is Mode.REPLACE else mode, part)


def _read_placement(options: dict[str, Any], default: PlacementRule) -> PlacementRule:
    """Return the georeference of the command line; if it has any option, it replaces the rule file's."""
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
        raise InputError("the options", "--units", "--scale also sets the unit: give only one of them")
    try:
        said.check()
    except GeoreferenceError as error:
        raise InputError("the options", "the georeference", str(error)) from None
    return said


def _one_each(option: str, values: list[Any] | None, plans: Sequence[Path]) -> list[Any]:
    if values is None:
        return [None] * len(plans)
    if len(values) != len(plans):
        reason = (
            f"given {len(values)} times for {len(plans)} plans: give it once for each plan, in the same order"
        )
        raise InputError("the options", option, reason)
    return values


def _require_distinct(sources: Sequence[str]) -> None:
    for source in sources:
        if not source.strip() or source != make_visible(source):
            raise InputError("the options", "--source", "a source needs a name of visible characters")
        if sources.count(source) > 1:
            reason = "two plans have this name, so one would replace the other: name them with --source"
            raise InputError(source, "the options", reason)

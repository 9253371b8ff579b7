"""Plans drawn side by side, published as aligned levels according to their titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from interactive_maps.geo.georeference import Georeference
from interactive_maps.geo.plane import choose_plane
from interactive_maps.importing.alignment import Ambiguous, LevelPlan, find_shift, move_draft, read_level
from interactive_maps.importing.alignment.drafts import describe_shift
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.floors.rows_in_view import keep_rows
from interactive_maps.importing.floors.survey import Survey
from interactive_maps.importing.recognition.views import View
from interactive_maps.importing.reporting.report import Issue, Report

_LISTS = ("rooms", "lines", "network", "spaces", "openings", "levels")


class NotAligned(Exception):
    """The plans cannot be aligned; ``str()`` says which, and why."""


@dataclass(slots=True)
class SideBySide:
    """The plans of one draft."""

    draft: MapDraft
    survey: Survey
    georeference: Georeference

    def publish(self, views: Sequence[View], recognise: Callable[[MapDraft, View], None]) -> None:
        """Replace the draft's rows by those of its aligned plans; ``recognise`` adds the rooms of one.

        The georeferenced plan, or else the one nearest to the ground, is not moved. Plans without rooms are dropped.
        Raises NotAligned, leaving the draft unchanged.
        """
        parts = [(view, self._take(view)) for view in views]
        for view, part in parts:
            recognise(part, view)
        parts = [(view, part) for view, part in parts if part.spaces]
        if len(parts) < 2:
            raise NotAligned("fewer than two of them show rooms")
        self._align(parts)
        self._merge(parts)

    def _take(self, view: View) -> MapDraft:
        """Return the part of the draft that lies in a view, on the view's level."""
        draft, level = self.draft, view.level or 0.0
        part = MapDraft(draft.source, list(draft.rooms), list(draft.lines), network=list(draft.network))
        part.report = Report(level=level)
        keep_rows(part, self.survey.plan, self.georeference, [view], inside=True)
        part.rooms = [replace(room, level=level) for room in part.rooms]
        part.lines = [replace(line, level=level) for line in part.lines]
        part.network = [replace(line, level=level) for line in part.network]
        return part

    def _align(self, parts: Sequence[tuple[View, MapDraft]]) -> None:
        plane = choose_plane(
            shapely.get_coordinates([space.display_point for _, part in parts for space in part.spaces]), 1
        )
        origin = self.survey.plan
        fixed = (np.array([self.georeference.origin]) - np.array(origin.origin)) * origin.metres_per_unit
        ordered = sorted(
            parts, key=lambda one: (not bool(one[0].holds(fixed)[0]), abs(one[0].level or 0.0), one[0].level)
        )
        placed: list[tuple[float, LevelPlan]] = []
        for view, part in ordered:
            level, storey = view.level or 0.0, read_level(part, plane)
            if storey is None:
                continue
            if placed:
                nearest, below = min(placed, key=lambda known: abs(known[0] - level))
                shift = find_shift(below, storey)
                if shift is None:
                    raise NotAligned(
                        f"{view.title!r} has no stairs, lift or outline in common with the others"
                    )
                if isinstance(shift, Ambiguous):
                    apart = f"two positions, {shift.apart:.1f} m apart, fit equally well"
                    raise NotAligned(
                        f"the position of {view.title!r} relative to the others is ambiguous: {apart}"
                    )
                move_draft(part, plane, shift.step)
                part.report.guessed.append(
                    Issue(f"level {level:g}", f"{view.title}: {describe_shift(shift, nearest)}")
                )
                storey = storey.moved(np.array(shift.step))
            placed.append((level, storey))

    def _merge(self, parts: Sequence[tuple[View, MapDraft]]) -> None:
        draft, report = self.draft, self.draft.report
        before = len(draft.lines)
        for name in _LISTS:
            setattr(draft, name, [row for _, part in parts for row in getattr(part, name)])
        draft.levels = [
            replace(level, key=f"level@{level.ordinal:g}", names={"": view.title})
            for view, part in parts
            for level in part.levels
        ]
        report.level = None
        report.guessed[:] = [issue for issue in report.guessed if issue.id != "level"]
        titles = ", ".join(f"{view.title} as level {view.level:g}" for view, _ in parts)
        said = f"{len(parts)} plans side by side, published as levels by their titles: {titles}"
        report.guessed.append(Issue("levels", f"{said}; select one with --view N"))
        for _, part in parts:
            report.guessed += part.report.guessed
            report.skipped += part.report.skipped
            report.outlined = tuple(sorted({*report.outlined, *part.report.outlined}))
        if before > len(draft.lines):
            reason = f"{before - len(draft.lines):,} lines and texts outside of all plans: skipped"
            report.skipped.append(Issue("views", reason))
        report.counts["level"] = len(draft.levels)
        for name, kind in (
            ("space", "spaces"),
            ("opening", "openings"),
            ("room", "rooms"),
            ("line", "lines"),
        ):
            report.counts[name] = len(getattr(draft, kind))

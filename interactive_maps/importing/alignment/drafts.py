"""Alignment of the plans of one import that were drawn around different origins."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from interactive_maps.geo.plane import choose_plane
from interactive_maps.importing.alignment.level_plan import LevelPlan, join_parts, read_level
from interactive_maps.importing.alignment.moving import move_draft
from interactive_maps.importing.alignment.shifts import Ambiguous, Shift, find_shift, rate_as_it_is
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.reporting.report import Issue

_GOOD = 0.85  # share of the best score: plans that fit this well stay where they were drawn


def align_drafts(drafts: Sequence[MapDraft]) -> int:
    """Align drawings of one level each with the one nearest to the ground, and return the number of moved ones.

    Only local plans with rooms are aligned. A plan that fits already, or fits equally well in two places, stays where
    it is; the report says what was done and why.
    """
    plans = [draft for draft in drafts if draft.report.level is not None and draft.spaces]
    if len({draft.report.level for draft in plans}) < 2:
        return 0
    plane = choose_plane(
        shapely.get_coordinates([space.display_point for draft in plans for space in draft.spaces]), 1
    )
    ordered = sorted(plans, key=lambda draft: (abs(_level_of(draft)), _level_of(draft)))
    placed: dict[float, list[LevelPlan]] = {}
    moved = 0
    for draft in ordered:
        level, storey = _level_of(draft), read_level(draft, plane)
        if storey is None:
            continue
        others = [known for known in placed if known != level]
        if others:
            nearest = min(others, key=lambda known: (abs(known - level), known))
            step = _decide(draft, join_parts(placed[nearest]), storey, nearest)
            if step is not None:
                move_draft(draft, plane, step)
                storey = read_level(draft, plane) or storey
                moved += 1
        placed.setdefault(level, []).append(storey)
    return moved


def _level_of(draft: MapDraft) -> float:
    return draft.report.level or 0.0


def _decide(draft: MapDraft, lower: LevelPlan, upper: LevelPlan, level: float) -> tuple[float, float] | None:
    """Return the step for a draft and report why, or None if it stays."""
    as_it_is, found = rate_as_it_is(lower, upper), find_shift(lower, upper)
    best = found.first if isinstance(found, Ambiguous) else found
    if best is None or as_it_is.score >= _GOOD * best.score:
        return None
    if isinstance(found, Ambiguous):
        reason = (
            f"not aligned with level {level:g}: two positions, {found.apart:.1f} m apart, fit equally well; "
            "draw the plans around one origin, or place each with --anchor and --origin"
        )
        draft.report.guessed.append(Issue("alignment", reason))
        return None
    draft.report.guessed.append(Issue("alignment", describe_shift(best, level)))
    return best.step


def describe_shift(shift: Shift, level: float) -> str:
    """Describe a step that was taken."""
    east, north = shift.step
    shafts = f"{shift.shafts} stairs and lifts and " if shift.shafts else ""
    return (
        f"moved {east:+.2f} m east and {north:+.2f} m north, above level {level:g}: {shafts}{shift.outline:.0%} "
        f"of the outlines meet, walls within {100 * shift.residual:.1f} cm"
    )

"""Reading of drawings into map drafts: parts, unit, rooms and position, in that order, reporting each step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interactive_maps.importing.bounds import bounded
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.drawing import Drawing as LineworkDrawing
from interactive_maps.importing.floors import Survey, choose_view, recognise_rooms
from interactive_maps.importing.formats.dxf.drawing import open_drawing
from interactive_maps.importing.formats.dxf.entities.block_expansion import BlockExpansion
from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Fill,
    Linework,
    TextEntity,
)
from interactive_maps.importing.formats.dxf.entities.expansion_bounds import require_bounded
from interactive_maps.importing.formats.dxf.entities.layer_visibility import HiddenLayers
from interactive_maps.importing.formats.dxf.labels.hidden_rooms import offer_hidden_layers
from interactive_maps.importing.formats.dxf.labels.rooms import Found, find_rooms
from interactive_maps.importing.formats.dxf.labels.walls import Walls
from interactive_maps.importing.formats.dxf.linework import build_drawing
from interactive_maps.importing.formats.dxf.references import Convert, References
from interactive_maps.importing.formats.dxf.rows import LineBuilder, build_rooms
from interactive_maps.importing.formats.dxf.scale.georeferencing import place_drawing
from interactive_maps.importing.formats.dxf.scale.outliers import divide_outliers, locate_part
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.importing.reporting.report import Issue, LayerUse, Report
from interactive_maps.importing.rules.rule_file import Rules
from interactive_maps.importing.values.level_names import guess_level

if TYPE_CHECKING:
    from ezdxf.document import Drawing

_PROGRESS_EVERY = 1000


@bounded
def read(
    path: Path, options: ReadOptions, progress: Progress = silent, *, convert: Convert | None = None
) -> MapDraft:
    """Read the DXF drawing at ``path`` into a draft.

    ``convert`` converts external references in DWG to DXF. Raises InputError for a drawing that is cut off, broken,
    too large or empty.
    """
    draft = MapDraft(source=options.source or path.name)
    report = draft.report
    progress(f"opening {path.name}", 0, None)
    drawing = open_drawing(path, options.limits, report, recover=options.recover)
    references = References(options.xrefs, options.limits, report, convert)
    hidden = HiddenLayers.of(drawing, [layer.casefold() for layer in options.show_layers])
    parts = _expand(
        path, BlockExpansion(drawing, options.limits, hidden, references), options, report, progress
    )
    _note_paper_space(drawing, report)
    fills = [part for part in parts if isinstance(part, Fill)]
    parts = [part for part in parts if not isinstance(part, Fill)]
    report.level = _decide_level(path, options, report)
    parts, outliers = divide_outliers(parts)
    linework = build_drawing([*parts, *fills], drawing)
    placed = place_drawing(path, parts, linework, options, report)
    _note_outliers(outliers, placed.metres_per_unit, report)
    offers = list(offer_hidden_layers(hidden, placed.metres_per_unit, options.rules))
    report.guessed.extend(offers)
    progress("finding the rooms", 0, None)
    if options.view is not None:
        parts, linework = _keep_view(path, parts, linework, placed.metres_per_unit, options, report)
    level = report.level
    survey = Survey.of(linework, placed.metres_per_unit, options.rules)
    found = _find_rooms(parts, options.rules, survey.wall_layers, report)
    draft.rooms = build_rooms(found.rooms, placed.georeference, level)
    named = {key for room in found.rooms for key in room.keys}
    builder = LineBuilder(placed, options.rules, level, report, options.limits)
    draft.lines = builder.build_lines(parts, named, progress)
    draft.network = builder.build_network(parts)
    report.counts.update(room=len(draft.rooms), line=len(draft.lines))
    progress(f"recognising rooms in {path.name}", 0, None)
    recognise_rooms(draft, survey, placed.georeference, options)
    if not draft.rooms and not draft.lines:
        raise _explain_nothing(path, references, offers)
    return draft


def _explain_nothing(path: Path, references: References, offers: Sequence[Issue]) -> InputError:
    """Return the error of an empty drawing, which tells where its plan may be."""
    for issue in (*references.list_missing(), *offers):
        return InputError(path.name, issue.id, f"the drawing itself is empty; {issue.reason}")
    reason = "the model space is empty: is the plan in paper space, or on frozen layers?"
    return InputError(path.name, "the model space", reason)


def read_linework(path: Path, options: ReadOptions) -> LineworkDrawing:
    """Return the linework of the drawing at ``path`` without interpreting it; raises InputError as ``read`` does."""
    report = Report()
    document = open_drawing(path, options.limits, report, recover=options.recover)
    references = References(options.xrefs, options.limits, report)
    expansion = BlockExpansion(document, options.limits, HiddenLayers.of(document), references)
    parts, _ = divide_outliers(_expand(path, expansion, options, report, silent))
    return build_drawing(parts, document)


def _expand(
    path: Path, expansion: BlockExpansion, options: ReadOptions, report: Report, progress: Progress
) -> list[DrawingEntity]:
    """Return the parts of the model space, and report what was skipped."""
    hidden = expansion.hidden
    parts: list[DrawingEntity] = []
    total = require_bounded(expansion.drawing, options.limits)
    for part in expansion.run():
        parts.append(part)
        if len(parts) % _PROGRESS_EVERY == 0:
            progress(f"unfolding {path.name}", len(parts), total)
    for (layer, kind, reason), count in sorted(expansion.skipped.items()):
        report.skipped.append(Issue(f"layer {layer}", f"{count:,} {kind}: {reason}"))
    for layer, count in sorted(hidden.left_out.items()):
        reason = f"{count:,} entities: the layer is frozen or off in the drawing"
        report.skipped.append(Issue(f"layer {layer}", reason))
    report.skipped.extend(expansion.broken.values())
    report.skipped.extend(expansion.references.list_missing())
    report.repaired.extend(expansion.repaired.values())
    _list_layers(parts, options.rules, report)
    return parts


def _list_layers(parts: Sequence[DrawingEntity], rules: Rules, report: Report) -> None:
    for layer, count in Counter(part.origin.layer for part in parts).items():
        report.layers[layer] = LayerUse(rules.kind_of(layer), count)


def _note_paper_space(drawing: Drawing, report: Report) -> None:
    for layout in drawing.layouts:
        if not layout.is_any_paperspace:
            continue
        name = layout.name
        count = sum(1 for entity in layout if entity.dxftype() != "VIEWPORT")
        if count:
            report.skipped.append(
                Issue(f"paper space {name}", f"{count:,} entities: paper space is not imported")
            )


def _decide_level(path: Path, options: ReadOptions, report: Report) -> float | None:
    if options.level is not None:
        return options.level
    if options.rules.level is not None:
        return options.rules.level
    level = guess_level(path.stem)
    said = "no level: set it with --level" if level is None else f"level {level:g}, by the file's name"
    report.guessed.append(Issue("level", said))
    return level


def _note_outliers(
    outliers: Sequence[tuple[DrawingEntity, float]], metres_per_unit: float, report: Report
) -> None:
    for part, distance in outliers:
        away = f"lies {distance * metres_per_unit / 1000:,.1f} km from the rest of the drawing"
        report.skipped.append(Issue(part.origin.key, f"{part.origin.dxftype} {away}"))


def _keep_view(
    path: Path,
    parts: Sequence[DrawingEntity],
    linework: LineworkDrawing,
    metres_per_unit: float,
    options: ReadOptions,
    report: Report,
) -> tuple[list[DrawingEntity], LineworkDrawing]:
    """Return the contents of one of several plans side by side; raises InputError if there is no such plan."""
    plan, view = choose_view(path.name, linework, metres_per_unit, options, report)
    places = np.array([locate_part(part) for part in parts], dtype=float).reshape(-1, 2)
    held = view.holds((places - np.array(plan.origin)) * metres_per_unit)
    kept = [part for part, inside in zip(parts, held.tolist(), strict=True) if inside]
    keys = {part.origin.key for part in kept}
    chosen = np.array([entity.key in keys for entity in linework.entities], dtype=bool)
    return kept, linework.keep(chosen)


def _find_rooms(
    parts: Sequence[DrawingEntity], rules: Rules, layers: Container[str], report: Report
) -> Found:
    """Return the rooms that texts name; ``layers`` are those of walls, which divide texts."""
    walls = Walls(part for part in parts if isinstance(part, Linework) and part.origin.layer in layers)
    found = find_rooms([part for part in parts if isinstance(part, TextEntity)], rules, walls)
    for (layer, reason), count in sorted(found.refused.items()):
        report.skipped.append(Issue(f"layer {layer}", f"not room names: {reason} ({count:,} texts)"))
    report.repaired.extend(found.repaired)
    report.guessed.extend(found.guessed)
    return found

"""Reading of PDF pages into map drafts: linework, scale, rooms and position, reporting each step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from interactive_maps.importing.bounds import bounded
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.floors import Survey, choose_view, recognise_rooms
from interactive_maps.importing.formats.pdf.linework import PageDrawing, build_drawing
from interactive_maps.importing.formats.pdf.pages import choose_page
from interactive_maps.importing.formats.pdf.placement import place_page
from interactive_maps.importing.formats.pdf.rows import RowBuilder, locate_entities
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.pdfium.content import PageContent
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.importing.reporting.report import Issue, LayerUse, Report
from interactive_maps.importing.values.level_names import guess_level

_FEW_LETTERS = 0.3  # least number of short lines per text of a page whose letters are lines
_LETTER_LINES = 400


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    pages: int
    content: PageContent
    shown: PageDrawing


@bounded
def read(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read a page of the PDF at ``path`` into a draft.

    Raises InputError for a file that is broken, encrypted or too large, for a page without linework, and for one of
    unknown scale.
    """
    draft = MapDraft(source=options.source or path.name)
    report = draft.report
    page = _open_page(path, options, progress)
    drawing = page.shown.drawing
    _tell(page, options, report)
    report.level = _decide_level(path, drawing, options, report)
    progress(f"finding the scale of {path.name}", 0, None)
    placed = place_page(path, drawing, page.content.rotation, options, report)
    if options.view is not None:
        drawing = _keep_view(path, drawing, placed.metres_per_unit, options, report)
    progress(f"placing {path.name}", 0, None)
    builder = RowBuilder(drawing, placed.georeference, options.rules, report.level)
    draft.lines = builder.build_lines(report)
    draft.network = builder.build_network()
    report.counts.update(line=len(draft.lines))
    if not draft.network:
        progress(f"recognising rooms in {path.name}", 0, None)
        survey = Survey.of(drawing, placed.metres_per_unit, options.rules)
        recognise_rooms(draft, survey, placed.georeference, options)
    return draft


def read_linework(path: Path, options: ReadOptions) -> Drawing:
    """Return the linework of a page without interpreting it; raises InputError as ``read`` does."""
    return _open_page(path, options, silent).shown.drawing


def _open_page(path: Path, options: ReadOptions, progress: Progress) -> _Page:
    progress(f"opening {path.name}", 0, None)
    extract = choose_page(path, options)
    content = extract.content
    assert content is not None
    progress(f"reading page {extract.page} of {path.name}", 0, None)
    shown = build_drawing(content, options.rules.kind_of)
    if not len(shown.drawing.segments) and not len(shown.drawing.arcs):
        reason = "shows no linework: all of it is beyond its edges or white"
        raise InputError(path.name, f"page {extract.page}", reason)
    return _Page(extract.page, extract.pages, content, shown)


def _tell(page: _Page, options: ReadOptions, report: Report) -> None:
    """Report what was imported and what was skipped."""
    drawing = page.shown.drawing
    if page.pages > 1:
        report.guessed.append(
            Issue("page", f"page {page.number} of {page.pages:,}: choose another with --page N")
        )
    counts = Counter(drawing.layers[entity.layer].name for entity in drawing.entities)
    for layer, count in counts.items():
        report.layers[layer] = LayerUse(options.rules.kind_of(layer), count)
    for layer, count in sorted(page.content.hidden.items()):
        report.skipped.append(Issue(f"layer {layer}", f"{count:,} objects: the layer is off in the file"))
    for reason, count in sorted(page.shown.left_out.items()):
        if reason == "clipped away":
            report.skipped.append(
                Issue("clipping", f"{count:,} objects are outside of the visible part of the page")
            )
    if page.content.pictures:
        said = f"{len(page.content.pictures):,} skipped: images have no linework"
        report.skipped.append(Issue("pictures", said))
    if page.shown.unreadable:
        reason = f"{page.shown.unreadable:,} characters are unknown: their font does not tell them"
        report.skipped.append(Issue("texts", reason))
    if page.content.notes:
        said = (
            f"{len(page.content.notes):,} texts are drawn as lines and were read from the plotter's comments"
        )
        report.guessed.append(Issue("texts", said))
    elif _draws_letters(drawing):
        reason = (
            "names are drawn as lines instead of text, so rooms have none: plot it again with TrueType fonts"
        )
        report.guessed.append(Issue("texts", reason))


def _draws_letters(drawing: Drawing) -> bool:
    """Return whether a page with hardly any texts has the many short strokes of letters drawn as lines."""
    lengths = np.hypot(*(drawing.segments[:, 2:] - drawing.segments[:, :2]).T)
    short = int((lengths < 6.0).sum())
    return short >= _LETTER_LINES and len(drawing.texts) < _FEW_LETTERS * short / 20


def _decide_level(path: Path, drawing: Drawing, options: ReadOptions, report: Report) -> float | None:
    for said in (options.level, options.rules.level):
        if said is not None:
            return said
    titles = sorted(drawing.texts, key=lambda text: -text.height)
    for text in titles:
        level = guess_level(text.text) if options.rules.labels.title_words.match(text.text) else None
        if level is not None:
            report.guessed.append(Issue("level", f"level {level:g}, by the sheet's title: {text.text}"))
            return level
    level = guess_level(path.stem)
    told = "no level: set it with --level" if level is None else f"level {level:g}, by the file's name"
    report.guessed.append(Issue("level", told))
    return level


def _keep_view(
    path: Path, drawing: Drawing, metres_per_unit: float, options: ReadOptions, report: Report
) -> Drawing:
    """Return the contents of one of several plans on a sheet; raises InputError if there is no such plan."""
    plan, view = choose_view(path.name, drawing, metres_per_unit, options, report)
    places = (locate_entities(drawing) - np.array(plan.origin)) * metres_per_unit
    return drawing.keep(view.holds(places))

"""Opening of PDFs, survey of their pages, and reading of one. Runs only in the child process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from interactive_maps.importing.pdfium.content import Extract, PageSurvey
from interactive_maps.importing.pdfium.glyphs import read_title
from interactive_maps.importing.pdfium.hidden_layers import find_hidden_layers
from interactive_maps.importing.pdfium.objects import Bounds, PageReader, count_objects

_MOST_PAGES = 100  # looked at for the one that shows a plan
LEAST_PATHS = 30  # of a page that may show a plan
_ERRORS = {
    1: "the library does not tell what is wrong",
    2: "the file cannot be read",
    3: "it is broken or not a PDF",
    4: "it needs a password: save it without one",
    5: "its encryption is not supported: save it without",
    6: "one of its pages is broken",
}


def read_document(path: Path, page: int, most_objects: int, most_points: int) -> Extract:
    """Return the page with this number, counted from 1; 0 for the only one that shows a plan."""
    pdfium.FPDF_InitLibrary()
    data = path.read_bytes()  # kept as long as the document is
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = int(pdfium.FPDF_GetLastError())
        return Extract(0, 0, refusal=_ERRORS.get(error, _ERRORS[1]))
    pages = int(pdfium.FPDF_GetPageCount(document))
    if pages < 1:
        return Extract(0, 0, refusal="it has no pages")
    if page > pages:
        return Extract(0, pages, refusal=f"no page {page}: it has {pages:,}")
    extract = Extract(page or 1, pages)
    if page == 0 and pages > 1:
        extract.surveys = [_survey(document, number) for number in range(1, min(pages, _MOST_PAGES) + 1)]
        fit = [survey.number for survey in extract.surveys if survey.paths >= LEAST_PATHS]
        if len(fit) != 1:
            extract.page = 0
            return extract
        extract.page = fit[0]
    handle = pdfium.FPDF_LoadPage(document, extract.page - 1)
    if not handle:
        extract.refusal = f"its page {extract.page} is broken"
        return extract
    hidden = find_hidden_layers(path)
    extract.content = PageReader(handle, hidden, Bounds(most_objects, most_points)).read()
    return extract


def _survey(document: Any, number: int) -> PageSurvey:
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        return PageSurvey(number, 0, 0, 0)
    counts = count_objects(handle)
    title = read_title(handle) if counts.get(pdfium.FPDF_PAGEOBJ_TEXT) else ""
    survey = PageSurvey(
        number,
        counts.get(pdfium.FPDF_PAGEOBJ_PATH, 0),
        counts.get(pdfium.FPDF_PAGEOBJ_TEXT, 0),
        counts.get(pdfium.FPDF_PAGEOBJ_IMAGE, 0),
        title,
    )
    pdfium.FPDF_ClosePage(handle)
    return survey

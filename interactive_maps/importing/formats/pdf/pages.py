"""Selection of the page that shows the plan; files and pages without one are refused with a reason."""

from __future__ import annotations

from pathlib import Path

from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.pdfium.content import Extract, PageContent, PageSurvey
from interactive_maps.importing.pdfium.extraction import extract_page
from interactive_maps.importing.supervision.child_process import ChildFailed

_ADVICE = "print it to PDF again from the CAD program, or import its DWG or DXF"
_LEAST_LINES = 12  # least number of path points on a page with a plan
_PICTURE = 0.25  # least share of a page covered by an image that may be a scan
_FEW_LINES = 200
_MOST_LISTED = 12


def choose_page(path: Path, options: ReadOptions) -> Extract:
    """Return the page named by ``options``, or the only one with linework; raises InputError."""
    limits = options.limits
    try:
        extract = extract_page(path, options.page or 0, limits.entities, limits.vertices)
    except ChildFailed as failure:
        reason = f"cannot be read as PDF: {failure}; {_ADVICE}"
        raise InputError(path.name, "the whole file", reason) from None
    if extract.refusal:
        place = "--page" if options.page else "the whole file"
        raise InputError(path.name, place, f"cannot be read as PDF: {extract.refusal}")
    if extract.content is None:
        raise InputError(path.name, "its pages", _list_pages(extract))
    _require_linework(path, extract.page, extract.content)
    return extract


def _list_pages(extract: Extract) -> str:
    """Describe the pages to choose from, or the lack of any with linework."""
    drawn = [survey for survey in extract.surveys if survey.paths >= 30]
    if not drawn:
        return f"none of the first {len(extract.surveys):,} pages has linework: {_tell_why(extract.surveys)}"
    listed = "; ".join(_describe(survey) for survey in drawn[:_MOST_LISTED])
    more = f"; and {len(drawn) - _MOST_LISTED:,} more" if len(drawn) > _MOST_LISTED else ""
    return f"{len(drawn):,} of {extract.pages:,} have linework: choose one with --page N: {listed}{more}"


def _describe(survey: PageSurvey) -> str:
    title = f" ({survey.title})" if survey.title else ""
    return f"{survey.number}{title}: {survey.paths:,} paths"


def _tell_why(surveys: list[PageSurvey]) -> str:
    if sum(survey.pictures for survey in surveys) >= len(surveys):
        return f"they are images, as from a scanner; {_ADVICE}"
    return f"they contain only text; {_ADVICE}"


def _require_linework(path: Path, number: int, content: PageContent) -> None:
    """Raise InputError for a page that is an image, only text, or empty."""
    lines = len(content.points)
    left, bottom, right, top = content.box
    size = max((right - left) * (top - bottom), 1e-9)
    covered = sum(
        max(east - west, 0.0) * max(north - south, 0.0) for west, south, east, north in content.pictures
    )
    if lines < _FEW_LINES and covered >= _PICTURE * size:
        reason = (
            f"is an image, as from a scanner, without linework in which rooms could be recognised: {_ADVICE}"
        )
    elif lines >= _LEAST_LINES:
        return
    elif len(content.letters):
        reason = f"contains text but no linework: {_ADVICE}"
    elif content.hidden:
        reason = (
            f"shows nothing: everything is on layers that are off ({', '.join(sorted(content.hidden)[:5])})"
        )
    else:
        reason = f"is empty: {_ADVICE}"
    raise InputError(path.name, f"page {number}", reason)

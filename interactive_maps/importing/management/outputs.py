"""Files that an import writes instead of publishing: a preview, a rule file."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.preview import build_overview, write_page
from interactive_maps.importing.rules.suggested_rules import write_rules


def require_writable(options: Mapping[str, Any]) -> None:
    """Raise InputError before reading anything if a preview has an unknown format or its library is missing."""
    file: Path | None = options["preview"]
    if file is None:
        return
    suffix = file.suffix.casefold()
    if suffix not in {".html", ".htm", ".png"}:
        raise InputError(str(file), "--preview", "expected a page (FILE.html) or a picture (FILE.png)")
    if suffix == ".png" and importlib.util.find_spec("PIL") is None:
        reason = (
            "a picture needs the Python package pillow: pip install -r requirements.txt, or use FILE.html"
        )
        raise InputError(str(file), "--preview", reason)


def write_outputs(drafts: Sequence[MapDraft], options: Mapping[str, Any]) -> Iterator[Path]:
    """Write the files that the options request, and yield them; raises InputError if one cannot be written."""
    preview: Path | None = options["preview"]
    rules: Path | None = options["suggest_rules"]
    if preview is not None:
        yield _write(preview, "the preview", _draw(drafts, preview))
    if rules is not None:
        yield _write(rules, "the rules", _suggest(drafts, rules))


def _draw(drafts: Sequence[MapDraft], file: Path) -> bytes:
    overview = build_overview(drafts)
    if file.suffix.casefold() != ".png":
        return write_page(overview).encode("utf-8")
    from interactive_maps.importing.preview.picture import write_picture

    return write_picture(overview)


def _suggest(drafts: Sequence[MapDraft], file: Path) -> bytes:
    drawings = [(draft.source, draft.report) for draft in drafts if draft.report.layers]
    if not drawings:
        raise InputError(str(file), "--suggest-rules", "rules apply to the layers of drawings: DXF, DWG, PDF")
    return write_rules(drawings).encode("utf-8")


def _write(file: Path, what: str, content: bytes) -> Path:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise InputError(str(file), what, f"cannot be written: {error.strerror}") from None
    return file

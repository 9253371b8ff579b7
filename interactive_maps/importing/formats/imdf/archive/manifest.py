"""The manifest of an archive: the version of IMDF and the default language."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from interactive_maps.geo.feature_stream import StreamError, cut_features
from interactive_maps.importing.formats.imdf import rules
from interactive_maps.importing.formats.imdf.archive.zip_archive import Archive
from interactive_maps.importing.reporting.issue_collector import IssueCollector
from interactive_maps.importing.values.json_text import parse_json
from interactive_maps.texts.cleaning import clean_text

_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest; ``language`` is a BCP 47 tag, ``members`` is the whole manifest as written."""

    version: str = _VERSION
    language: str = "en"
    members: Mapping[str, Any] = field(default_factory=dict)


def read_manifest(archive: Archive, issues: IssueCollector) -> Manifest:
    """Return the manifest of the archive, or a default if it cannot be read."""
    value = None
    try:
        with closing(archive.read("manifest")) as chunks:
            pieces = [piece.text for piece in cut_features(chunks)]
        value = parse_json(pieces[0]) if pieces and pieces[0] is not None else None
    except (StreamError, ValueError):
        pass
    if not isinstance(value, dict):
        issues.note(rules.NO_MANIFEST, "archive", "manifest.json")
        return Manifest()
    version, language = (clean_text(str(value.get(name) or "")) for name in ("version", "language"))
    if version != _VERSION:
        issues.note(rules.UNKNOWN_VERSION, "archive", "manifest.json", f"version {version[:20] or 'unknown'}")
    return Manifest(version or _VERSION, language or "en", value)

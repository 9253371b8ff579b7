"""PDF files, known by their first bytes."""

from __future__ import annotations

_MARK = b"%PDF-"
_WITHIN = 1024  # bytes: readers of PDF allow others before the mark


def recognise(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a PDF."""
    return _MARK in head[:_WITHIN]

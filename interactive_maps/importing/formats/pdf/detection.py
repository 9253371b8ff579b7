"""Detection of PDF files by their first bytes."""

from __future__ import annotations

_MARK = b"%PDF-"
_WITHIN = 1024  # bytes: PDF readers allow other bytes before the mark


def recognise(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a PDF."""
    return _MARK in head[:_WITHIN]

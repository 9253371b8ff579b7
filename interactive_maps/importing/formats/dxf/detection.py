"""Detection of DXF files by the mark of binary ones or the first section of others."""

from __future__ import annotations

import re

from interactive_maps.importing.formats.dxf.structure import BINARY_MARK

# Comments (code 999) may precede the first section.
_ASCII_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:999[ \t]*[\r\n]+[^\r\n]*[\r\n]+\s*)*0[ \t]*[\r\n]+[ \t]*SECTION\b"
)


def recognise(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a DXF, ASCII or binary."""
    return head.startswith(BINARY_MARK) or _ASCII_START.match(head) is not None

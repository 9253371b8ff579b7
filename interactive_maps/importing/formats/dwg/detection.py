"""Detection of DWG files by the version that they begin with."""

from __future__ import annotations

import re

_VERSION = re.compile(rb"AC10\d\d")


def recognise(head: bytes) -> bool:
    """Return whether a file's first bytes are those of a DWG of AutoCAD R13 or later."""
    return _VERSION.match(head) is not None

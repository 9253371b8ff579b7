"""Detection of IMDF archives by the names in a ZIP."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from interactive_maps.importing.formats.imdf.archive.zip_archive import require_small_directory
from interactive_maps.importing.input_error import InputError

_MEMBER = re.compile(rb"manifest\.json|[a-z]+\.geojson", re.IGNORECASE)


def recognise(head: bytes, path: Path) -> bool:
    """Return whether the file is a ZIP with a manifest or GeoJSON, even if damaged."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        require_small_directory(path)
        with zipfile.ZipFile(path) as archive:
            return any(_MEMBER.search(name.encode("utf-8", "replace")) for name in archive.namelist())
    except (InputError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return _MEMBER.search(head) is not None

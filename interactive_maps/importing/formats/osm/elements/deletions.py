"""Elements that an editor marks as deleted: JOSM's ``action='delete'``, which libosmium ignores.

JOSM saves deleted elements among the others, and leaves their ``visible='true'`` as it came from the server.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

_CHUNK = 1 << 20
_MARKS = (b"delete", b"d\0e\0l\0e\0t\0e")  # the second matches UTF-16 of either byte order
_LONGEST = max(map(len, _MARKS))
_KINDS = frozenset({"node", "way", "relation"})


class _EntityDeclared(Exception):
    """OpenStreetMap files do not declare entities, which can expand a few lines to gigabytes."""


def find_deleted(path: Path) -> frozenset[str]:
    """Return the keys (``way/12``) of the elements of an XML file that are marked as deleted.

    Text that is not XML, or declares entities, ends the search: reading the elements reports where and why.
    """
    if not _holds_mark(path):
        return frozenset()
    deleted: set[str] = set()

    def note(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("action") == "delete" and name in _KINDS and "id" in attributes:
            with contextlib.suppress(ValueError):  # an invalid id refers to nothing
                deleted.add(f"{name}/{int(attributes['id'])}")

    def stop(*declaration: object) -> None:
        raise _EntityDeclared

    parser = ParserCreate()
    parser.StartElementHandler = note
    parser.EntityDeclHandler = stop
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except (ExpatError, LookupError, ValueError, _EntityDeclared):  # the encoding may be unknown
        pass
    return frozenset(deleted)


def _holds_mark(path: Path) -> bool:
    """Return whether the file contains the word at all: most do not, and the search is fast."""
    end = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if any(mark in end + chunk for mark in _MARKS):
                return True
            end = chunk[-_LONGEST:]
    return False

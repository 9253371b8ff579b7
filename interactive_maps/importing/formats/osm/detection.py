"""Detection of OpenStreetMap files: XML by its root element, PBF by the type of its first blob."""

from __future__ import annotations

import re

from interactive_maps.importing.formats.osm.overpass import recognise_overpass

# A declaration, comments and a document type may precede the root element.
_XML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?\s*>\s*)*"
    rb"<osm(?:Change)?[\s>/]",
    re.DOTALL,
)
_PBF = re.compile(rb"\A\x00\x00..\x0a\x09OSMHeader", re.DOTALL)


def recognise(head: bytes) -> bool:
    """Return whether the first bytes of a file are OpenStreetMap data, as XML, PBF or Overpass JSON."""
    return is_pbf(head) or _XML.match(head) is not None or recognise_overpass(head)


def is_pbf(head: bytes) -> bool:
    """Return whether the first bytes of a file are OpenStreetMap data as PBF."""
    return _PBF.match(head) is not None


def is_change(head: bytes) -> bool:
    """Return whether the first bytes of a file are those of a list of edits (``osmChange``)."""
    match = _XML.match(head)
    return match is not None and b"<osmChange" in match[0]

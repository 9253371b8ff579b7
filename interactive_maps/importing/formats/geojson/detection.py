"""Detection of GeoJSON by a JSON text whose member ``type`` names a feature or a geometry."""

from __future__ import annotations

import re

_START = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x1e]*[{\[]")
_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:Feature(?:Collection)?|(?:Multi)?(?:Point|LineString|Polygon)|GeometryCollection)"'
)


def recognise(head: bytes) -> bool:
    """Return whether the first bytes of a file are GeoJSON, as one document or many."""
    return _START.match(head) is not None and _TYPE.search(head) is not None

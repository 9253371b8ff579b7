"""Detection of GIS files by their first bytes, and of tables by their columns."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

_FLATGEOBUF = b"fgb\x03fgb"
_SHAPEFILE = b"\x00\x00\x27\x0a"
_SQLITE, _GEOPACKAGE = b"SQLite format 3\x00", (b"GPKG", b"GP10", b"GP11")
_KML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<kml[\s>]", re.DOTALL)
LONGITUDES = ("lon", "long", "lng", "longitude", "x", "easting", "laengengrad", "längengrad")
LATITUDES = ("lat", "latitude", "y", "northing", "breitengrad")
_DELIMITERS = ",;\t|"
_MOST_NAMES = 10_000


def recognise(head: bytes, path: Path) -> bool:
    """Return whether a file is a supported GIS file."""
    return find_driver(head, path) is not None


def find_driver(head: bytes, path: Path) -> str | None:
    """Return the extension by which GDAL recognises the file, or None for other files."""
    if head.startswith(_FLATGEOBUF):
        return ".fgb"
    if (
        head.startswith(_SHAPEFILE) and len(head) >= 100 and path.suffix.casefold() != ".shx"
    ):  # the beginning of its index
        return ".shp"
    if head.startswith(_SQLITE) and head[68:72] in _GEOPACKAGE:
        return ".gpkg"
    if _KML.match(head):
        return ".kml"
    if head.startswith(b"PK\x03\x04"):
        return ".zip" if any(list_members(path)) else None
    return ".csv" if is_table(head) else None


def list_members(path: Path) -> list[str]:
    """Return the supported files of an archive: shapefiles and KML; none if the archive is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:_MOST_NAMES]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
    return [name for name in names if name.casefold().endswith((".shp", ".kml")) and "__MACOSX" not in name]


def is_table(head: bytes) -> bool:
    """Return whether a file begins with column names that include a longitude and a latitude."""
    line = head.partition(b"\n")[0]
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        text = line.decode("latin-1").strip()
    if not text or (not text.isprintable() and "\t" not in text):
        return False
    for delimiter in _DELIMITERS:
        names = {name.strip().casefold() for row in csv.reader([text], delimiter=delimiter) for name in row}
        if names & set(LONGITUDES) and names & set(LATITUDES):
            return True
    return False

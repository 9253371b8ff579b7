"""Detection of GIS files by their first bytes, and of tables by their columns."""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from pathlib import Path

_FLATGEOBUF = b"fgb\x03fgb"
_SHAPEFILE = b"\x00\x00\x27\x0a"
_SQLITE, _GEOPACKAGE = b"SQLite format 3\x00", (b"GPKG", b"GP10", b"GP11")
_KML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<kml[\s>]", re.DOTALL)
# Columns of coordinates, as tables of many countries and programs name them.
LONGITUDES = (
    *(
        "lon",
        "long",
        "lng",
        "longitude",
        "@lon",
        "x",
        "easting",
        "laengengrad",
        "längengrad",
        "longitud",
        "longitudine",
    ),
    *(
        "gps_lon",
        "gps_longitude",
        "geo_lon",
        "lon_wgs84",
        "lon_dd",
        "x_coord",
        "xcoord",
        "coord_x",
        "point_x",
        "pos_x",
    ),
    *(
        "lengtegraad",
        "długość",
        "długość geograficzna",
        "долгота",
        "经度",
        "經度",
        "経度",
        "경도",
        "خط الطول",
    ),
)
LATITUDES = (
    *("lat", "latitude", "@lat", "y", "northing", "breitengrad", "latitud", "latitudine"),
    *(
        "gps_lat",
        "gps_latitude",
        "geo_lat",
        "lat_wgs84",
        "lat_dd",
        "y_coord",
        "ycoord",
        "coord_y",
        "point_y",
        "pos_y",
    ),
    *("breedtegraad", "szerokość", "szerokość geograficzna", "широта", "纬度", "緯度", "위도", "خط العرض"),
)
# Columns that hold a whole shape as well-known text.
SHAPES = ("wkt", "geom", "geometry", "the_geom", "wkb_geometry", "shape")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16
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
    """Return whether a file begins with column names that include those of coordinates or of a shape."""
    encoding = choose_encoding(head)
    text = head[: len(head) // 2 * 2].decode(encoding, "replace").lstrip().partition("\n")[0].strip()
    if not text or (not text.isprintable() and "\t" not in text):
        return False
    for delimiter in _DELIMITERS:
        try:
            names = {
                name.strip().casefold() for row in csv.reader([text], delimiter=delimiter) for name in row
            }
        except csv.Error:  # a line break within the line, as binary files have
            return False
        if (names & set(LONGITUDES) and names & set(LATITUDES)) or (len(names) > 1 and names & set(SHAPES)):
            return True
    return False


def resembles_table(head: bytes) -> bool:
    """Return whether the first lines of a text have equally many columns, whatever these are."""
    lines = head.decode(choose_encoding(head), "replace").splitlines()[:2]
    if len(lines) < 2 or not all(line.replace("\t", "").isprintable() for line in lines):
        return False
    return any(0 < lines[0].count(delimiter) == lines[1].count(delimiter) for delimiter in _DELIMITERS)


def choose_encoding(text: bytes) -> str:
    """Return how the beginning of a table is encoded: as UTF-8, as UTF-16, or as what Windows calls ANSI."""
    if text.startswith(_WIDE):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(text)  # the end may cut a character
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"

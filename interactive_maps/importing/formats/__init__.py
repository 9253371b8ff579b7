"""The supported formats, each detected by content and never by file name.

Each folder has the same files for the same steps: ``detection`` recognises a file, ``reading`` reads it into a draft,
``rows`` makes its rows, and ``rules`` is the table of issues of formats that have one.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import dwg, dxf, geojson, imdf, osm, pdf, vector
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.progress import Progress, silent

_HEAD_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Format:
    """A format; ``recognise`` gets the first bytes of a file, and its path if it has to look inside.

    ``package`` is the Python package that reading needs but serving does not.
    """

    name: str
    recognise: Callable[[bytes, Path], bool]
    read: Callable[[Path, ReadOptions, Progress], MapDraft]
    package: str | None = None


def _read_dxf(path: Path, options: ReadOptions, progress: Progress) -> MapDraft:
    return dxf.read(path, options, progress, convert=dwg.converted_to_dxf)


FORMATS = (
    Format("DXF", lambda head, path: dxf.recognise(head), _read_dxf, "ezdxf"),
    Format("DWG", lambda head, path: dwg.recognise(head), dwg.read, "acadsharp"),
    Format("PDF", lambda head, path: pdf.recognise(head), pdf.read, "pypdfium2"),
    Format("IMDF", imdf.recognise, imdf.read),
    Format("GeoJSON", lambda head, path: geojson.recognise(head), geojson.read),
    Format("OpenStreetMap", lambda head, path: osm.recognise(head), osm.read, "osmium"),
    Format("a table, a shapefile or a GeoPackage", vector.recognise, vector.read, "pyogrio"),
)

# Common files of other formats: first bytes -> (what it is, what to do).
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive without plans", "put DWG, DXF, GeoJSON, OSM or shapefiles into it"),
    (b"PK\x05\x06", "an empty ZIP archive", "save the drawing as DXF"),
    (b"\x1f\x8b", "a gzip file", "unpack it and import the DXF or .osm inside"),
    (b"BZh", "a bzip2 file", "unpack it and import the DXF or .osm inside"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and import the DXF inside"),
    (b"Rar!", "a RAR archive", "unpack it and import the DXF inside"),
    (b"\x89PNG", "a PNG picture", "an image has no linework: save the drawing as DXF"),
    (b"\xff\xd8\xff", "a JPEG picture", "an image has no linework: save the drawing as DXF"),
    (b"GIF8", "a GIF picture", "an image has no linework: save the drawing as DXF"),
    (b"II*\x00", "a TIFF picture", "an image has no linework: save the drawing as DXF"),
    (b"MM\x00*", "a TIFF picture", "an image has no linework: save the drawing as DXF"),
    (b"\xd0\xcf\x11\xe0", "an Office or Revit file", "export it as DXF"),
    (b"\xff\xfe", "UTF-16 text", "save the drawing as DXF again, in ASCII or UTF-8"),
    (b"\xfe\xff", "UTF-16 text", "save the drawing as DXF again, in ASCII or UTF-8"),
    (b"\x00\x00\x27\x0a", "the index of a shapefile", "import the .shp beside it"),
    (
        b"ISO-10303-21",
        "an IFC or STEP model",
        "open it in a BIM program (such as Bonsai for Blender, which is free) and save the plan of each level as DXF",
    ),
    (
        b"SQLite format 3",
        "a SQLite file, but not a GeoPackage",
        "export the floor as GeoPackage, GeoJSON or DXF",
    ),
    (b"<", "XML, HTML or SVG, but not OpenStreetMap", "save the drawing as DXF, or export the area as .osm"),
    (b"{", "JSON, but not GeoJSON", "export it as GeoJSON, or save the drawing as DXF"),
)


def read_plan(path: Path, options: ReadOptions, progress: Progress = silent) -> MapDraft:
    """Read the file at ``path`` in any supported format.

    Raises InputError for a file that is missing, empty, too large or in an unsupported format.
    """
    head = _read_head(path, options.limits.bytes)
    for known in FORMATS:
        if known.recognise(head, path):
            _require_package(path, known)
            return known.read(path, options, progress)
    raise InputError(path.name, "its first bytes", _describe_foreign(head))


def is_plan(path: Path) -> bool:
    """Return whether a file is in a supported format."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
        return bool(head) and any(known.recognise(head, path) for known in FORMATS)
    except (OSError, ValueError):
        return False


def _read_head(path: Path, most_bytes: int) -> bytes:
    try:
        if not path.is_file():
            reason = "is a folder, not a drawing" if path.is_dir() else "does not exist"
            raise InputError(path.name, str(path), reason)
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(path.name, str(path), f"cannot be read: {reason}") from None
    if not head:
        raise InputError(path.name, "the whole file", "is empty: save the drawing again as DXF")
    if size > most_bytes:
        reason = f"holds {size:,} bytes, more than {most_bytes:,}: purge the drawing, or raise --max-bytes"
        raise InputError(path.name, "the whole file", reason)
    return head


def _require_package(path: Path, known: Format) -> None:
    if known.package and importlib.util.find_spec(known.package) is None:
        reason = (
            f"reading {known.name} needs the Python package {known.package}, which is not installed: "
            "pip install -r requirements.txt, or use the image interactive-maps-tools"
        )
        raise InputError(path.name, "the whole file", reason)


def _describe_foreign(head: bytes) -> str:
    if head[:5] in {b"AC1.2", b"AC2.1"} or head[:4] == b"AC10":
        version = head[:6].decode("ascii", "replace")
        return f"is a DWG of an unsupported version ({version}): save it as DXF in the CAD program"
    if not head.strip(b"\x00"):
        return "holds only zero bytes: copy or save the drawing again"
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, what, advice in _FOREIGN:
        if head.startswith(signature) or bare.startswith(signature):
            return f"is {what}, not a DXF: {advice}"
    if vector.resembles_table(head):
        return "is a table without columns for longitude and latitude: name them lon and lat, or put WKT into wkt"
    return "is not a DXF, which begins with the lines 0 and SECTION: save the drawing as DXF"

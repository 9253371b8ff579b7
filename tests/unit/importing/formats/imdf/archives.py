"""Small IMDF archives made in sight: one building of two levels, two rooms and stairs on each."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from interactive_maps.importing.formats.imdf import read
from interactive_maps.importing.options import Limits, ReadOptions

# About a metre and a half of longitude and a metre of latitude in Zurich.
STEP = 1e-5


def area(x, y, width=2, height=2):
    west, south, east, north = x * STEP, y * STEP, (x + width) * STEP, (y + height) * STEP
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[[8.5 + a, 47.4 + b] for a, b in corners]]}


def line(*points):
    return {"type": "LineString", "coordinates": [[8.5 + x * STEP, 47.4 + y * STEP] for x, y in points]}


def point(x, y):
    return {"type": "Point", "coordinates": [8.5 + x * STEP, 47.4 + y * STEP]}


def feature(key, geometry=None, **properties):
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}


def unit(key, level, x, y, category="room", **properties):
    return feature(key, area(x, y), level_id=level, category=category, **properties)


def building():
    """Return collections by name: room A (named) and B beside it, stairs S and T above each other."""
    return {
        "venue": [feature("v", area(0, 0, 10, 10), name={"en": "Campus"}, category="university")],
        "building": [feature("b", name={"en": "House", "de": "Haus"}, category="unspecified")],
        "footprint": [feature("f", area(0, 0, 6, 2), category="ground", building_ids=["b"])],
        "level": [
            feature(f"l{n}", area(0, 0, 6, 2), ordinal=n, name={"en": f"Level {n}"}, building_ids=["b"])
            for n in (0, 1)
        ],
        "unit": [
            unit("A", "l0", 0, 0, name={"en": "Office", "de": "Büro"}, alt_name={"en": "1.01"}),
            unit("B", "l0", 2, 0),
            unit("S", "l0", 4, 0, "stairs"),
            unit("T", "l1", 4, 0, "stairs"),
        ],
        "opening": [
            feature("o", line((2, 0.5), (2, 1.5)), level_id="l0", category="pedestrian",
                    door={"type": "swinging", "automatic": True}, access_control=["badgereader"]),
        ],
    }  # fmt: skip


def pack(collections, path: Path, folder="", extra=(), manifest=True) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if manifest:
            archive.writestr(f"{folder}manifest.json", json.dumps({"version": "1.0.0", "language": "en"}))
        for name, features in collections.items():
            document = {"type": "FeatureCollection", "name": name, "features": features}
            archive.writestr(f"{folder}{name}.geojson", json.dumps(document))
        for name, content in extra:
            archive.writestr(name, content)
    return path


def read_archive(collections, tmp_path, options=None, **packing):
    return read(pack(collections, tmp_path / "map.zip", **packing), options or ReadOptions())


def reasons(draft, name):
    return "\n".join(f"{remark.id}: {remark.reason}" for remark in getattr(draft.report, name))


SMALL = ReadOptions(limits=Limits(bytes=1_000_000, entities=100))

"""Small files that use much of each format; mutations of them reach far into the readers."""

from __future__ import annotations

import io
import json
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.unit.importing.formats.imdf.archives import area, building, feature, line, pack, point
from tests.unit.importing.formats.osm.files import OsmFile

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
_REAL = {".dxf": "dxf", ".osm": "osm", ".geojson": "json", ".zip": "zip"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A file's content; ``form`` (``dxf``, ``osm``, ``json``, ``zip``, ``bytes``) says how it is mutated."""

    name: str
    form: str
    content: bytes


def list_samples(most_bytes: int) -> list[Sample]:
    """Return the built-in samples, and the real files up to ``most_bytes``."""
    built = [*_draw(), _map_osm(), _map_pbf(), *_map_geojson(), _pack_imdf()]
    return built + list(_list_real(most_bytes))


def _list_real(most_bytes: int) -> Iterator[Sample]:
    for path in sorted(SHARED.rglob("*")):
        form = _REAL.get(path.suffix)
        if form and path.stat().st_size <= most_bytes:
            yield Sample(path.name, form, path.read_bytes())


def _draw() -> Iterator[Sample]:
    import ezdxf

    for version in ("R12", "R2000", "R2010"):
        drawing = ezdxf.new(version, units=4)
        _fill(drawing, modern=version != "R12")
        text = io.StringIO()
        drawing.write(text)
        yield Sample(
            f"{version}.dxf", "dxf", _drop_tables(text.getvalue()).encode("utf-8", "surrogateescape")
        )
        if version == "R2010":
            binary = io.BytesIO()
            drawing.write(binary, fmt="bin")
            yield Sample("binary.dxf", "bytes", binary.getvalue())


def _drop_tables(text: str) -> str:
    """Leave out the sections that only describe classes and objects: a half of every small file."""
    for name in ("CLASSES", "THUMBNAILIMAGE"):
        start = text.find(f"  0\nSECTION\n  2\n{name}\n")
        if start >= 0:
            text = text[:start] + text[text.index("  0\nENDSEC\n", start) + len("  0\nENDSEC\n") :]
    return text


def _fill(drawing: Any, *, modern: bool) -> None:
    """Draw two rooms with a wall and a door between them, lettering, blocks in blocks, and curves of every kind."""
    space = drawing.modelspace()
    for layer in ("A-WALL", "A-DOOR", "A-AREA-IDEN", "X-NETWORK", "X-NETWORK-STRS", "FROZEN"):
        drawing.layers.add(layer)
    drawing.layers.get("FROZEN").freeze()
    for x in (0, 4000, 8000):
        space.add_line((x, 0), (x, 5000), dxfattribs={"layer": "A-WALL"})
    space.add_polyline2d([(0, 0), (8000, 0, 0.2), (8000, 5000), (0, 5000)], dxfattribs={"layer": "A-WALL"})
    space.add_arc((4000, 1000), 900, 0, 90, dxfattribs={"layer": "A-DOOR"})
    for number, x in enumerate((2000, 6000)):
        label = {"layer": "A-AREA-IDEN", "height": 200, "insert": (x, 2500)}
        space.add_text("OFFICE", dxfattribs=label)
        space.add_text(f"1.0{number}", dxfattribs={**label, "insert": (x, 2100)})
    space.add_line((2000, 1500), (6000, 1500), dxfattribs={"layer": "X-NETWORK"})
    space.add_line((6000, 1500), (7500, 4000), dxfattribs={"layer": "X-NETWORK-STRS"})
    space.add_circle((1000, 4000), 300)
    space.add_point((100, 100))
    space.add_solid([(0, 0), (100, 0), (0, 100), (100, 100)])
    space.add_3dface([(0, 0), (100, 0), (100, 100), (0, 100)])
    chair = drawing.blocks.new("CHAIR")
    chair.add_line((0, 0), (400, 0))
    chair.add_attdef("ROOMNAME", (0, 0), dxfattribs={"height": 100})
    group = drawing.blocks.new("GROUP")
    group.add_blockref("CHAIR", (0, 0), dxfattribs={"xscale": 2, "rotation": 30})
    space.add_blockref(
        "GROUP", (500, 500), dxfattribs={"row_count": 2, "column_count": 2, "row_spacing": 900}
    )
    space.add_blockref("CHAIR", (6500, 4000)).add_attrib("ROOMNAME", "STORE", (6500, 4000), {"height": 150})
    if modern:
        _fill_modern(space)


def _fill_modern(space: Any) -> None:
    space.add_lwpolyline([(0, 0, 10, 10, 0.5), (3000, 0), (3000, 3000)], dxfattribs={"layer": "FROZEN"})
    space.add_lwpolyline([(0, 0, 0, 0, -0.5), (900, 0), (900, 900)], close=True)
    space.add_ellipse((2000, 2000), (500, 0), 0.5, 0, math.pi)
    space.add_spline([(0, 0), (500, 300), (900, 0), (1500, 400)])
    space.add_open_spline([(0, 0), (500, 300), (900, 0), (1500, 400)])
    space.add_mtext(
        "{\\fArial|b0;KITCHEN}\\P\\U+00E9 12 m\u00b2", dxfattribs={"insert": (3000, 4000), "char_height": 150}
    )
    space.add_mline([(0, 0), (1000, 0), (1000, 1000)])
    space.add_hatch().paths.add_polyline_path([(0, 0), (100, 0), (100, 100)])
    dimension = space.add_linear_dim(base=(0, -500), p1=(0, 0), p2=(4000, 0), text="4.00 m")
    dimension.render()


def _map_osm() -> Sample:
    file = OsmFile()
    nodes = [[file.node(x, y) for x in range(4)] for y in range(3)]
    file.node(1, 1, element_id=nodes[1][1], door="hinged", width="0,9 m", level="0")

    def enclose(west: int, east: int, **tags: str) -> int:
        across = range(west, east + 1)
        ring = [nodes[0][x] for x in across] + [nodes[1][east]] + [nodes[2][x] for x in reversed(across)]
        return file.way([*ring, nodes[1][west], ring[0]], **tags)

    office = {"name": "Office", "ref": "1.01", "amenity": "cafe", "opening_hours": "24/7"}
    room = enclose(0, 1, indoor="room", level="0", repeat_on="1-2", **office)
    corridor = enclose(1, 2, indoor="corridor", level="0", level__ref="EG")
    enclose(2, 3, indoor="room", room="stairs", stairs="yes", level="0;1")
    enclose(0, 3, building="office", name="House")
    flight = {"incline": "up", "conveying": "forward", "width": "1.2"}
    file.way([nodes[0][1], nodes[1][2]], highway="steps", level="0-1", **flight)
    file.way(nodes[1], highway="footway", level="0", indoor="yes")
    file.way(nodes[0][:2], indoor="wall", level="0")
    members = [("way", room, "outer"), ("way", corridor, "inner"), ("relation", 1, "")]
    file.relation(members, type="multipolygon", indoor="area", level="-1")
    return Sample("house.osm", "osm", file.text().encode())


def _map_pbf() -> Sample:
    import osmium

    with tempfile.TemporaryDirectory() as folder:
        source, goal = Path(folder, "house.osm"), Path(folder, "house.osm.pbf")
        source.write_bytes(_map_osm().content)
        with osmium.SimpleWriter(osmium.io.File(str(goal), "pbf,pbf_compression=none")) as writer:
            for element in osmium.FileProcessor(str(source)):
                writer.add(element)
        return Sample("house.pbf", "bytes", goal.read_bytes())


def _map_geojson() -> Iterator[Sample]:
    features = [
        feature("a", area(0, 0), name="Office", ref="1.01", level=0, category="office"),
        feature(7, area(2, 0), name={"en": "Hall", "de": "Halle"}, level="0;1", indoor="room"),
        feature(None, {"type": "Point", "coordinates": [8.5, 47.4, 3]}, name="Desk", floor="EG"),
        feature("w", line((0, 0), (4, 0)), layer="A-WALL", level=0.0),
        feature("n", line((1, 1), (3, 1), (3, 2)), layer="network", oneway="yes", level=0),
        feature("m", {"type": "GeometryCollection", "geometries": [area(0, 5), line((0, 0), (1, 1))]}),
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    document = {"type": "FeatureCollection", "crs": crs, "features": features}
    yield Sample("plan.geojson", "json", json.dumps(document).encode())
    yield Sample(
        "lines.geojson", "bytes", b"\x1e" + b"\n\x1e".join(json.dumps(one).encode() for one in features)
    )


def _pack_imdf() -> Sample:
    collections = building()
    for one in collections["unit"]:
        more = {"restriction": "employeesonly", "accessibility": ["wheelchair"], "display_point": point(1, 1)}
        one["properties"] |= more
    stop = {"origin": {"id": "S", "feature_type": "unit"}, "destination": {"id": "T"}, "intermediary": []}
    collections |= {
        "amenity": [feature("m", point(1, 1), category="atm", unit_ids=["A"])],
        "anchor": [feature("n", point(1, 1), unit_id="A")],
        "occupant": [feature("c", name={"en": "Shop"}, anchor_id="n", hours="24/7", category="shopping")],
        "kiosk": [feature("k", area(1, 1, 0.2, 0.2), name={"en": "Kiosk"}, level_id="l0")],
        "detail": [feature("d", line((0, 0), (1, 1)), level_id="l0")],
        "relationship": [feature("r", category="stairs", direction="directed", **stop)],
        "surprise": [feature("x", area(0, 0))],
    }
    with tempfile.TemporaryDirectory() as folder:
        return Sample("map.zip", "zip", pack(collections, Path(folder, "map.zip")).read_bytes())

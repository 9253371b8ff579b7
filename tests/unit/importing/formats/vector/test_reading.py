"""Files of geographic information systems become the same map as their GeoJSON."""

from __future__ import annotations

import logging
import zipfile
from dataclasses import replace

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.formats.vector.detection import is_table
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions
from interactive_maps.importing.rules.rule_file import load_rules

NAMES = ["Office 1", "WC", "Lab"]
ROOMS = [shapely.box(10 + n * 1e-4, 50, 10 + n * 1e-4 + 5e-5, 50.0001) for n in range(3)]


def save(path, driver, *, shapes=ROOMS, names=NAMES, levels=(0, 0, 1), crs="EPSG:4326", **more):
    logging.getLogger("pyogrio").setLevel(logging.WARNING)
    wkb = shapely.to_wkb(np.array(shapes, dtype=object))
    fields = [np.array(names, dtype=object), np.array(levels)]
    kind = shapes[0].geom_type
    pyogrio.raw.write(
        path, wkb, fields, ["name", "level"], geometry_type=kind, crs=crs, driver=driver, **more
    )
    return path


def project(shapes, epsg):
    transformer = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)

    def transform(places):
        return np.column_stack(transformer.transform(*places.T))

    return [shapely.transform(one, transform) for one in shapes]


def find_rooms(draft):
    return sorted((room.name, room.level) for room in draft.rooms)


EXPECTED = [("Lab", 1.0), ("Office 1", 0.0), ("WC", 0.0)]


@pytest.mark.parametrize(
    ("name", "driver"),
    [("a.gpkg", "GPKG"), ("a.fgb", "FlatGeobuf"), ("a.shp", "ESRI Shapefile"), ("a.kml", "KML")],
)
def test_rooms_are_the_same_in_each_format(tmp_path, name, driver):
    draft = read_plan(save(tmp_path / name, driver), ReadOptions())
    assert find_rooms(draft) == EXPECTED
    assert len(draft.spaces) == 3
    assert draft.source == name
    assert (
        shapely.unary_union([space.geometry for space in draft.spaces])
        .symmetric_difference(shapely.unary_union(ROOMS))
        .area
        < 1e-14
    )


def test_another_system_is_projected_and_twice_changes_nothing(tmp_path):
    path = save(tmp_path / "utm.gpkg", "GPKG", shapes=project(ROOMS, 25832), crs="EPSG:25832")
    first, second = read_plan(path, ReadOptions()), read_plan(path, ReadOptions())
    assert first.rooms == second.rooms
    assert first.rooms[0].longitude == pytest.approx(10.000025, abs=1e-7)


def test_without_a_system_a_rule_says_which(tmp_path):
    path = save(tmp_path / "plan.shp", "ESRI Shapefile", shapes=project(ROOMS, 25832), crs="EPSG:25832")
    (tmp_path / "plan.prj").unlink(missing_ok=True)
    with pytest.raises(InputError, match="not longitude and latitude"):
        read_plan(path, ReadOptions())
    rules = load_rules()
    rules = replace(rules, properties=replace(rules.properties, crs="EPSG:25832"))
    assert read_plan(path, ReadOptions(rules)).rooms[0].latitude == pytest.approx(50.00005, abs=1e-6)


def test_layers_may_be_levels(tmp_path):
    path = save(
        tmp_path / "house.gpkg",
        "GPKG",
        layer="level_0",
        levels=(None, None, None),
        names=["A 1", "A 2", "A 3"],
    )
    save(path, "GPKG", layer="level_2", levels=(None, None, None), names=["B 1", "B 2", "B 3"], append=True)
    draft = read_plan(path, ReadOptions())
    assert {(room.name[0], room.level) for room in draft.rooms} == {("A", 0.0), ("B", 2.0)}
    assert len({room.key for room in draft.rooms}) == 6


@pytest.mark.parametrize("inside", ["", "export/level 1/"])
def test_a_zipped_shapefile(tmp_path, inside):
    save(tmp_path / "rooms.shp", "ESRI Shapefile")
    with zipfile.ZipFile(tmp_path / "rooms.zip", "w") as archive:
        for part in sorted(tmp_path.glob("rooms.*")):
            if part.suffix != ".zip":
                archive.write(part, f"{inside}{part.stem}{part.suffix.upper()}")
    assert find_rooms(read_plan(tmp_path / "rooms.zip", ReadOptions())) == EXPECTED


@pytest.mark.parametrize(
    "text",
    [
        "name,level,lon,lat\nOffice 1,0,10.0,50.0\nWC,0,10.0001,50.0\nLab,1,10.0002,50.0\n",
        "Latitude;Longitude;Name;Floor\n50.0;10.0;Office 1;0\n50.0;10.0001;WC;0\n50.0;10.0002;Lab;1\n",
        "\ufeffname\tx\ty\tlevel\nOffice 1\t10.0\t50.0\t0\nWC\t10.0\t50.0\t0\nLab\t10.0\t50.0\t1\n",
    ],
)
def test_a_table_with_places(tmp_path, text):
    (tmp_path / "rooms.txt").write_text(text, "utf-8")
    assert find_rooms(read_plan(tmp_path / "rooms.txt", ReadOptions())) == EXPECTED


@pytest.mark.parametrize("text", ["name,level\na,0\n", "  0\nSECTION\n", "lon,name\n1,a\n", "", "lat lon\n"])
def test_other_texts_are_no_tables(text):
    assert not is_table(text.encode())


@pytest.mark.parametrize(
    ("limits", "told"),
    [(Limits(entities=2), "more than 2 features"), (Limits(bytes=500), "holds .* bytes")],
)
def test_bounds_are_on_what_they_become(tmp_path, limits, told):
    with pytest.raises(InputError, match=told):
        read_plan(save(tmp_path / "a.gpkg", "GPKG"), ReadOptions(limits=limits))


def test_a_zip_bomb_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", bytes(30_000_000))
    with pytest.raises(InputError, match="expands to more than 1,000,000 bytes"):
        read_plan(tmp_path / "bomb.zip", ReadOptions(limits=Limits(bytes=1_000_000)))


@pytest.mark.parametrize(("name", "cut"), [("a.gpkg", 5000), ("a.fgb", 300), ("a.shp", 150)])
def test_damaged_files_are_refused_in_words(tmp_path, name, cut):
    path = save(
        tmp_path / name, {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".shp": "ESRI Shapefile"}[path_ending(name)]
    )
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(InputError, match=rf"^{name}: "):
        read_plan(path, ReadOptions())


def path_ending(name):
    return name[name.index(".") :]

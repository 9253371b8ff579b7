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
from interactive_maps.importing.plan_files import opened_plans
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


@pytest.mark.parametrize(
    "text", ["name,level\na,0\n", "  0\nSECTION\n", "lon,name\n1,a\n", "", "lat lon\n", "lon\tlat\rname"]
)
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


@pytest.mark.parametrize(
    "content",
    [
        "Raum;Breitengrad;Längengrad;Etage\nBüro 1;50.0;10.0;EG\n".encode("cp1252"),
        "Raum;Breitengrad;Längengrad;Etage\nBüro 1;50,0;10,0;EG\n".encode("utf-16"),
        "\r\n\r\nname,lat,lon,level\r\nBüro 1,50,10,0\r\n".encode(),
        '@type\t@id\t@lat\t@lon\tname\tlevel\nnode\t1\t50\t10\t"Büro 1"\t0\n'.encode(),
        'name,level,WKT\nBüro 1,0,"POLYGON((10 50,10.001 50,10.001 50.001,10 50))"\n'.encode(),
        'level;name;geom\n0;Büro 1;"POINT(10 50)"\n'.encode(),
        "Longitud;Latitud;name;level\n10;50;Büro 1;0\n".encode(),
        "name,level,coord_x,coord_y\nBüro 1,0,10,50\n".encode(),
        "name\tlevel\tгрн\tдолгота\tширота\nBüro 1\t0\t\t10\t50\n".encode(),
    ],
    ids=["ANSI", "UTF-16", "empty lines", "Overpass", "WKT", "geom", "Spanish", "coord_x", "Russian"],
)
def test_tables_as_programs_write_them(tmp_path, content):
    (tmp_path / "rooms.csv").write_bytes(content)
    draft = read_plan(tmp_path / "rooms.csv", ReadOptions())
    assert find_rooms(draft) == [("Büro 1", 0.0)]


@pytest.mark.parametrize(
    "content", ["name,level\nA,0\n", "name;level;Rechtswert\r\nA;0;7\r\n", "name\tlevel\nA\t0\n"]
)
def test_a_table_without_coordinates_is_told_what_it_lacks(tmp_path, content):
    (tmp_path / "rooms.csv").write_text(content)
    with pytest.raises(InputError, match="without columns for longitude and latitude: name them lon and lat"):
        read_plan(tmp_path / "rooms.csv", ReadOptions())


def test_a_table_of_thousands_of_columns_is_refused(tmp_path):
    columns = ",".join(f"c{n}" for n in range(2500))
    (tmp_path / "rooms.csv").write_text(f"name,lat,lon,level,{columns}\nA,50,10,0\n")
    with pytest.raises(InputError, match="columns, and 500 are allowed"):
        read_plan(tmp_path / "rooms.csv", ReadOptions())


def test_rows_without_a_place_are_skipped_one_by_one(tmp_path):
    rows = "name,lat,lon,level\nA,50,10,0\nB,,,0\nC,north,east,0\nD,91,10,0\nE,50\n"
    (tmp_path / "rooms.csv").write_text(rows)
    draft = read_plan(tmp_path / "rooms.csv", ReadOptions())
    assert find_rooms(draft) == [("A", 0.0)]
    assert {one.id for one in draft.report.skipped} == {"2", "3", "4", "5"}


def test_a_shapefile_without_its_index(tmp_path):
    path = save(tmp_path / "rooms.shp", "ESRI Shapefile")
    (tmp_path / "rooms.shx").unlink()
    assert find_rooms(read_plan(path, ReadOptions())) == EXPECTED
    assert not (tmp_path / "rooms.shx").exists()


def test_folders_of_placemarks_are_levels_and_their_data_are_properties(tmp_path):
    def mark(name, x, data=""):
        corners = " ".join(f"10.0{x + dx},50.0{dy},3" for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 0)))
        ring = f"<outerBoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs>"
        return f"<Placemark><name>{name}</name>{data}<Polygon>{ring}</Polygon></Placemark>"

    values = {"level": "7", "door": "no"}
    data = "".join(f"<Data name='{key}'><value>{value}</value></Data>" for key, value in values.items())
    data = f"<ExtendedData>{data}</ExtendedData>"
    folders = (
        f"<Folder><name>Level 0</name>{mark('A', 0)}</Folder>"
        f"<Folder><name>Level 1</name>{mark('B', 2)}{mark('C', 4, data)}</Folder>"
    )
    kml = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{folders}</Document></kml>'
    (tmp_path / "doc.kml").write_text(kml)
    with zipfile.ZipFile(tmp_path / "rooms.kmz", "w") as archive:
        archive.write(tmp_path / "doc.kml", "doc.kml")
    for name in ("doc.kml", "rooms.kmz"):
        draft = read_plan(tmp_path / name, ReadOptions())
        assert find_rooms(draft) == [("A", 0.0), ("B", 1.0), ("C", 7.0)]
        assert len(draft.spaces) == 3


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.topojson", b'{"type":"Topology","objects":{},"arcs":[]}', "JSON, but not GeoJSON"),
        ("a.gml", b'<?xml version="1.0"?><gml:FeatureCollection/>', "XML, HTML or SVG"),
        ("a.shx", b"\x00\x00\x27\x0a" + bytes(200), "index of a shapefile"),
        ("a.kml", b"<kml><Document><Placemark><name>A", "cannot be read"),
        ("b.kml", b"<kml><Document/></kml>", "no layer has features with geometry"),
    ],
)
def test_neighbours_of_these_formats_are_refused_by_name(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_plan(tmp_path / name, ReadOptions())


def test_shapefiles_in_a_folder_are_one_map_as_in_an_archive(tmp_path):
    home = tmp_path / "house"
    home.mkdir()
    save(home / "rooms.shp", "ESRI Shapefile", levels=(1, 1, 1))
    walls = [shapely.Point(10 + n * 1e-4 + 5e-5, 50.00005) for n in range(3)]
    fields = [np.array(["yes"] * 3, dtype=object), np.array([1, 1, 1])]
    wkb = shapely.to_wkb(np.array(walls, dtype=object))
    options = {"geometry_type": "Point", "crs": "EPSG:4326", "driver": "ESRI Shapefile"}
    pyogrio.raw.write(home / "doors.shp", wkb, fields, ["door", "level"], **options)
    with opened_plans([home], Limits()) as plans:
        (plan,) = plans
        draft = read_plan(plan, ReadOptions())
    assert draft.source == "house.zip"
    assert (len(draft.spaces), len(draft.rooms)) == (3, 3)
    assert [len(opening.spaces) for opening in draft.openings] == [1, 1, 1]
    save(home / "more.fgb", "FlatGeobuf")
    with opened_plans([home], Limits()) as plans:
        assert [plan.name for plan in plans] == ["doors.shp", "more.fgb", "rooms.shp"]

"""Archives that are damaged, noisy or made to harm."""

from __future__ import annotations

import struct
import zipfile

import pytest

from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.formats.imdf import read, recognise
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits, ReadOptions
from tests.unit.importing.formats.imdf.archives import SMALL, building, feature, pack, read_archive, reasons


def refuse(path, options=SMALL):
    with pytest.raises(InputError) as refusal:
        read(path, options)
    return str(refusal.value)


def test_an_archive_is_known_by_what_is_in_it(tmp_path):
    path = pack(building(), tmp_path / "a.bin", folder="deep/down/")
    assert recognise(path.read_bytes()[:100], path)
    assert read_plan(path, SMALL).spaces
    other = pack({}, tmp_path / "other.zip", manifest=False, extra=[("plan.dxf", "0\nSECTION\n")])
    with pytest.raises(InputError, match=r"ZIP archive without plans.*put DWG, DXF"):
        read_plan(other, SMALL)


def test_noise_links_and_paths_that_lead_out_are_named_and_left(tmp_path):
    link = zipfile.ZipInfo("detail.geojson")
    link.external_attr = 0o120777 << 16
    extra = [
        ("__MACOSX/._unit.geojson", "x"),
        (".DS_Store", "x"),
        ("../evil.geojson", "{}"),
        ("/etc/evil.geojson", "{}"),
        ("..\\evil.geojson", "{}"),
        ("C:/evil.geojson", "{}"),
        (link, "/etc/passwd"),
        ("readme.txt", "x"),
        ("old/unit.geojson", "{}"),
        ("navPath.geojson", '{"type": "FeatureCollection", "features": [{}, {}]}'),
    ]
    draft = read_archive(building(), tmp_path, extra=extra)
    skipped = reasons(draft, "skipped")
    assert len(draft.spaces) == 4
    assert "archive: 5: the path leads out" in skipped
    assert "detail.geojson" in skipped
    assert "navPath: archive: not a collection of IMDF: kept for export only (2 features)" in skipped
    assert "old/unit.geojson" in skipped
    assert not list(tmp_path.rglob("evil*"))


def test_no_manifest_is_no_obstacle(tmp_path):
    draft = read_archive(building(), tmp_path, folder="x/", manifest=False)
    assert len(draft.spaces) == 4
    assert "no readable manifest.json" in reasons(draft, "guessed")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice(tmp_path):
    path = tmp_path / "twice.zip"
    pack(building(), path, extra=[("unit.geojson", '{"type":"FeatureCollection","features":[]}')])
    draft = read(path, SMALL)
    assert len(draft.spaces) == 4
    assert "contains this name twice" in reasons(draft, "skipped")


def test_bombs(tmp_path):
    regular = b'{"type": "FeatureCollection", "features": []' + b" " * 20_000_000 + b"}"
    path = pack(building(), tmp_path / "bomb.zip", extra=[("detail.geojson", regular)])
    assert "--max-bytes" in refuse(path)
    assert "ZIP bomb" in refuse(path, ReadOptions())
    many = pack(building(), tmp_path / "many.zip", extra=[(f"{n}.txt", "") for n in range(1100)])
    assert "1,000 allowed" in refuse(many)
    assert "more than 100 features" in refuse(
        pack({"unit": [feature(str(n)) for n in range(200)]}, tmp_path / "features.zip")
    )


def test_entries_that_share_their_bytes(tmp_path):
    path = pack(building(), tmp_path / "overlap.zip")
    data = bytearray(path.read_bytes())
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    path.write_bytes(data)
    assert "map.zip" not in refuse(path)


def test_damage(tmp_path):
    path = pack(building(), tmp_path / "map.zip")
    data = path.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match="not a complete ZIP archive"):
        read_plan(cut, SMALL)
    encrypted = bytearray(data)
    at = encrypted.find(b"unit.geojson", encrypted.find(b"PK\x01\x02")) - 46
    encrypted[at + 8 : at + 10] = struct.pack("<H", 1)
    path.write_bytes(encrypted)
    assert "encrypted" in refuse(path)
    rotten = bytearray(data)
    at = rotten.find(b"unit.geojson") + 40
    rotten[at : at + 30] = bytes(30)
    path.write_bytes(rotten)
    assert "damaged" in refuse(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "contains no building"),
        ("[1]", "byte 1"),
        ('{"features": [{"id": }]}', "invalid JSON"),
        ('{"features": [{"id": 1}', "ends too early"),
        ('{"features": [' + "[" * 200, "nested more than 64"),
        ("\ufeff{}", "contains no building"),
    ],
)
def test_broken_json_is_refused_with_its_place(tmp_path, text, said):
    assert said in refuse(pack({}, tmp_path / "map.zip", extra=[("unit.geojson", text)]))


def test_an_outline_of_millions_of_corners_is_passed_over(tmp_path):
    ring = ",".join(["[8.5,47.4]"] * 300_000)
    giant = f'{{"id": "giant", "geometry": {{"type": "Polygon", "coordinates": [[{ring}]]}}}}'
    text = f'{{"type": "FeatureCollection", "features": [{giant}]}}'
    path = pack(building(), tmp_path / "map.zip", extra=[("fixture.geojson", text)])
    draft = read(path, ReadOptions(limits=Limits(bytes=10_000_000)))
    assert "250,000 positions" in reasons(draft, "skipped")

"""What real files hold, counted apart from the importer: nothing is lost, and nothing is made up."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats import read_plan
from interactive_maps.importing.options import ReadOptions

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
DRESDEN, BERLIN = "osm/tu-dresden-apb", "osm/berlin-hbf"
OSM = {
    "dresden": f"{DRESDEN}/APBorig.osm",
    "dresden pbf": f"{DRESDEN}/APBorig.osm.pbf",
    "dresden geojson": f"{DRESDEN}/apb.geojson",
    "berlin": f"{BERLIN}/berlin_hbf.osm",
    "berlin geojson": f"{BERLIN}/berlin_hbf.geojson",
}
# The file that tells what an import of each should find.
TOLD = {"dresden pbf": "dresden"}
IMDF = "imdf/spbstu-polytech/IMDFData.zip"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="shared/data is not here")


@lru_cache(maxsize=8)
def read(name: str) -> MapDraft:
    return read_plan(DATA / name, ReadOptions())


@lru_cache(maxsize=8)
def list_elements(name: str) -> dict[str, dict[str, str]]:
    """Return the tags of all elements by their keys."""
    if name.endswith(".geojson"):
        features = json.loads((DATA / name).read_bytes())["features"]
        return {
            str(one.get("id") or one["properties"]["@id"]): {
                key: str(value) for key, value in one["properties"].items()
            }
            for one in features
        }
    root = ElementTree.parse(DATA / name).getroot()
    return {
        f"{one.tag}/{one.get('id')}": {tag.get("k"): tag.get("v") for tag in one.iter("tag")}
        for one in root
        if one.tag in {"node", "way", "relation"}
    }


def find(file: str, /, **wanted: str) -> set[str]:
    """Return the keys of the elements that have all of these tags, "*" for any value but "no"."""
    return {
        key
        for key, tags in list_elements(OSM[TOLD.get(file, file)]).items()
        if all(
            tags.get(tag, "no") != "no" if value == "*" else tags.get(tag) == value
            for tag, value in wanted.items()
        )
    }


def keys(things) -> set[str]:
    return {thing.key.partition("@")[0] for thing in things}


@pytest.mark.parametrize("name", OSM)
def test_rooms_and_corridors_are_spaces(name):
    draft = read(OSM[name])
    rooms = find(name, indoor="room") | find(name, indoor="corridor") | find(name, indoor="area")
    rooms = {key for key in rooms if not key.startswith("node/")}
    assert rooms <= keys(draft.spaces)
    tags = list_elements(OSM[TOLD.get(name, name)])
    # Others are spaces for a reason: a roof with a level, a lift's shaft, stairs.
    for key in keys(draft.spaces) - rooms:
        assert tags[key].get("indoor") == "yes" or tags[key].get("area") == "yes" or "stairs" in tags[key], (
            key
        )


@pytest.mark.parametrize("name", OSM)
def test_doors_are_openings(name):
    draft = read(OSM[name])
    doors = find(name, door="*") | find(name, entrance="*")
    nodes = {key for key in doors if key.startswith("node/")}
    told = keys(draft.openings) | {one.id for one in draft.report.skipped}
    assert nodes <= told
    assert keys(draft.openings) <= doors | find(name, door="no") | find(name, indoor="door")


@pytest.mark.parametrize("name", OSM)
def test_stairs_and_lifts_are_connectors_or_walked_on(name):
    draft = read(OSM[name])
    kinds = {one.key.partition("@")[0]: one.kind for one in draft.connectors}
    lifts = find(name, highway="elevator")
    assert {key for key, kind in kinds.items() if kind == "elevator"} >= lifts
    steps = find(name, highway="steps")
    walked = {line.key.partition("@")[0].rpartition("/")[0] or line.key for line in draft.walked}
    walked |= {line.key.partition("@")[0] for line in draft.walked}
    skipped = {one.id for one in draft.report.skipped}
    assert steps <= kinds.keys() | walked | skipped
    moving = find(name, conveying="*")
    assert moving == {key for key, kind in kinds.items() if kind in {"escalator", "movingwalkway"}}


@pytest.mark.parametrize("name", OSM)
def test_every_level_that_is_named_is_there_once(name):
    draft = read(OSM[name])
    ordinals = Counter((level.ordinal, level.buildings) for level in draft.levels)
    assert set(ordinals.values()) == {1}
    used = {space.ordinal for space in draft.spaces} | {one for c in draft.connectors for one in c.ordinals}
    assert used - {None} <= {level.ordinal for level in draft.levels}


@pytest.mark.parametrize("name", OSM)
def test_what_has_a_name_inside_is_found_by_it(name):
    draft = read(OSM[name])
    found = {
        one.key.partition("@")[0]
        for one in (*draft.spaces, *draft.points, *draft.connectors, *draft.openings, *draft.buildings)
        if one.names
    } | keys(draft.rooms)
    reported = " ".join(f"{one.id} {one.reason}" for one in draft.report.skipped)
    lost = {
        key
        for key in find(name, name="*")
        if key not in found
        and "level" in list_elements(OSM[TOLD.get(name, name)])[key]
        and key not in reported
    }
    assert lost == set()


def test_an_archive_has_what_its_collections_hold():
    draft = read(IMDF)
    with zipfile.ZipFile(DATA / IMDF) as archive:
        held = {
            Path(name).stem: json.loads(archive.read(name))["features"]
            for name in archive.namelist()
            if name.endswith(".geojson") and "__MACOSX" not in name
        }
    lists = {
        "building": draft.buildings,
        "level": draft.levels,
        "unit": draft.spaces,
        "opening": draft.openings,
        "occupant": draft.occupants,
    }
    for kind, listed in lists.items():
        assert len(listed) == len(held.get(kind, ())), kind
    named = {one["id"] for one in held["unit"] if (one["properties"].get("name") or {})}
    assert named <= {space.key for space in draft.spaces if space.names}
    stairs = {one["id"] for one in held["unit"] if one["properties"]["category"] in {"stairs", "elevator"}}
    joined = {key for connector in draft.connectors for key in connector.spaces}
    unconnected = " ".join(one.reason for one in draft.report.guessed if "leads nowhere" in one.reason)
    unconnected += " ".join(one.id for one in draft.report.guessed if "leads nowhere" in one.reason)
    assert all(key in joined or key in unconnected for key in stairs)


@pytest.mark.parametrize("name", [*OSM.values(), IMDF])
def test_the_report_counts_what_is_published(name):
    draft, counts = read(name), read(name).report.counts
    listed = {
        "building": draft.buildings,
        "level": draft.levels,
        "space": draft.spaces,
        "opening": draft.openings,
        "connector": draft.connectors,
        "poi": draft.points,
        "room": draft.rooms,
        "line": draft.lines,
    }
    assert {kind: counts[kind] for kind in listed} == {kind: len(things) for kind, things in listed.items()}

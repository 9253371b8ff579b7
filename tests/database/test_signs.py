"""Signs: made once, found by their codes, and bound to their places again after imports."""

from __future__ import annotations

import dataclasses
import json
import re
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from shapely.geometry import LineString

from interactive_maps.mapdata.edits import publish
from interactive_maps.mapdata.edits.signs import UseCounter, uses
from interactive_maps.mapdata.reading.signs import StaleSign, UnknownSign, locate_sign
from interactive_maps.signs.making import make_signs, read_signs
from tests.database.buildings import list_features, make_campus

ADDRESS = "https://map.example.org"


@pytest.fixture
def campus(map_tables):
    publish([make_campus()])
    yield map_tables
    map_tables.execute("DELETE FROM sign_uses")


def make_all() -> dict[str, str]:
    """Return the code of each place by kind and name, after signs were made for all."""
    signs, places = read_signs()
    return {f"{place.kind} {place.name}": code for code, place in make_signs(places, signs)}


def rename(features, layer, change):
    return features | {layer: [dataclasses.replace(one, **change(one)) for one in features[layer]]}


def test_a_place_keeps_its_code(campus):
    codes = make_all()
    assert codes.keys() == {"door Room 101 / Room 102", "door Room 102 / 103 Store"}
    assert make_all() == codes
    publish([make_campus()])
    assert make_all() == codes


def test_a_sign_is_bound_again_by_key_or_by_name_or_says_that_it_is_stale(campus):
    codes = make_all()
    first, second = codes.values()
    # The key stays, the rooms have other names; then the key is another, and the names stay.
    renamed = rename(list_features(), "spaces", lambda one: {"names": {"": f"New {one.key}"}})
    publish([make_campus(renamed)])
    sign, place = locate_sign(first)
    assert (sign.code, place.name) == (first, "New 101 / New 102")
    assert set(make_all().values()) == {first, second}
    publish(
        [make_campus(rename(renamed, "openings", lambda one: {"key": f"new {one.key}"}) | {"nav-edges": []})]
    )
    assert locate_sign(first)[1].origin_key == "new d1"
    assert set(make_all().values()) == {first, second}
    publish([make_campus({**renamed, "openings": [], "nav-edges": []})])
    with pytest.raises(StaleSign, match=first):
        locate_sign(first)
    with pytest.raises(UnknownSign):
        locate_sign("222222")


def test_the_short_link_opens_the_map_there_and_is_counted(campus):
    code = next(iter(make_all().values()))
    client = Client()
    for address in (f"/a/{code}", f"/a/{code.lower()}/"):
        answer = client.get(address)
        assert answer.status_code == 302
        target = urlsplit(answer["Location"])
        query = parse_qs(target.query)
        assert target.path == "/"
        longitude, latitude, level = map(float, query["here"][0].split(","))
        assert (longitude, latitude, level) == pytest.approx((13.0001, 51.0000417, 0), abs=1e-6)
        assert query["level"] == ["0"]
    assert client.head(f"/a/{code}").status_code == 302
    uses.flush()
    campus.execute("SELECT code, uses, last_used_at <= now() FROM sign_uses")
    assert campus.fetchall() == [(code, 2, True)]


def test_who_may_not_write_is_answered_all_the_same(campus, caplog):
    code = next(iter(make_all().values()))
    campus.execute("ALTER TABLE sign_uses RENAME TO away")
    try:
        assert Client().get(f"/a/{code}").status_code == 302
        uses.flush()
    finally:
        campus.execute("ALTER TABLE away RENAME TO sign_uses")
    assert "not counted" in caplog.text
    assert isinstance(uses, UseCounter)
    assert uses.waiting == 0


def test_what_leads_nowhere_says_so_to_people_and_programs(campus):
    code = next(iter(make_all().values()))
    publish([make_campus({**list_features(), "openings": [], "nav-edges": []})])
    for text, kind in ((code, "stale_sign"), ("222222", "unknown_sign"), ("<b>\0", "unknown_sign")):
        answer = Client().get(f"/a/{text}", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (404, kind)
        page = Client().get(f"/a/{text}", headers={"accept": "text/html"})
        assert page.status_code == 404
        assert "leads nowhere" in page.content.decode()
        assert "<b>" not in page.content.decode()
        assert "Content-Security-Policy" in page
    assert Client().post(f"/a/{code}").status_code == 405


def test_locate_takes_the_code_as_an_anchor(campus):
    code = next(iter(make_all().values()))
    answer = Client().get("/api/locate/", {"anchor": code.lower()})
    assert answer.status_code == 200, answer.content
    first = answer.json()["candidates"][0]
    assert (first["level"], first["reason"], first["confidence"]) == (0, "anchor", 0.99)
    assert Client().get("/api/locate/", {"anchor": "222222"}).status_code == 404
    for name, value in (
        ("lon", "x"),
        ("accuracy", "-1"),
        ("previous", "1,2"),
        ("anchor", "hall:3"),
        ("floor", "1"),
    ):
        bad = Client().get("/api/locate/", {"lon": "13", "lat": "51", name: value})
        assert (bad.status_code, bad.json()["parameter"]) == (400, name)


def test_a_door_without_a_name_is_known_by_what_it_joins(campus, tmp_path, capsys):
    features = list_features()
    spaces = [
        dataclasses.replace(
            one, **({"names": {}, "ref": None, "category": "walkway"} if one.key == "102" else {})
        )
        for one in features["spaces"]
    ]
    door = features["openings"][0]
    outside = dataclasses.replace(door, key="d3", geometry=LineString([(13.0, 51.00003), (13.0, 51.00005)]))
    openings = [*features["openings"], dataclasses.replace(outside, spaces=("101",))]
    publish([make_campus({**features, "spaces": spaces, "openings": openings, "nav-edges": []})])
    titles = [
        "Corridor",  # the hall
        "Door between 103 Store and Corridor",
        "Door between Room 101 and Corridor",
        "Entrance to Haus A",
    ]
    call_command("make_signs", tmp_path / "signs.svg", address=ADDRESS)
    call_command("list_signs", json=True)
    assert sorted(one["name"] for one in json.loads(capsys.readouterr().out.partition("\n")[2])) == titles
    written = " ".join(re.findall(r">([^<>]+)</text>", (tmp_path / "signs.svg").read_text("utf-8")))
    assert all(title in written for title in titles)
    assert "Haus A" in written
    call_command("make_signs", tmp_path / "signs.pdf", address=ADDRESS)
    printed = pypdf.PdfReader(tmp_path / "signs.pdf")
    text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    assert all(title in text for title in titles)


def test_the_commands_write_sheets_and_list_what_was_made(campus, tmp_path, capsys):
    for name, start in (("signs.pdf", b"%PDF"), ("signs.svg", b"<?xml")):
        call_command("make_signs", tmp_path / name, address=ADDRESS)
        assert (tmp_path / name).read_bytes().startswith(start)
    assert "2 signs: " in capsys.readouterr().out
    call_command("list_signs", json=True)
    listed = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in listed] == ["door", "door"]
    assert all(one["uses"] == 0 and one["place"] for one in listed)
    for options in (
        {"file": "signs.pdf"},
        {"file": "signs.txt", "force": True},
        {"file": "none/signs.pdf"},
        {"file": "new.pdf", "kind": ["lift"]},
        {"file": "new.pdf", "address": "map.example.org"},
    ):
        file = tmp_path / options.pop("file")
        with pytest.raises(CommandError) as refusal:
            call_command("make_signs", file, **{"address": ADDRESS, **options})
        assert refusal.value.returncode == 2

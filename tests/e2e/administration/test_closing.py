"""Somebody closes things in the administration, looks for them and opens them: in force with the next answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

LIST, ADD = "/admin/mapdata/closure/", "/admin/mapdata/closure/add/"
_TIMES = {f"{name}_{part}": "" for name in ("starts_at", "ends_at") for part in (0, 1)}
_EMPTY = {"kind": "opening", "target": "", "reason": "", **_TIMES}
QUERIES = {
    "": ["False", "True", "False", "False", "True"],
    "q=paint": ["True"],
    "q=north": ["True"],
    "q=77": ["False"],
    "q=ground": ["False"],
    "q=nothing": [],
    "when=now": ["True", "True"],
    "when=coming": ["False"],
    "when=over": ["False", "False"],
}


def ask_kinds(client: httpx.Client, query: str = "from=room:1&to=room:101") -> set[str]:
    answer = client.get(f"/api/route/?{query}")
    return {step["kind"] for step in answer.json()["steps"]} if answer.status_code == 200 else set()


def list_errors(page: httpx.Response) -> list[str]:
    """Return what the form says is wrong."""
    listed = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', page.text, re.DOTALL)
    return [unescape(error) for part in listed for error in re.findall(r"<li>(.*?)</li>", part, re.DOTALL)]


def read_rows(page: httpx.Response) -> list[str]:
    """Return the rows of the list as text."""
    body = re.search(r"<tbody>(.*)</tbody>", page.text, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL) if body else []
    shown = [re.sub(r'<img[^>]*alt="(\w+)"[^>]*>', r"\1", row) for row in rows]
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in shown]


def write_time(name: str, time: datetime) -> dict[str, str]:
    return {f"{name}_0": f"{time:%Y-%m-%d}", f"{name}_1": f"{time:%H:%M:%S}"}


def test_what_is_closed_is_in_force_with_the_next_answer_until_it_is_ended(closures, keeper):
    assert "stairs" in ask_kinds(keeper)
    sent = keeper.post_form(ADD, _EMPTY | {"kind": "connector", "target": "1", "reason": "wet paint"})
    assert (sent.status_code, sent.headers["location"]) == (302, LIST)
    assert "lift" in ask_kinds(keeper)
    (closure,) = keeper.get("/api/closures/").json()
    assert (closure["kind"], closure["target_id"], closure["reason"]) == ("connector", 1, "wet paint")
    page = keeper.get(LIST)
    assert "was added successfully" in page.text
    (row,) = read_rows(page)
    assert row == "Stairs, lift, escalator or ramp 1 - wet paint always ended by hand everybody True"
    ended = keeper.post_form(LIST, {"action": "end", "_selected_action": closure["id"], "index": "0"})
    assert ended.status_code == 302
    assert "stairs" in ask_kinds(keeper)
    assert "1 closure ended." in keeper.get(LIST).text
    told = closures.database.fetch(
        "SELECT action_flag, object_repr FROM django_admin_log ORDER BY id DESC LIMIT 2"
    )
    assert told == [(3, "connector 1"), (1, "connector 1")]


def test_times_and_profiles_are_kept(closures, keeper):
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    sent = keeper.post_form(
        ADD,
        {**_EMPTY, "kind": "level", "target": "1", "profiles": ["step_free", "cart"]}
        | write_time("starts_at", tomorrow)
        | write_time("ends_at", tomorrow + timedelta(hours=2)),
    )
    assert sent.status_code == 302, list_errors(sent)
    (closure,) = keeper.get("/api/closures/").json()
    assert (closure["level"], closure["target_id"]) == (1.0, None)
    assert closure["profiles"] == ["step_free", "cart"]
    assert datetime.fromisoformat(closure["from"]) == tomorrow
    assert datetime.fromisoformat(closure["until"]) == tomorrow + timedelta(hours=2)
    assert "stairs" in ask_kinds(keeper)
    page = keeper.get(f"{LIST}{closure['id']}/change/")
    assert page.status_code == 200
    assert "step_free, cart" in page.text
    assert 'name="_save"' not in page.text


NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"target": "4711"}, "There is no opening 4711 on the map."),
        ({"kind": "level", "target": "99"}, "There is no level 99 on the map."),
        ({"kind": "space", "target": "1"}, "There is no space 1 on the map."),
        ({"kind": "connector", "target": "1.5"}, "1.5 is not a valid id: ids are whole numbers."),
        ({"kind": "connector", "target": "1e300"}, "1e+300 is not a valid id."),
        ({"kind": "connector", "target": "nan"}, "Enter a number."),
        ({"kind": "connector", "target": ""}, "This field is required."),
        ({"kind": "wall", "target": "1"}, "Select a valid choice. wall is not one of the available choices."),
        (
            {"kind": "connector", "target": "1", "profiles": ["fly"]},
            "Select a valid choice. fly is not one of",
        ),
        ({"kind": "connector", "target": "1", "reason": "x" * 201}, "Ensure this value has at most 200"),
        ({"kind": "connector", "target": "1", "reason": "a\0b"}, "Null characters are not allowed."),
        ({"kind": "connector", "target": "1", "starts_at_0": "soon"}, "Enter a valid date."),
        (
            {"kind": "connector", "target": "1"}
            | write_time("starts_at", NOW)
            | write_time("ends_at", NOW - timedelta(hours=1)),
            "The end must be after the beginning.",
        ),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field(closures, keeper, values, said):
    page = keeper.post_form(ADD, _EMPTY | values)
    assert page.status_code == 200
    (error,) = list_errors(page)[-1:]
    assert error.startswith(said)
    assert closures.database.fetch("SELECT count(*) FROM closures") == [(0,)]


def test_the_command_says_the_same(closures):
    with pytest.raises(AssertionError, match=r"Nothing was closed: There is no opening 4711 on the map\."):
        closures.database.manage("close", "door", "4711")


def test_closures_are_looked_for_by_reason_name_number_and_time(closures, keeper):
    closures.database.run(
        'UPDATE connectors SET names = \'{"en": "North stairs"}\' WHERE ogc_fid = 1;'
        " INSERT INTO closures (kind, target_id, level, reason, starts_at, ends_at) VALUES"
        " ('connector', 1, NULL, 'wet paint', NULL, NULL), ('opening', 77, NULL, 'locked', '2040-01-01Z', NULL),"
        " ('level', NULL, 0, 'water', NULL, '2020-01-01Z'), ('connector', 2, NULL, NULL, '-infinity', 'infinity'),"
        " (NULL, NULL, NULL, NULL, 'infinity', '-infinity')"
    )
    found = {
        query: [row.split(" ")[-1] for row in read_rows(keeper.get(f"{LIST}?{query}"))] for query in QUERIES
    }
    assert found == QUERIES
    assert "North stairs" in keeper.get(f"{LIST}?q=paint").text
    for (key,) in closures.database.fetch("SELECT ogc_fid FROM closures"):
        assert keeper.get(f"{LIST}{key}/change/").status_code == 200
    keys = [key for (key,) in closures.database.fetch("SELECT ogc_fid FROM closures")]
    keeper.post_form(LIST, {"action": "end", "_selected_action": keys, "index": "0"})
    assert closures.database.fetch("SELECT count(*) FROM closures") == [(0,)]


def test_closures_are_not_edited_or_deleted_past_the_writer(closures, keeper):
    closures.database.run("INSERT INTO closures (ogc_fid, kind, target_id) VALUES (5, 'opening', 3)")
    assert keeper.get(f"{LIST}5/delete/").status_code == 403
    assert keeper.post_form(f"{LIST}5/change/", {"reason": "x"}).status_code == 403
    assert closures.database.fetch("SELECT reason FROM closures") == [(None,)]


def test_the_rest_of_the_map_is_not_there(keeper):
    listed = set(re.findall(r'href="/admin/(\w+/\w+)/"', keeper.get("/admin/").text))
    assert listed == {"mapdata/closure", "auth/user", "auth/group"}
    assert keeper.get("/admin/mapdata/space/").status_code == 404


def test_what_the_database_refuses_is_said(closures, keeper):
    refuse = (
        "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RAISE EXCEPTION ''not today''; END';"
        " INSERT INTO closures (ogc_fid, kind, target_id) VALUES (5, 'opening', 3), (6, 'opening', 4);"
        " CREATE TRIGGER refuse BEFORE INSERT OR DELETE ON closures FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
    )
    closures.database.run(refuse)
    try:
        assert keeper.post_form(ADD, _EMPTY | {"kind": "connector", "target": "1"}).status_code == 302
        said = keeper.get(LIST).text
        assert "Nothing was closed: the tables reject the data: not today" in said
        assert "was added" not in said
        keeper.post_form(LIST, {"action": "end", "_selected_action": [5, 6], "index": "0"})
        said = keeper.get(LIST).text
        assert "Nothing was opened: the tables reject the data: not today" in said
        assert "ended." not in said
        assert closures.database.fetch("SELECT count(*) FROM closures") == [(2,)]
    finally:
        closures.database.run("DROP TRIGGER refuse ON closures")

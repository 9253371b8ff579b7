"""Both streams and their pages, over a real socket, exactly as the contract says."""

import json
import re

import httpx
import pytest
import zstandard

from tests.databases import fill_rooms
from tests.e2e.conftest import LINES, ROOMS
from tests.e2e.connections import Connection
from tests.e2e.events import iterate_items, read_all

LAYERS = {"rooms": ROOMS, "base-floor": LINES}
MEMBERS = {
    "rooms": ["id", "name", "level", "location", "category", "building_id", "space_id"],
    "base-floor": ["id", "layer", "level", "paperspace", "text", "geometry"],
}


def get_stream(server, layer, headers=None, **parameters):
    with httpx.stream(
        "GET", f"{server.address}/api/{layer}/", params=parameters, headers=headers
    ) as response:
        assert response.status_code == 200, response.read()
        if response.headers.get("content-encoding") == "zstd":
            return response, read_all([decompress_zstd(b"".join(response.iter_raw()))])
        return response, read_all(response.iter_bytes())


def decompress_zstd(body):
    # httpx stops at a frame that ends where a chunk does.
    return zstandard.ZstdDecompressor().stream_reader(body, read_across_frames=True).readall()


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("encoding", ["identity", "gzip", "zstd"])
def test_a_stream_has_every_feature_once_in_key_order(server, layer, encoding):
    response, events = get_stream(server, layer, {"Accept-Encoding": encoding})
    assert response.headers.get("content-encoding", "identity") == encoding
    items = list(iterate_items(events))
    assert [item["id"] for item in items] == list(range(1, LAYERS[layer] + 1))
    assert list(items[0]) == MEMBERS[layer]
    *batches, complete = events
    assert [event.data["batch"] for event in batches] == list(range(1, len(batches) + 1))
    assert [event.data["more_pending"] for event in batches] == [True] * (len(batches) - 1) + [False]
    assert {event.data["fetched"] for event in batches[:-1]} == {500}
    assert all(event.data["fetched"] == len(event.data["items"]) for event in batches)
    version = complete.data["version"]
    assert [event.id for event in events] == [f"{version}.{n}" for n in range(1, len(batches) + 1)] + [
        f"{version}.end"
    ]
    assert (complete.type, complete.data["total"]) == ("complete", LAYERS[layer])


@pytest.mark.parametrize(
    "accept", ["text/event-stream", "*/*", "application/json", "text/html", "image/png", None]
)
def test_a_stream_is_events_whatever_accept_says(server, accept):
    headers = {"Accept": accept} if accept else {}
    response, events = get_stream(server, "rooms", headers)
    assert response.headers["content-type"] == "text/event-stream"
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
    assert "connection" not in response.headers
    assert events[-1].type == "complete"


def test_features_are_geojson_in_wgs84_with_a_millimetre(server):
    _, events = get_stream(server, "rooms")
    room = next(iterate_items(events))
    assert room == {
        "id": 1,
        "name": "Room 1",
        "level": 1,
        "location": {"type": "Point", "coordinates": [13.70001, 51.0000001]},
        "category": None,
        "building_id": None,
        "space_id": None,
    }
    _, events = get_stream(server, "base-floor")
    line = next(iterate_items(events))
    assert (line["layer"], line["level"], line["paperspace"], line["text"]) == ("A-WALL", 1, False, None)
    assert line["geometry"]["type"] == "LineString"
    assert len(line["geometry"]["coordinates"]) == 6


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1000, 1500])
def test_more_pending_is_exact_at_the_edges_of_a_batch(filled, server, count):
    fill_rooms(filled, count)
    try:
        _, events = get_stream(server, "rooms")
        page = httpx.get(f"{server.address}/api/rooms/?limit=500")
    finally:
        fill_rooms(filled, ROOMS)
    *batches, complete = events
    assert len(batches) == max(1, -(-count // 500))
    assert [event.data["more_pending"] for event in batches] == [True] * (len(batches) - 1) + [False]
    assert sum(event.data["fetched"] for event in batches) == count == complete.data["total"]
    assert ("next" in page.links) == (count > 500)


def test_a_resumed_stream_goes_on_behind_the_last_event(server):
    _, events = get_stream(server, "rooms")
    for place, event in enumerate(events[:-1]):
        assert get_stream(server, "rooms", {"Last-Event-ID": event.id})[1] == events[place + 1 :]
        assert get_stream(server, "rooms", last_event_id=event.id)[1] == events[place + 1 :]


def test_a_complete_stream_answers_204_to_the_browser_that_comes_back(server):
    _, events = get_stream(server, "rooms")
    answer = httpx.get(f"{server.address}/api/rooms/", headers={"Last-Event-ID": events[-1].id})
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("last", ["1.1", "1.end"])
def test_a_stream_of_another_version_starts_over_and_says_so(server, last):
    _, whole = get_stream(server, "rooms")
    _, events = get_stream(server, "rooms", {"Last-Event-ID": last})
    assert events[0].type == "reset"
    assert events[0].data["version"] == whole[-1].data["version"]
    assert events[1:] == whole


def test_a_batch_that_never_was_starts_over(server):
    _, whole = get_stream(server, "rooms")
    version = whole[-1].data["version"]
    _, events = get_stream(server, "rooms", {"Last-Event-ID": f"{version}.99"})
    assert [event.type for event in events] == ["reset", *(event.type for event in whole)]


def test_a_change_by_anybody_is_a_new_version(filled, server):
    _, before = get_stream(server, "rooms")
    filled.run("UPDATE room_points SET text = 'Moved' WHERE ogc_fid = 7")
    try:
        _, after = get_stream(server, "rooms", {"Last-Event-ID": before[0].id})
    finally:
        fill_rooms(filled, ROOMS)
    assert after[0].type == "reset"
    assert after[-1].data["version"] > before[-1].data["version"]
    assert [item["id"] for item in iterate_items(after) if item["name"] == "Moved"] == [7]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("limit", [1000, 333])
def test_pages_hold_what_the_stream_holds(server, layer, limit):
    _, events = get_stream(server, layer)
    for start in ("", "&offset=0"):
        items, address = [], f"{server.address}/api/{layer}/?limit={limit}{start}"
        while address:
            page = httpx.get(address)
            assert page.headers["content-type"] == "application/json"
            items += page.json()
            address = page.links.get("next", {}).get("url")
        assert items == list(iterate_items(events))


def test_a_page_is_answered_304_until_the_map_changes(filled, server):
    address = f"{server.address}/api/rooms/?limit=5"
    first = httpx.get(address)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"rooms\.\d+"', tag)
    for known in (tag, f'"other", W/{tag}', "*"):
        again = httpx.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b""), known
    filled.run("UPDATE room_points SET level = 3 WHERE ogc_fid = 1")
    assert httpx.get(address, headers={"If-None-Match": tag}).status_code == 200
    fill_rooms(filled, ROOMS)


def test_filters_hold_in_both_modes(server):
    _, whole = get_stream(server, "rooms")
    items = list(iterate_items(whole))
    box = (13.70100, 51.0, 13.70200, 51.0001)
    cases = {
        "level=2": lambda item: item["level"] == 2,
        "level=2.0&q=room%2011": lambda item: item["level"] == 2 and "oom 11" in item["name"],
        "q=ROOM%20123": lambda item: "Room 123" in item["name"],
        "q=%25": lambda item: False,
        "q=_": lambda item: False,
        "q=%5C": lambda item: False,
        f"bbox={','.join(map(str, box))}": lambda item: (
            box[0] <= item["location"]["coordinates"][0] <= box[2]
            and box[1] <= item["location"]["coordinates"][1] <= box[3]
        ),
        "bbox=170,-90,-170,90": lambda item: False,
        "bbox=13,-90,-170,90": lambda item: True,
    }
    for query, fits in cases.items():
        expected = [item for item in items if fits(item)]
        page = httpx.get(f"{server.address}/api/rooms/?limit=1000&{query}").json()
        assert page == expected[:1000], query
        with httpx.stream("GET", f"{server.address}/api/rooms/?{query}") as response:
            streamed = list(iterate_items(read_all(response.iter_bytes())))
        assert streamed == expected, query


def test_a_filter_is_a_stream_of_its_own_with_resume(server):
    _, events = get_stream(server, "base-floor", level="3")
    assert len(events) == 11
    assert get_stream(server, "base-floor", {"Last-Event-ID": events[4].id}, level="3")[1] == events[5:]


NOT_OF_THIS_STREAM = [
    "abc",
    "1",
    "1.0",
    "01.1",
    "1.-1",
    "1.1 OR 1=1",
    "1.1\nid: 5",
    "\0",
    "9" * 5000,
    "9" * 5000 + ".1",
    "9999999999999999999.999999999",
    "é",
    "42-0123456789ab.1",
]


def start_over(server, layer, last, parameters):
    """Return the events behind the reset, from whichever way the id is given."""
    ways = [({}, {"last_event_id": last})]
    if last.isascii() and last.isprintable():
        ways.append(({"Last-Event-ID": last}, {}))
    streams = [get_stream(server, layer, headers, **parameters, **query)[1] for headers, query in ways]
    for events in streams:
        assert events[0].type == "reset"
        assert [event.type for event in events].count("reset") == 1
    assert streams[0] == streams[-1]
    return streams[0][1:]


@pytest.mark.parametrize("last", NOT_OF_THIS_STREAM)
def test_an_id_that_no_stream_has_sent_starts_over(server, last):
    _, whole = get_stream(server, "rooms")
    assert start_over(server, "rooms", last, {}) == whole


def test_an_id_that_is_no_text_starts_over(server):
    with Connection(server.port) as connection:
        connection.request("/api/rooms/", {"Last-Event-ID": "\u00ff\u00c3("})
        answer = connection.read_answer()
    assert answer.status == 200
    assert answer.body.startswith(b"event: reset\n")


def test_no_id_is_none(server):
    _, whole = get_stream(server, "rooms")
    assert get_stream(server, "rooms", {"Last-Event-ID": ""}, last_event_id="")[1] == whole


STREAMS = [
    ("rooms", {}),
    ("rooms", {"level": "2"}),
    ("rooms", {"q": "room 12"}),
    ("rooms", {"bbox": "13,50,14,52"}),
    ("base-floor", {"bbox": "13,50,13.7001,52"}),
    ("base-floor", {"bbox": "13,50,13.7001,52", "level": "3"}),
    ("spaces", {}),
    ("spaces", {"lang": "de"}),
    ("openings", {}),
]


def test_an_id_resumes_the_stream_that_sent_it_and_no_other(server, filled):
    # All layers at one version: nothing but the streams themselves tells their ids from one another.
    filled.run("UPDATE layer_version SET version = (SELECT max(version) + 1 FROM layer_version)")
    streams = [(layer, query, get_stream(server, layer, **query)[1]) for layer, query in STREAMS]
    for layer, query, whole in streams:
        for *_, other in streams:
            address = f"{server.address}/api/{layer}/"
            answer = httpx.get(address, params=query, headers={"Last-Event-ID": other[-1].id})
            if other is whole:
                assert answer.status_code == 204
            else:
                assert answer.status_code == 200
                assert answer.content.startswith(b"event: reset\n")
                assert read_all([answer.content])[1:] == whole


def test_an_id_of_a_filter_goes_on_only_under_that_filter(server):
    _, whole = get_stream(server, "base-floor", bbox="13,50,14,52")
    assert re.fullmatch(r"\d+-[0-9a-f]{12}\.7", whole[6].id)
    assert (
        get_stream(server, "base-floor", {"Last-Event-ID": whole[6].id}, bbox="13.0,50,14,52")[1] == whole[7:]
    )
    other = get_stream(server, "base-floor", {"Last-Event-ID": whole[6].id}, bbox="13,50,14,51.5")[1]
    assert next(event.data["batch"] for event in other if event.type == "message") == 1
    assert other[0].type == "reset"


def test_what_a_browser_sends_is_newer_than_the_address_that_it_was_given(server):
    _, whole = get_stream(server, "rooms")
    events = get_stream(server, "rooms", {"Last-Event-ID": whole[1].id}, last_event_id=whole[0].id)[1]
    assert events == whole[2:]


def test_head_answers_without_a_body(server):
    for address in ("/api/rooms/", "/api/rooms/?limit=3"):
        answer = httpx.head(server.address + address)
        assert (answer.status_code, answer.content) == (200, b"")


def test_the_whole_is_described_and_the_ui_needs_no_other_host(server):
    schema = httpx.get(f"{server.address}/api/schema/", headers={"Accept": "application/json"}).json()
    assert schema["openapi"].startswith("3.1")
    assert {"/api/rooms/", "/api/base-floor/", "/api/health/"} <= set(schema["paths"])
    page = httpx.get(f"{server.address}/api/docs/").text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    for address in re.findall(r'(?:src|href)="(/[^"]+)"', page):
        assert httpx.get(server.address + address).status_code == 200, address


def test_health_is_as_the_guide_says(server):
    answer = httpx.get(f"{server.address}/api/health/")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"ok": True}
    checks = dict.fromkeys(("map", "migrations", "routing"), "ok")
    assert httpx.get(f"{server.address}/api/health/ready/").json() == {"ok": True, "checks": checks}

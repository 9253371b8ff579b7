"""One bad row takes away no other's routes: it is left out, logged, counted, and shown by check_graph."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter

import pytest
from django.core.management import call_command

from interactive_maps.ops.metrics.registry import REGISTRY
from interactive_maps.routing.http.responses import list_closures, make_route
from interactive_maps.routing.http.route_requests import RouteRequest, TravelOptions
from interactive_maps.routing.http.route_service import find_routes
from interactive_maps.routing.live import snapshot_service as routing
from interactive_maps.routing.live.snapshot_service import SnapshotService
from interactive_maps.routing.waypoints.waypoint_resolver import FeatureRef, Point

ASKED = RouteRequest((Point(13.0, 51.0, 0.0), FeatureRef("space", 2)), TravelOptions())
_LINE = "'SRID=4326;LINESTRING(13.001 51,13.0012 51)'"
_DEEP = "(repeat('[', 3000) || repeat(']', 3000))::jsonb"


def insert(table: str, **columns: str) -> str:
    """Return a statement with a place for the row's key."""
    return (
        f"INSERT INTO {table} (ogc_fid, {', '.join(columns)}) VALUES ({{key}}, {', '.join(columns.values())})"
    )


def edge(line: str, **columns: str) -> str:
    return insert("nav_edges_final", kind="'walk'", wkb_geometry=line, **columns)


def closure(**columns: str) -> str:
    return insert("closures", **{"kind": "'opening'", "target_id": "7"} | columns)


def shape(text: str) -> str:
    return f"ST_GeomFromText('{text}', 4326)"


def lead_to(axis: str) -> str:
    return f"ST_SetSRID(ST_MakeLine(ST_MakePoint(13, 51), ST_MakePoint({axis}, 51)), 4326)"


LEFT_OUT = {
    "a closure of the year 294276": closure(starts_at="'294276-01-01'"),
    "a closure from a later year than Python knows": closure(starts_at="'10000-01-01'"),
    "a closure that begins never": closure(starts_at="'infinity'"),
    "a closure that ended before Christ": closure(ends_at="'4713-01-01 BC'"),
    "a closure that has ended ever since": closure(ends_at="'-infinity'"),
    "a closure that ends before it begins": closure(starts_at="'2031-01-01'", ends_at="'2030-01-01'"),
    "a closure of nothing": closure(target_id="NULL"),
    "a closure of no kind": closure(kind="NULL"),
    "a closure of a kind of nobody's": closure(kind="'moon'"),
    "a closure of a level that is no number": closure(kind="'level'", level="'NaN'"),
    "a closure of an endless level": closure(kind="'level'", level="'Infinity'"),
    "a closure for arrays of profiles": closure(profiles="'{{{{walk,cart}},{{cart,walk}}}}'"),
    "an edge without a line": edge("NULL"),
    "an edge that is empty": edge(shape("LINESTRING EMPTY")),
    "an edge to nowhere": edge(lead_to("'NaN'")),
    "an edge without end": edge(lead_to("'Infinity'")),
    "an edge in metres": edge(shape("LINESTRING(1447000 6621000,1447010 6621000)")),
    "an edge beyond all numbers": edge(shape("LINESTRING(1e308 -1e308,-1e308 1e308)")),
    "hours that are none": insert("spaces", opening_hours="'when I am there'"),
    "hours that go on and on": insert("spaces", opening_hours="repeat('Mo 08:00-09:00; ', 100000)"),
    "hours of a door that are none": insert(
        "openings", properties="jsonb_build_object('opening_hours', 'Mo-Fr 25:00-99:00:00')"
    ),
}
TAKEN_AS_THEY_CAN_BE = {
    "a closure that ended long ago": closure(ends_at="'1800-01-01'"),
    "a closure of another door until the year 294276": closure(target_id="8", ends_at="'294276-01-01'"),
    "a closure of another door since before Christ": closure(target_id="8", starts_at="'4713-01-01 BC'"),
    "a closure of the node without a number": closure(kind="'node'", target_id=str(-(2**63))),
    "a closure of a door far away": closure(target_id=str(2**63 - 1)),
    "a closure for nobody": closure(profiles="'{{robots}}'"),
    "an edge that costs no number": edge(_LINE, cost="'NaN'"),
    "an edge that costs everything": edge(_LINE, cost="'Infinity'"),
    "an edge that costs less than nothing": edge(_LINE, cost="'-Infinity'"),
    "an edge on a level beyond all numbers": edge(_LINE, level="1e308", target_level="-1e308"),
    "an edge on endless levels": edge(_LINE, level="'Infinity'", target_level="'NaN'"),
    "an edge of no width and all slopes": edge(_LINE, width="'-Infinity'", slope="'Infinity'"),
    "an edge between the last nodes": edge(_LINE, source=str(2**31 - 1), target=str(-(2**31))),
    "an edge of no length": edge(shape("LINESTRING(13.001 51,13.001 51)")),
    "an edge around the earth": edge(shape("LINESTRING(-180 0,180 0)")),
    "an edge between the poles": edge(shape("LINESTRING(0 90,0 -90)")),
    "an edge to the antipodes": edge(shape("LINESTRING(13 51,-167 -51)")),
    "an edge on null island": edge(shape("LINESTRING(0 0,0.0001 0)")),
    "a lift without floors": insert("nav_edges_final", kind="'lift'", wkb_geometry=_LINE),
    "a space without a place": insert("spaces", display_point="'SRID=4326;POINT EMPTY'"),
    "a space on no level": insert("spaces", level="'NaN'", category="'office'"),
    "a space on a level beyond all numbers": insert("spaces", level="1e308", category="'office'"),
    "a space with names that are none": insert("spaces", names="'[1, null]'"),
    "a space with names in names": insert("spaces", names=_DEEP),
    "a door with properties in properties": insert("openings", properties=_DEEP),
    "a door between tables of spaces": insert("openings", space_ids="'{{{{1,2}},{{2,1}}}}'"),
    "a door between spaces that are counted otherwise": insert("openings", space_ids="'[5:6]={{1,2}}'"),
    "a door between no spaces": insert("openings", space_ids="'{{NULL,NULL}}'"),
    "a level without a name": insert("levels", names="NULL", level="'NaN'"),
    "a room that is nowhere": insert("room_points", text="NULL", wkb_geometry="'SRID=4326;POINT EMPTY'"),
    "a node in no space": insert("nav_nodes", space_id="2147483647", wkb_geometry="'SRID=4326;POINT EMPTY'"),
}


@pytest.fixture
def street(house):
    """The house in a street of edges, so that it is not odd itself beside a few odd rows."""
    house.execute(
        "INSERT INTO nav_edges_final (ogc_fid, level, kind, wkb_geometry) SELECT 100 + step, 0, 'walk',"
        " ST_SetSRID(ST_MakeLine(ST_MakePoint(13 + step * 1e-5, 51.001),"
        " ST_MakePoint(13 + (step + 1) * 1e-5, 51.001)), 4326) FROM generate_series(0, 199) AS step"
    )
    return house


def spoil(house, statements) -> list[int]:
    """Run ``statements``, and return the keys of their rows."""
    keys = list(range(900, 900 + len(statements)))
    for key, statement in zip(keys, statements, strict=True):
        house.execute(statement.format(key=key))
    return keys


def ask(service: SnapshotService):
    state = service.get_snapshot()
    answer = make_route(state, ASKED, find_routes(state, ASKED))
    return {name: answer[name] for name in ("distance_meters", "duration_seconds", "route")}


def check_that_they_are_left_out(house, statements, caplog, capsys) -> None:
    right = ask(SnapshotService())
    keys = spoil(house, statements)
    with caplog.at_level(logging.WARNING):
        service = SnapshotService()
        assert ask(service) == right
    state = service.get_snapshot()
    assert sorted(problem.key for problem in state.problems) == keys
    assert not [one for one in list_closures(state, state.since) if one["id"] in keys]
    layers = Counter(problem.layer for problem in state.problems)
    for layer, count in layers.items():
        name = "interactive_maps_routing_rows_left_out"
        assert REGISTRY.get_sample_value(name, {"layer": layer}) == count
        assert any(f"{count} rows of {layer}: " in message for message in caplog.messages)
    routing.service.forget()
    with pytest.raises(SystemExit) as ending:
        call_command("check_graph", "--json")
    routing.service.forget()
    assert ending.value.code == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    for problem in state.problems:
        (finding,) = [
            one
            for one in found
            if one["what"].endswith(f": {problem.what}")
            and problem.key in [key for example in one["examples"] for key in example.values()]
        ]
        assert finding["count"] >= 1


def check_that_nothing_changes(house, statements) -> None:
    right = ask(SnapshotService())
    spoil(house, statements)
    found = ask(SnapshotService())
    assert found["distance_meters"] == pytest.approx(right["distance_meters"], abs=0.01)
    assert found["route"]["coordinates"][-1] == pytest.approx(right["route"]["coordinates"][-1], abs=1e-6)


def test_bad_rows_are_left_out_and_told(street, caplog, capsys):
    check_that_they_are_left_out(street, LEFT_OUT.values(), caplog, capsys)


def test_odd_rows_change_nothing_for_others(street):
    check_that_nothing_changes(street, TAKEN_AS_THEY_CAN_BE.values())


@pytest.mark.nightly
@pytest.mark.parametrize("statement", LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_bad_row_is_left_out_and_told(street, statement, caplog, capsys):
    check_that_they_are_left_out(street, [statement], caplog, capsys)


@pytest.mark.nightly
@pytest.mark.parametrize("statement", TAKEN_AS_THEY_CAN_BE.values(), ids=TAKEN_AS_THEY_CAN_BE)
def test_an_odd_row_changes_nothing_for_others(street, statement):
    check_that_nothing_changes(street, [statement])


def test_a_bad_closure_is_told_once_and_forgotten_when_it_is_mended(house, caplog):
    service = SnapshotService()
    ask(service)
    spoil(house, [closure(starts_at="'294276-01-01'")])
    with caplog.at_level(logging.WARNING):
        ask(service)
        house.execute("INSERT INTO closures (kind, target_id) VALUES ('opening', 8)")
        ask(service)
    assert len([message for message in caplog.messages if "closures" in message]) == 1
    house.execute("DELETE FROM closures WHERE ogc_fid = 900")
    assert service.get_snapshot().problems == ()
    assert REGISTRY.get_sample_value("interactive_maps_routing_rows_left_out", {"layer": "closures"}) == 0


async def test_readiness_covers_routes(house, monkeypatch):
    from interactive_maps.ops.health import run_checks

    routing.service.forget()
    spoil(house, [closure(starts_at="'294276-01-01'")])
    await asyncio.to_thread(
        routing.service.get_snapshot
    )  # a check has few seconds, and a busy machine needs them
    checks = {finding.name: finding.problem for finding in await run_checks()}
    assert checks["routing"] == ""
    house.execute("ALTER TABLE nav_edges_final RENAME TO elsewhere")
    try:
        checks = {finding.name: finding.problem for finding in await run_checks()}
        assert "nav_edges_final" in checks["routing"]
    finally:
        house.execute("ALTER TABLE elsewhere RENAME TO nav_edges_final")
        routing.service.forget()

"""What those who run the server see of it: a line a request, ids that go through, metrics of all workers."""

import contextlib
import json
import os
import re
import signal
import time
from pathlib import Path

import httpx
import psutil
import pytest
import yaml

from tests.databases import ROOT
from tests.e2e.conftest import ROOMS
from tests.e2e.connections import Connection
from tests.e2e.scrapes import read_samples
from tests.e2e.servers import APPLICATION, run_server

OURS = [
    "gunicorn",
    "-c",
    "deploy/gunicorn.conf.py",
    "--workers",
    "2",
    "--bind",
    "127.0.0.1:{port}",
    APPLICATION,
]
GUIDE = [
    *("gunicorn", "--worker-class", "uvicorn.workers.UvicornWorker", "--workers", "2"),
    *("--bind", "127.0.0.1:{port}", "--access-logfile", "-", "--error-logfile", "-", APPLICATION),
]
UVICORN = ["uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--workers", "2", APPLICATION]
ONE = ["uvicorn", "--host", "127.0.0.1", "--port", "{port}", APPLICATION]


@pytest.fixture(scope="module")
def server(filled):
    settings = {"STREAM_SEND_TIMEOUT_SECONDS": "1", "WORKER_CONCURRENCY": "4"}
    with run_server(filled, ONE, settings=settings) as server:
        yield server


def read_lines(server):
    return [json.loads(line) for line in server.log.read_text().splitlines()]


def wait_for_line(server, name, seconds=6.0):
    """Return the line of the request with the id ``name``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for line in read_lines(server):
            if line["logger"] == "interactive_maps.requests" and line["request_id"] == name:
                return line
        time.sleep(0.05)
    raise AssertionError(f"no line of {name}:\n{server.log.read_text()}")


def ask(server, target, name, **headers):
    with Connection(server.port) as connection:
        connection.request(target, {"X-Request-ID": name} | headers)
        return connection.read_answer()


@contextlib.contextmanager
def stalled(server, name, target="/api/base-floor/"):
    """A client that has its answer's head and reads no further."""
    with Connection(server.port, receive_buffer=4096) as connection:
        connection.request(target, {"X-Request-ID": name})
        connection.read_head()
        yield connection


def test_a_complete_stream_is_one_line_that_says_all_of_it(server):
    answer = ask(
        server, "/api/rooms/?level=1", "whole", **{"Accept-Encoding": "gzip", "User-Agent": "reader/1"}
    )
    line = wait_for_line(server, "whole")
    assert {
        "level": "INFO",
        "client": "127.0.0.1",
        "method": "GET",
        "path": "/api/rooms/",
        "query": "level=1",
        "route": "rooms",
        "status": 200,
        "bytes": len(answer.body),
        "encoding": "gzip",
        "batches": 1,
        "user_agent": "reader/1",
        "ended": "complete",
    }.items() <= line.items()
    assert 0 < line["first_event_ms"] <= line["total_ms"]
    ask(server, "/api/rooms/", "three")
    assert wait_for_line(server, "three")["batches"] == -(-ROOMS // 500)
    assert [line["request_id"] for line in read_lines(server) if "request_id" in line].count("whole") == 1


def test_pages_and_refusals_have_their_lines_too(server):
    page = ask(server, "/api/rooms/?limit=5", "page")
    assert wait_for_line(server, "page")["bytes"] == len(page.body)
    assert ask(server, "/api/rooms/?limit=x", "wrong").status == 400
    assert ask(server, "/nowhere", "nowhere").status == 404
    assert [wait_for_line(server, name)["ended"] for name in ("page", "wrong", "nowhere")] == [
        "complete",
        "refused",
        "refused",
    ]
    assert wait_for_line(server, "nowhere")["route"] == "unmatched"
    assert {line["logger"] for line in read_lines(server)} <= {"interactive_maps.requests", "uvicorn.error"}


def test_a_client_that_leaves_is_no_error(server):
    with stalled(server, "left") as client:
        client.read_chunk()
    line = wait_for_line(server, "left")
    assert (line["level"], line["ended"]) == ("INFO", "client_left")
    assert 0 < line["bytes"] < 4_000_000


def test_a_client_that_stops_reading_is_told_apart(server):
    with stalled(server, "stalled"):
        line = wait_for_line(server, "stalled")
    assert (line["level"], line["ended"]) == ("INFO", "stopped_reading")


def test_the_end_of_a_short_answer_that_nobody_reads_is_waited_for(server):
    # All of it is in the buffers at once: the server has long made it when the client is given up.
    with stalled(server, "short", "/api/base-floor/?bbox=13.7,51,13.8,51.0000225"):
        time.sleep(0.5)
        assert not [line for line in read_lines(server) if line.get("request_id") == "short"]
        assert wait_for_line(server, "short")["ended"] == "stopped_reading"


def test_ids_go_through_and_are_answered_on_everything(server):
    for target in ("/api/rooms/", "/api/rooms/?limit=1", "/nowhere", "/api/rooms/?limit=x", "/api/health/"):
        assert ask(server, target, "trace.7-a").headers["x-request-id"] == "trace.7-a"
    made = {
        ask(server, "/api/health/", asked).headers["x-request-id"] for asked in ("two words", "x" * 65, "ü")
    }
    assert len(made) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in made)


def test_nobody_writes_lines_into_our_log(server):
    forged = '%0A{"level":"FAKE","logger":"interactive_maps.requests","request_id":"forged"}'
    headers = {"User-Agent": '"}\t{"level":"FAKE"} \x7f', "X-Request-ID": "forger"}
    with Connection(server.port) as connection:
        connection.request(f"/{forged}?q={forged}", {**headers, "User-Agent": headers["User-Agent"][:-1]})
        connection.read_answer()
    assert wait_for_line(server, "forger")["status"] == 404
    assert not [line for line in read_lines(server) if line["level"] == "FAKE"]


def test_health_and_metrics_are_not_logged(server):
    for target in ("/api/health/", "/api/health/live/", "/api/health/ready/", "/metrics"):
        assert ask(server, target, "routine").status == 200
    ask(server, "/api/rooms/?limit=1", "after")
    wait_for_line(server, "after")
    assert not [line for line in read_lines(server) if line.get("request_id") == "routine"]


def test_one_worker_takes_so_many_requests_and_health_still_answers(server):
    with contextlib.ExitStack() as stack:
        for number in range(4):
            stack.enter_context(stalled(server, f"full-{number}"))
        answer = ask(server, "/api/rooms/?limit=1", "one-too-many")
        assert (answer.status, json.loads(answer.body)["code"]) == (503, "busy")
        assert int(answer.headers["retry-after"]) > 0
        assert ask(server, "/api/health/live/", "alive").status == 200
        assert read_samples(server)['interactive_maps_refusals_total{limit="worker_concurrency"}'] == 1
        assert read_samples(server)["interactive_maps_open_streams"] == 4
    line = wait_for_line(server, "one-too-many")
    assert (line["level"], line["ended"]) == ("WARNING", "refused")
    for number in range(4):
        wait_for_line(server, f"full-{number}")  # then there is room for the next test


def test_metrics_are_for_those_who_ask_directly(server, filled):
    assert ask(server, "/metrics", "a", **{"X-Forwarded-For": "10.0.0.1"}).status == 403
    assert httpx.post(f"{server.address}/metrics").status_code == 405
    with run_server(filled, settings={"METRICS_ALLOWED": "192.0.2.0/24"}) as closed:
        refused = httpx.get(f"{closed.address}/metrics")
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_everything_that_the_dashboard_and_the_alerts_ask_for_is_there(server, filled):
    filled.run("INSERT INTO import_tally VALUES ('published', 3, 1.5, now()), ('failed', 1, 0.5, now())")
    for target in ("/api/rooms/", "/api/base-floor/?level=2"):
        ask(server, target, "fill")
    wait_for_line(server, "fill")
    time.sleep(1.2)  # what is sampled
    samples = read_samples(server)
    names = {name.partition("{")[0] for name in samples}
    asked = set()
    for file in ("deploy/grafana/dashboard.json", "deploy/prometheus/alerts.yaml"):
        text = Path(ROOT / file).read_text()
        assert (json.loads if file.endswith("json") else yaml.safe_load)(text)
        asked |= set(re.findall(r"interactive_maps_\w+", text))
    assert len(asked) > 20
    assert asked <= names, asked - names
    assert 'interactive_maps_batch_seconds_bucket{layer="rooms",le="0.5"}' in samples
    assert samples['interactive_maps_import_runs_total{result="published"}'] == 3
    version = filled.fetch("SELECT version FROM layer_version WHERE layer = 'rooms'")[0][0]
    assert samples['interactive_maps_layer_version{layer="rooms"}'] == version
    described = re.findall(r"`(interactive_maps_\w+)", (ROOT / "docs/reference/metrics.md").read_text())
    documented = set(described)
    assert {re.sub("_(bucket|sum|count)$", "", name) for name in names} <= documented


def test_a_database_that_is_away_is_the_servers_failure(filled):
    with run_server(filled, ONE, settings={"POSTGRES_PORT": "1"}) as server:
        assert ask(server, "/api/rooms/?limit=1", "away").status == 503
        line = wait_for_line(server, "away")
        assert (line["level"], line["ended"]) == ("WARNING", "failed")
        samples = read_samples(server)
        assert samples['interactive_maps_check_ok{check="map"}'] == 0
        assert not [name for name in samples if "layer_version" in name]


def occupy_both_workers(server):
    """Ask for pages until both workers have answered some, and return how many there were."""
    for number in range(1, 400):
        ask(server, "/api/rooms/?limit=1", f"page-{number}")
        if number >= 30 and len({line["process"] for line in read_requests(server)}) == 2:
            return number
        time.sleep(0.01)
    raise AssertionError("one worker has answered everything")


def find_streaming_worker(server):
    """Return the number of a worker that has a stream open: it holds a connection that has not been closed."""
    for child in psutil.Process(server.process.pid).children():
        established = [one for one in child.net_connections("tcp") if one.status == psutil.CONN_ESTABLISHED]
        if any(one.laddr.port == server.port for one in established):
            return child.pid
    raise AssertionError("nobody has a stream open")


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(OURS, id="ours"),
        pytest.param(GUIDE, id="guide", marks=pytest.mark.nightly),  # other servers'
        pytest.param(UVICORN, id="uvicorn", marks=pytest.mark.nightly),
    ],
)
def test_any_worker_answers_for_all_and_for_the_dead(filled, command):
    rooms = 'interactive_maps_requests_total{ended="complete",method="GET",route="rooms",status="200"}'
    count = 'interactive_maps_request_seconds_count{route="rooms"}'
    with run_server(filled, command) as server, contextlib.ExitStack() as stack:
        asked = occupy_both_workers(server)
        for number in range(8):
            stack.enter_context(stalled(server, f"s{number}"))
        for _ in range(6):  # whoever answers
            samples = read_samples(server)
            assert (samples[rooms], samples[count]) == (asked, asked)
            assert samples["interactive_maps_open_streams"] == 8
        os.kill(find_streaming_worker(server), signal.SIGKILL)
        deadline = time.monotonic() + 8
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, httpx.TransportError, KeyError):
                samples = read_samples(server)
                if samples["interactive_maps_open_streams"] < 8:
                    break
            time.sleep(0.1)
        assert samples["interactive_maps_open_streams"] < 8
        assert (samples[rooms], samples[count]) == (asked, asked)
        text = server.log.read_text()
        # The guide asks for gunicorn's access log, and gets it; uvicorn's own would only double ours.
        assert ('"GET /api/rooms/?limit=1 HTTP/1.1" 200' in text) == (command is GUIDE)


def read_requests(server):
    """Return our lines among all others."""
    lines = [line for line in server.log.read_text().splitlines() if line.startswith("{")]
    return [line for line in map(json.loads, lines) if line.get("logger") == "interactive_maps.requests"]

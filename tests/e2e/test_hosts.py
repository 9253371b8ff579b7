"""By which names the server answers: by those of ALLOWED_HOSTS, and to machines that watch it by any."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.databases import ROOT
from tests.e2e.connections import Connection
from tests.e2e.servers import APPLICATION, find_free_port, run_server

WATCHED = ("/api/health/", "/api/health/live/", "/api/health/ready/", "/metrics")
NAMES = (
    "10.1.2.3",
    "10.1.2.3:8000",
    "[fe80::1]:8000",
    "localhost:8000",
    "anything.example",
    "no host at all",
    "",
)


@pytest.fixture(scope="module")
def guarded(filled):
    """A server that answers to the names of the deployment guide."""
    settings = {"ALLOWED_HOSTS": "yourdomain.com,www.yourdomain.com", "SSL_REDIRECT": "1"}
    command = ["uvicorn", APPLICATION, "--host", "127.0.0.1", "--port", "{port}", "--log-level", "warning"]
    with run_server(filled, command, settings=settings) as server:
        yield server


def ask(server, target, name):
    with Connection(server.port) as connection:
        connection.send(f"GET {target} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
        return connection.read_answer()


@pytest.mark.parametrize("path", WATCHED)
def test_machines_are_answered_by_any_name(guarded, path):
    assert [ask(guarded, path, name).status for name in NAMES] == [200] * len(NAMES)


@pytest.mark.parametrize("path", ["/api/rooms/?limit=1", "/api/health/zzz", "/api/health"])
def test_the_api_names_the_host_that_is_not_allowed(guarded, path):
    answer = ask(guarded, path, "10.1.2.3:8000")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    error = json.loads(answer.body)
    assert error == {"detail": "Host '10.1.2.3:8000' is not in ALLOWED_HOSTS.", "code": "unknown_host"}


@pytest.mark.parametrize("path", ["/", "/rooms/", "/metricsfoo", "/static/viewer/app.js"])
def test_pages_say_it_as_text_that_nobody_runs(guarded, path):
    answer = ask(guarded, path, "<script>alert('x')</script>" + "x" * 1000)
    assert (answer.status, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"<" not in answer.body
    assert b"is not in ALLOWED_HOSTS" in answer.body
    assert len(answer.body) < 200


def test_the_guides_own_command_works(guarded):
    done = subprocess.run(
        ["curl", "-sS", "-f", f"http://localhost:{guarded.port}/api/health/"],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)) == (0, {"ok": True}), done.stderr


def check_health(bind):
    done = subprocess.run(
        [sys.executable, "deploy/healthcheck.py"],
        cwd=ROOT,
        env={**os.environ, "BIND": bind, "ALLOWED_HOSTS": "yourdomain.com"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    return done.returncode, done.stderr


def test_the_health_check_finds_the_server_where_it_listens(guarded, filled, tmp_path):
    port = guarded.port
    for bind in (
        f"127.0.0.1:{port}",
        f"0.0.0.0:{port}",
        f":{port}",
        f"tcp://localhost:{port}",
        f"0.0.0.0:{port},[::]:1",
    ):
        assert check_health(bind) == (0, ""), bind
    for bind in (f"127.0.0.1:{find_free_port()}", f"unix:{tmp_path}/nobody"):
        assert check_health(bind) == (1, ""), bind
    code, said = check_health("nonsense:here:there")
    assert code == 1
    assert said.startswith("BIND is 'nonsense:here:there'; accepted are")


@pytest.mark.parametrize(
    "form",
    [
        "unix:{path}",
        "[::]:{port}",
        *(pytest.param(form, marks=pytest.mark.nightly) for form in ("unix://{path}", "[::1]:{port}")),
    ],
)
def test_the_health_check_finds_what_gunicorn_binds(filled, tmp_path, form):
    bind = form.format(path=tmp_path / "socket", port=find_free_port())
    words = ["gunicorn", APPLICATION, "--worker-class", "interactive_maps_backend_config.worker.MapWorker"]
    with run_server(filled, [*words, "--bind", bind, "--bind", "127.0.0.1:{port}"]) as server:
        assert check_health(bind) == (0, ""), server.log.read_text()

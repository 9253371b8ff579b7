"""What a server tells browsers and strangers, and what it refuses to tell."""

import asyncio
import os
import socket
import subprocess
import sys

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.databases import ROOT
from tests.e2e.connections import Connection
from tests.e2e.servers import APPLICATION, run_server

PRODUCTION = {
    "DEBUG": "False",
    "SECRET_KEY": "a-secret-key-for-this-test-only-0123456789abcdefghij",
    "ALLOWED_HOSTS": "maps.example.org",
    "POSTGRES_HOST": "127.0.0.1",
}
ORIGIN = "https://www.example.org"
GUNICORN = [
    *(
        "gunicorn",
        "--worker-class",
        "uvicorn.workers.UvicornWorker",
        "--bind",
        "127.0.0.1:{port}",
        APPLICATION,
    ),
]
STYLES = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui.css"
PATHS = ["/api/rooms/", "/api/rooms/?limit=1", "/api/docs/", "/api/nothing/", STYLES]


def manage(environment, *arguments):
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=bare | environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_checks_for_deployment_find_nothing():
    done = manage(PRODUCTION, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    # It would find something: the checks do run.
    done = manage(PRODUCTION | {"SECRET_KEY": "short"}, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 1
    assert "security.W009" in done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"RATE_LIMIT": "many"},
        {"REDIS_URL": "localhost:6379"},
        {"CORS_ALLOWED_ORIGINS": "www.example.org"},
        {"BASEMAP_STYLE_URL": "style.json"},
        *(  # read by the same functions
            pytest.param({name: value}, marks=pytest.mark.nightly)
            for name, value in (
                ("RATE_LIMIT", "0/minute"),
                ("STREAMS_PER_ADDRESS", "-1"),
                ("CORS_ALLOWED_ORIGINS", "https://www.example.org/"),
                ("HSTS_SECONDS", "-1"),
            )
        ),
    ],
)
def test_a_wrong_setting_is_one_clear_sentence(environment):
    done = manage(PRODUCTION | environment, "check")
    assert done.returncode != 0
    assert next(iter(environment)) in done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_says_what_browsers_may_do_with_it(server, path):
    with httpx.stream("GET", server.address + path) as answer:
        headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert path == STYLES or headers["x-frame-options"] == "DENY"
    assert "camera=()" in headers["permissions-policy"]
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "http" not in headers["content-security-policy"], "an outside host"
    assert "access-control-allow-origin" not in headers
    assert "set-cookie" not in headers
    assert "strict-transport-security" not in headers, "nothing is promised over plain http"


def test_no_answer_names_the_server(server, filled):
    with run_server(filled, GUNICORN) as other:
        for one in (server, other):
            check_no_name(one)


def check_no_name(server):
    with httpx.Client(base_url=server.address) as client:
        for path in (*PATHS, "/api/health/"):
            with client.stream("GET", path) as answer:
                assert answer.headers.keys() & {"server", "x-powered-by", "via"} == set()
        answer = client.post("/api/rooms/", content=b"x" * (2**20 + 1))
        assert answer.status_code == 413
        assert "server" not in answer.headers


def test_https_is_believed_of_a_trusted_proxy_and_then_kept_to(filled):
    settings = {"FORWARDED_ALLOW_IPS": "127.0.0.1", "SSL_REDIRECT": "True"}
    with run_server(filled, settings=settings) as server, httpx.Client(base_url=server.address) as client:
        secure = client.get("/api/rooms/?limit=1", headers={"X-Forwarded-Proto": "https"})
        assert secure.status_code == 200
        assert secure.headers["strict-transport-security"] == "max-age=31536000"
        assert secure.headers["link"].startswith("<https://")
        plain = client.get("/api/rooms/?limit=1")
        assert plain.status_code == 301
        assert plain.headers["location"].startswith("https://127.0.0.1")
        assert client.get("/api/health/").status_code == 200, "load balancers ask over http"
    with run_server(filled, settings=settings | {"FORWARDED_ALLOW_IPS": "127.0.0.9"}) as server:
        forged = httpx.get(f"{server.address}/api/rooms/?limit=1", headers={"X-Forwarded-Proto": "https"})
        assert forged.status_code == 301
        assert "strict-transport-security" not in forged.headers


# --- other sites' pages -------------------------------------------------------------------------------

PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "last-event-id",
}


@pytest.fixture(scope="module")
def sharing(filled):
    """A server whose answers one other site's pages may read; it soon refuses."""
    settings = {"CORS_ALLOWED_ORIGINS": f"{ORIGIN},http://localhost:3000", "RATE_LIMIT": "20/hour"}
    with run_server(filled, settings=settings) as server:
        yield server


def test_pages_of_an_allowed_origin_may_read_every_answer(sharing):
    with httpx.Client(base_url=sharing.address, headers={"Origin": ORIGIN}) as client:
        for path in ("/api/rooms/?limit=1", "/api/rooms/?limit=0", "/api/nothing/"):
            answer = client.get(path)
            assert answer.headers["access-control-allow-origin"] == ORIGIN
            exposed = answer.headers["access-control-expose-headers"].split(", ")
            assert {"ETag", "Link", "Retry-After", "X-Request-ID"} <= set(exposed)
            assert "Origin" in answer.headers["vary"]
            assert "access-control-allow-credentials" not in answer.headers
        with client.stream("GET", "/api/rooms/") as stream:
            assert stream.headers["access-control-allow-origin"] == ORIGIN
            assert {"Accept-Encoding", "Origin"} <= set(stream.headers["vary"].split(", "))
        answer = client.options("/api/rooms/", headers=PREFLIGHT)
        assert answer.status_code == 204
        assert "GET" in answer.headers["access-control-allow-methods"]
        asked_with = answer.headers["access-control-allow-headers"].split(", ")
        assert {"Last-Event-ID", "Cache-Control", "Content-Type", "If-None-Match"} <= set(asked_with)
        assert client.options("/api/rooms/").status_code == 405, "no preflight, just a method"
        refused = next(
            answer for _ in range(30) if (answer := client.get("/api/rooms/?limit=1")).status_code == 429
        )
        assert refused.headers["access-control-allow-origin"] == ORIGIN
        assert "Retry-After" in refused.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "https://www.example.org.evil.example", "null", "HTTPS://WWW.EXAMPLE.ORG", "*"],
)
def test_pages_of_any_other_origin_may_not(sharing, origin):
    transport = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=sharing.address, transport=transport, headers={"Origin": origin}) as client:
        assert "access-control-allow-origin" not in client.get("/api/rooms/?limit=1").headers
        answer = client.options("/api/rooms/", headers=PREFLIGHT | {"Origin": origin})
        assert answer.status_code == 204
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_without_cors_a_preflight_is_answered_and_allows_nothing(server):
    with httpx.Client(base_url=server.address) as client:
        for path in ("/api/rooms/", "/api/route/", STYLES):
            answer = client.options(path, headers=PREFLIGHT)
            assert (answer.status_code, answer.content) == (204, b"")
            assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert client.options("/api/rooms/").status_code == 405, "no preflight, just a method"
        assert client.options("/", headers=PREFLIGHT).status_code == 405
        evil = PREFLIGHT | {"Host": "evil.example"}
        assert client.options("/api/rooms/", headers=evil).status_code == 400


@pytest.fixture(scope="module")
def generous(filled):
    """A server whose answers any site's pages may read."""
    with run_server(filled, settings={"CORS_ALLOWED_ORIGINS": "*", "ADMIN": "1"}) as server:
        yield server


def test_pages_and_metrics_are_shared_with_nobody(generous):
    with httpx.Client(base_url=generous.address, headers={"Origin": ORIGIN}) as client:
        for path in ("/", "/rooms/", "/admin/login/", "/admin/", "/metrics", "/apix/", "//api/rooms/"):
            answer = client.get(path)
            assert not [name for name in answer.headers if name.startswith("access-control-")], path
            assert client.options(path, headers=PREFLIGHT).status_code != 204, path
        for path in (STYLES, "/api/health/", "/api/nothing/"):
            assert client.get(path).headers["access-control-allow-origin"] == "*"


def test_all_origins_may_where_that_is_said(generous):
    answer = httpx.get(f"{generous.address}/api/rooms/?limit=1", headers={"Origin": "null"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert httpx.options(f"{generous.address}/api/rooms/", headers=PREFLIGHT).status_code == 204
    with httpx.stream("GET", f"{generous.address}/api/rooms/") as answer:
        assert answer.headers["vary"] == "Accept-Encoding"


# --- what is not there --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin", "/static/admin/css/base.css"])
def test_there_is_no_administration_by_default(server, path):
    answer = (
        httpx.post(f"{server.address}{path}")
        if path.endswith("login/")
        else httpx.get(f"{server.address}{path}")
    )
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


# --- what is not spoken -------------------------------------------------------------------------------


def test_who_leaves_in_the_middle_of_a_file_leaves_no_trace(server):
    size = len(httpx.get(f"{server.address}{STYLES}", headers={"Accept-Encoding": "identity"}).content)
    for share in (0, 0.3, 0.6, 1) * 25:
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(f"GET {STYLES} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            left = int(share * size)
            while left > 0:
                left -= len(client.recv(min(left, 65536)))
    assert httpx.get(f"{server.address}{STYLES}").status_code == 200
    log = server.log.read_text()
    assert "Traceback" not in log, log[log.index("Traceback") - 300 :][:3000]


def test_a_websocket_is_refused_without_a_trace(server):
    async def knock():
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://127.0.0.1:{server.port}/api/rooms/", origin="https://evil.example")
        return refused.value.response.status_code

    assert asyncio.run(knock()) == 403
    log = server.log.read_text()
    assert "Traceback" not in log, log[log.index("Traceback") - 300 :][:3000]


def test_an_answer_to_what_is_not_http_has_no_details(server):
    with Connection(server.port, timeout=5) as connection:
        connection.send(b"\x16\x03\x01 no\r\n\r\n")
        assert b"python" not in connection.socket.recv(65536).lower()

"""What docs/how-to/deploy.md promises to look like when something is set up wrongly, brought about on purpose."""

import contextlib
import itertools
import re
import time

import httpx
import pytest

from tests.databases import ROOT, Database
from tests.e2e.production.nginx import make_nginx, run_command
from tests.e2e.production.parts import Part
from tests.e2e.production.test_chain import lock_rooms
from tests.e2e.servers import find_free_port, run_server

_numbers = itertools.count(1)
BARE = (
    "pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; proxy_temp_path"
    " {folder}/p; client_body_temp_path {folder}/b; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;"
    " scgi_temp_path {folder}/s; server {{ listen 127.0.0.1:{port}; location / {{"
    " proxy_pass http://127.0.0.1:{backend}; proxy_http_version 1.1; proxy_set_header Host localhost; {more} }} }} }}"
)


@pytest.fixture
def proxy(stack, tmp_path):
    """A function that runs a simple nginx with ``more`` in its location, and returns its address."""
    parts = []

    def run(more):
        port = find_free_port()
        text = BARE.format(folder=tmp_path, port=port, backend=stack.backend.port, more=more)
        (tmp_path / "nginx.conf").write_text(text)
        parts.append(Part("nginx", tmp_path, port, run_command(tmp_path / "nginx.conf")))
        parts[0].start()
        return f"http://127.0.0.1:{port}"

    yield run
    for part in parts:
        part.kill()


def make_target():
    """Return a stream that nobody asked for before, so that it has to wait for the rooms."""
    return f"/api/rooms/?bbox={next(_numbers) / 1000},50,15,52"


def read_for(address, seconds):
    """Return what of a waiting stream arrives within that time, compressed on its way or not."""
    received = b""
    deadline = time.monotonic() + seconds
    with (
        contextlib.suppress(httpx.ReadTimeout),
        httpx.stream("GET", address, headers={"Accept-Encoding": "gzip"}, timeout=seconds) as response,
    ):
        for chunk in response.iter_bytes():
            received += chunk
            if time.monotonic() > deadline:
                break
    return received


COMPRESSING = "gzip on; gzip_types text/event-stream; gzip_proxied any; proxy_set_header Accept-Encoding '';"


def test_a_proxy_that_compresses_into_a_buffer_holds_everything_back(stack, proxy):
    """Buffering alone did not, in nginx 1.22: it passes on what it has when the backend pauses."""
    address = proxy(f"{COMPRESSING} proxy_ignore_headers X-Accel-Buffering;")
    with lock_rooms(stack):
        assert read_for(address + make_target(), 1.5) == b""


def test_our_header_lets_even_that_proxy_pass_each_event_on(stack, proxy):
    address = proxy(COMPRESSING)
    with lock_rooms(stack):
        assert read_for(address + make_target(), 3).count(b":") > 2


def test_a_proxy_that_waits_for_less_than_a_heartbeat_cuts_streams_off(stack, proxy):
    address = proxy("proxy_read_timeout 200ms;")
    with lock_rooms(stack):
        for _ in range(20):
            try:
                answer = httpx.get(address + make_target(), timeout=5)
            except httpx.RemoteProtocolError:
                return
            assert answer.status_code == 504  # on a busy machine the stream had not even begun by then
    pytest.fail("no stream was cut off")


def test_a_host_that_is_not_allowed_gets_400_for_everything(stack):
    answer = httpx.get(
        f"http://127.0.0.1:{stack.backend.port}/api/rooms/", headers={"Host": "maps.example.org"}
    )
    assert answer.status_code == 400
    assert answer.json()["detail"] == "Host 'maps.example.org' is not in ALLOWED_HOSTS."


def test_behind_an_unknown_load_balancer_all_clients_are_one(stack, tmp_path):
    limits = {"NGINX_REQUEST_RATE": "1r/m", "NGINX_REQUEST_BURST": "1"}
    for trusted, expected in (("unix:", 429), ("127.0.0.1", 200)):
        folder = tmp_path / trusted
        folder.mkdir()
        variables = limits | {"NGINX_TRUSTED_PROXY": trusted}
        nginx = make_nginx(folder, [stack.backend.port], stack.certificate, variables)
        try:
            answers = [
                httpx.get(
                    f"https://localhost:{nginx.port}/api/health/",
                    verify=stack.tls,
                    headers={"X-Forwarded-For": f"203.0.113.{number}"},
                ).status_code
                for number in range(1, 6)
            ]
        finally:
            nginx.kill()
        assert answers[-1] == expected


def test_a_database_without_tables_is_told_apart(stack):
    empty = Database("empty", stack.database.environment)
    empty.create(migrate=False)
    with run_server(empty) as server:
        answer = httpx.get(f"{server.address}/api/rooms/?limit=1")
    assert answer.status_code == 503
    assert answer.json()["code"] == "not_prepared"


def test_a_replica_in_use_has_to_be_made_anew_from_nothing(stack):
    """replica.sh leaves a cluster that is there as it is: it may have been promoted."""
    marker = stack.replica.folder / "data" / "kept"
    marker.touch()
    stack.replica.restart()
    assert marker.exists()
    assert not (stack.replica.folder / "data.copying").exists()


def test_each_row_of_the_table_names_a_test_that_is_there():
    text = (ROOT / "docs/how-to/deploy.md").read_text()
    table = text[text.index("## When something is wrong") :]
    rows = [
        row
        for row in table.splitlines()
        if row.startswith("| ") and not row.startswith(("| ---", "| symptom"))
    ]
    assert len(rows) > 8
    for row in rows:
        found = re.search(r"<!-- (\S+\.py) (\w+) -->", row)
        assert found, row
        assert f"def {found[2]}(" in (ROOT / "tests" / found[1]).read_text()

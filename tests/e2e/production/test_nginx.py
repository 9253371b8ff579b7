"""What nginx does before and around the backends: redirects, headers, limits, errors, static files."""

import gzip
import json
import re
import subprocess
import time

import httpx
import pytest

from tests.e2e.connections import Connection
from tests.e2e.production.images import read_environment
from tests.e2e.production.nginx import make_nginx, run_command
from tests.e2e.production.rendering import DEPLOY, list_variables, render
from tests.e2e.servers import find_free_port

TEMPLATES = sorted((DEPLOY / "nginx/templates").glob("*.template"))


@pytest.fixture
def client(stack):
    with stack.open_client() as client:
        yield client


def read_access_log(nginx, request_id):
    """Return the line about that request, which is written when the answer is."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        for text in (nginx.folder / "access.log").read_text().splitlines():
            if (line := json.loads(text))["request_id"] == request_id:
                return line
        time.sleep(0.02)
    raise AssertionError(f"nothing about {request_id}")


def test_the_images_defaults_are_a_valid_configuration(stack, tmp_path):
    values = read_environment("nginx")
    assert set().union(*map(list_variables, TEMPLATES)) <= set(values), "each has a default"
    values |= {
        "NGINX_HOME": str(tmp_path),
        "NGINX_CERTIFICATE": str(stack.certificate.certificate),
        "NGINX_CERTIFICATE_KEY": str(stack.certificate.key),
        "NGINX_BACKENDS": "server 127.0.0.1:8000 max_fails=3 fail_timeout=5s;",  # no name server here
    }
    for template in TEMPLATES:
        render(template, tmp_path / template.stem, values)
    done = subprocess.run(
        [*run_command(tmp_path / "nginx.conf"), "-t"], capture_output=True, text=True, timeout=20, check=False
    )
    assert "syntax is ok" in done.stderr, done.stderr
    assert not re.search("emerg|conflicting|duplicate", done.stderr), done.stderr


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_are_filled_in_as_the_image_does_it(template, tmp_path):
    values = read_environment("nginx")
    names = " ".join(f"${{{name}}}" for name in values if name.startswith("NGINX_"))
    by_image = subprocess.run(
        ["envsubst", names],
        input=template.read_text(),
        env=values,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert render(template, tmp_path / "ours", values).read_text() == by_image


def test_http_leads_to_https_and_keeps_the_question(stack):
    port = stack.nginx.environment["NGINX_HTTP_PORT"]
    answer = httpx.post(f"http://127.0.0.1:{port}/api/route/?a=b", headers={"Host": "localhost"})
    assert answer.status_code == 308, "a POST stays one"
    assert answer.headers["location"] == f"{stack.address}/api/route/?a=b"
    # A load balancer asks by address, without TLS.
    assert httpx.get(f"http://127.0.0.1:{port}/api/health/live/").json() == {"ok": True}


def test_a_request_keeps_its_id_and_gets_one_if_it_has_none_that_is_valid(stack, client):
    given = client.get("/api/rooms/?limit=1", headers={"X-Request-ID": "trace-0123456789"})
    assert given.headers.get_list("x-request-id") == ["trace-0123456789"]
    for bad in ("short", 'quote"quote"quote', "x" * 65):
        made = client.get("/api/health/", headers={"X-Request-ID": bad}).headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", made)
    assert read_access_log(stack.nginx, "trace-0123456789")["status"] == 200
    assert "trace-0123456789" in stack.backend.read_log()


def test_a_forged_address_is_not_passed_on(stack, client):
    client.get(
        "/api/rooms/?limit=1", headers={"X-Forwarded-For": "203.0.113.9", "X-Request-ID": "forged-0001"}
    )
    assert read_access_log(stack.nginx, "forged-0001")["address"] == "127.0.0.1"
    assert "203.0.113.9" not in stack.backend.read_log()


def test_a_trusted_proxy_says_who_is_asking(stack, tmp_path):
    nginx = make_nginx(
        tmp_path, [stack.backend.port], stack.certificate, {"NGINX_TRUSTED_PROXY": "127.0.0.1"}
    )
    try:
        httpx.get(
            f"https://localhost:{nginx.port}/api/health/",
            verify=stack.tls,
            headers={"X-Forwarded-For": "203.0.113.9", "X-Request-ID": "trusted-0001"},
        ).raise_for_status()
        assert read_access_log(nginx, "trusted-0001")["address"] == "203.0.113.9"
    finally:
        nginx.kill()


def test_metrics_are_not_for_the_public(client):
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("status", "code", "request_"),
    [
        (400, "bad_request", {"headers": {"X-Long": "x" * 100_000}}),
        (400, "bad_request", {"params": {"q": "x" * 20_000}}),
        (413, "body_too_large", {"method": "POST", "content": b"x" * 2_000_000}),
    ],
)
def test_what_is_too_large_is_refused_in_the_contracts_words(stack, status, code, request_):
    with stack.open_client(http2=False) as client:
        answer = client.request(**{"method": "GET", "url": "/api/rooms/", **request_})
    assert answer.status_code == status
    assert answer.json()["code"] == code


def test_nothing_of_ours_is_malformed_by_a_request_that_is(stack):
    with Connection(int(stack.nginx.environment["NGINX_HTTP_PORT"])) as raw:
        raw.send(b"\x16\x03\x01\x02\x00garbage\r\n\r\n")
        assert raw.read_head()[0] == 400


def test_too_many_requests_and_too_many_connections_get_429(stack, tmp_path):
    limits = {"NGINX_REQUEST_RATE": "1r/s", "NGINX_REQUEST_BURST": "3"}
    nginx = make_nginx(tmp_path, [stack.backend.port], stack.certificate, limits)
    try:
        with httpx.Client(base_url=f"https://localhost:{nginx.port}", verify=stack.tls) as client:
            answers = [client.get("/api/health/") for _ in range(8)]
    finally:
        nginx.kill()
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    assert answers[-1].json()["code"] == "too_many_requests"
    assert re.fullmatch("[0-9a-f]{32}", answers[-1].headers["x-request-id"])


def test_a_backend_that_is_away_is_left_out_and_with_none_left_it_is_503(stack, tmp_path):
    nobody = find_free_port()
    nginx = make_nginx(tmp_path, [nobody, stack.backend.port], stack.certificate)
    try:
        with httpx.Client(base_url=f"https://localhost:{nginx.port}", verify=stack.tls) as client:
            assert {client.get("/api/health/").status_code for _ in range(20)} == {200}
    finally:
        nginx.kill()
    (tmp_path / "none").mkdir()
    nginx = make_nginx(tmp_path / "none", [nobody], stack.certificate)
    try:
        answer = httpx.get(f"https://localhost:{nginx.port}/api/rooms/", verify=stack.tls)
    finally:
        nginx.kill()
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["code"] == "unavailable"


def test_static_files_come_from_disk_and_hashed_names_are_kept_for_ever(stack, client):
    folder = stack.nginx.folder / "static"
    folder.mkdir(exist_ok=True)
    (folder / "map.0123456789ab.js").write_text("hashed")
    (folder / "map.0123456789ab.js.gz").write_bytes(gzip.compress(b"hashed"))
    (folder / "map.js").write_text("plain")
    hashed = client.get("/static/map.0123456789ab.js")
    assert (hashed.text, hashed.headers["content-encoding"]) == ("hashed", "gzip")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/map.js").headers["cache-control"] == "public, max-age=300"
    # What is not collected here is asked of the application.
    assert client.get("/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui.css").status_code == 200


def test_links_lead_back_to_where_the_client_is(stack, client):
    page = client.get("/api/rooms/?limit=1")
    following = httpx.URL(page.links["next"]["url"])
    assert following.is_relative_url or str(following).startswith(stack.address)

"""Collected static files have a hash of their content in their names, and are kept by browsers for ever."""

import os
import re
import subprocess
import sys

import brotli
import httpx
import pytest

from benchmarks.measuring.first_load import BYTES, REQUESTS, load_first
from tests.databases import ROOT
from tests.e2e.servers import APPLICATION, run_server
from tests.e2e.viewer.conftest import SMALL

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture(scope="module")
def collected(demo_database, tmp_path_factory):
    """A server of the demo building whose static files have been collected."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.e2e.viewer.collected",
        "COLLECTED_FOLDER": str(tmp_path_factory.mktemp("static")),
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput"],
        cwd=ROOT,
        env={**os.environ, **demo_database.make_environment(), **settings},
        check=True,
        capture_output=True,
        timeout=200,
    )
    with run_server(demo_database, settings=settings) as server:
        yield server


def test_every_file_of_the_page_is_immutable(open_page, collected):
    headers = {}
    watched = open_page("/rooms/", server=collected, is_ready=False)
    page = watched.page
    page.on("response", lambda response: headers.update({response.url: response.headers}))
    watched.open("/")
    check_sizes(page.evaluate(SIZES))
    page.get_by_role("button", name="Share").click()
    page.locator("svg.code").wait_for()  # a module that is loaded when it is needed
    files = {url: said["cache-control"] for url, said in headers.items() if "/static/" in url}
    loaded = {HASHED.sub("", url.partition("/viewer/")[2]) for url in files if url.endswith(".js")}
    on_demand = {"bundle/sharedialog", "bundle/qr"}
    library = {"vendor/maplibre/maplibre-gl", "vendor/maplibre/maplibre-gl-worker"}
    assert loaded == {"bundle/app", "bundle/chunk", *on_demand, *library}
    assert {url for url in files if not HASHED.search(url)} == set()
    assert {url for url, said in files.items() if "immutable" not in said} == set()


SIZES = """() => performance.getEntriesByType("resource")
  .filter(entry => entry.name.includes("/static/"))
  .map(entry => [entry.name.split("/").pop(), entry.encodedBodySize, entry.decodedBodySize])"""


def test_20_a_first_map_comes_packed_without_a_proxy(open_page):
    check_sizes(open_page("/", viewport=SMALL).page.evaluate(SIZES))


def test_a_first_visit_costs_few_bytes_and_requests_until_its_floor_is_painted(browser, collected):
    # What scripts/run starts: this server on collected files, without another one before it.
    run = (ROOT / "scripts/run").read_text().splitlines()[-1]
    assert run.startswith(f"exec .venv/bin/uvicorn {APPLICATION} ")
    cost = load_first(browser, collected)
    print(f"first floor: {cost['size']:,} bytes in {cost['requests']} requests")
    assert 100_000 < cost["size"] <= BYTES == 350_000
    assert 5 < cost["requests"] <= REQUESTS == 20


def check_sizes(sizes):
    sent, plain = (sum(size[at] for size in sizes) for at in (1, 2))
    print(f"first map: {plain:,} bytes of static files, {sent:,} sent")
    assert plain > 1_200_000
    assert sent < 0.3 * plain
    # What gains nothing has no packed form; a picture of some lines is as small as it gets.
    assert [name for name, packed, whole in sizes if packed >= whole > 1000] == []


def test_what_a_first_map_waits_for_is_as_small_as_it_can_be(collected):
    page = httpx.get(f"{collected.address}/").text
    scripts = re.findall(r'<script [^>]*src="([^"]+)"', page)
    assert len(scripts) == 3
    for script in scripts:
        plain, packed = (
            httpx.get(f"{collected.address}{script}", headers={"Accept-Encoding": coding})
            for coding in ("identity", "br")
        )
        assert int(packed.headers["content-length"]) == len(brotli.compress(plain.content, quality=11))


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_20_only_clients_that_can_unpack_get_a_packed_form(collected, coding):
    page = httpx.get(f"{collected.address}/").text
    library = re.findall(r'<script defer src="([^"]*maplibre[^"]*)"', page)[0]
    plain = httpx.get(f"{collected.address}{library}", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    packed = httpx.get(
        f"{collected.address}{library}", headers={"Accept-Encoding": f"{coding}, identity;q=0.5"}
    )
    assert packed.headers["content-encoding"] == coding
    assert int(packed.headers["content-length"]) < 0.35 * len(plain.content)
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    if coding == "gzip":
        assert packed.content == plain.content
    refused = httpx.get(f"{collected.address}{library}", headers={"Accept-Encoding": f"{coding};q=0"})
    assert refused.content == plain.content
    assert "content-encoding" not in refused.headers

"""Collected static files have a hash of their content in their names, and are kept by browsers for ever."""

import os
import re
import subprocess
import sys

import pytest

from tests.databases import ROOT
from tests.e2e.servers import run_server

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
    page.get_by_role("button", name="Share").click()
    page.locator("svg.code").wait_for()  # a module that is loaded when it is needed
    files = {url: said["cache-control"] for url, said in headers.items() if "/static/" in url}
    assert len([url for url in files if url.endswith(".js")]) > 25
    assert {url for url in files if not HASHED.search(url)} == set()
    assert {url for url, said in files.items() if "immutable" not in said} == set()

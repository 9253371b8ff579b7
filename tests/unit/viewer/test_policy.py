"""What a base map adds to pages: its hosts to their policy, and its files to those that are loaded."""

from __future__ import annotations

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import RequestFactory

from interactive_maps.viewer.basemap import FILES
from interactive_maps.viewer.policy import make_policy
from interactive_maps.viewer.views import serve_offline_worker


def read_policy(text: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in text.split(";"))


def test_a_base_map_adds_its_hosts_to_what_pages_may_read_and_to_nothing_else():
    plain = read_policy(make_policy(may_be_framed=False))
    assert plain["connect-src"] == "'self'"
    hosts = ("https://tiles.example.org", "https://sprites.example.org:8443")
    grown = read_policy(make_policy(may_be_framed=False, origins=hosts))
    assert grown.pop("connect-src") == f"'self' {' '.join(hosts)}"
    assert grown == {name: value for name, value in plain.items() if name != "connect-src"}


def test_other_pages_keep_no_file_of_a_base_map(settings):
    settings.BASEMAP = None
    assert not re.search("basemap|pmtiles", read_offline_worker())
    settings.BASEMAP = object()
    for name in FILES:
        assert staticfiles_storage.url(name) in read_offline_worker()


def read_offline_worker() -> str:
    found = re.search(
        "JSON.parse.(.*)", serve_offline_worker(RequestFactory().get("/offline.js")).content.decode()
    )
    assert found
    return found[1].replace("\\u002D", "-")

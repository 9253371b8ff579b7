"""The settings of the base map are read, or refused in a sentence that repeats no key and no password."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from interactive_maps_backend_config.basemap import Basemap, find_origin, read_basemap
from tests.e2e.viewer.basemaps import make_archive

NAMES = ("BASEMAP_STYLE_URL", "BASEMAP_DARK_STYLE_URL", "BASEMAP_PMTILES", "BASEMAP_HOSTS")
STYLE = "https://tiles.example.org/style.json?key=s3cret"


def read(monkeypatch, **variables: str) -> Basemap | None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(f"BASEMAP_{name}", value)
    return read_basemap()


@pytest.mark.parametrize("variables", [{}, {"STYLE_URL": " ", "PMTILES": "", "HOSTS": ","}])
def test_without_settings_there_is_no_base_map(monkeypatch, variables):
    assert read(monkeypatch, **variables) is None


def test_a_style_may_name_other_hosts(monkeypatch):
    found = read(
        monkeypatch,
        STYLE_URL=f" {STYLE} ",
        DARK_STYLE_URL="https://dark.example.org:8443/style.json",
        HOSTS="https://Sprites.example.org/, https://tiles.example.org:443",
    )
    origins = ("https://tiles.example.org", "https://dark.example.org:8443", "https://sprites.example.org")
    assert found == Basemap(STYLE, "https://dark.example.org:8443/style.json", None, None, origins)


def test_an_archive_is_a_url_or_a_file(monkeypatch, tmp_path):
    url = "https://tiles.example.org/berlin.pmtiles"
    assert read(monkeypatch, PMTILES=url) == Basemap(None, None, url, None, ("https://tiles.example.org",))
    path = tmp_path / "berlin.pmtiles"
    path.write_bytes(make_archive())
    assert read(monkeypatch, PMTILES=str(path)) == Basemap(None, None, None, path, ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "there is no such file"),
        (b"", "no PMTiles archive of version 3"),
        (b"PMTiles\x02" + bytes(200), "no PMTiles archive of version 3"),
        (make_archive()[:100], "no PMTiles archive of version 3"),
        (make_archive(tile_type=2), "whose tiles are pictures"),
    ],
)
def test_what_is_no_archive_is_refused(monkeypatch, tmp_path, content, reason):
    path = tmp_path / "berlin.pmtiles"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=rf"^BASEMAP_PMTILES is '.*berlin.pmtiles'.*{reason}"):
        read(monkeypatch, PMTILES=str(path))


def test_a_folder_is_no_archive(monkeypatch, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="there is no such file"):
        read(monkeypatch, PMTILES=str(tmp_path))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"STYLE_URL": "style.json?key=s3cret"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        ({"STYLE_URL": "ftp://example.org/?key=s3cret"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        ({"STYLE_URL": "https://exa mple.org/s3cret"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        ({"STYLE_URL": "https://[::1]/s3cret"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        ({"STYLE_URL": "https://[/s3cret"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        ({"STYLE_URL": "https://a.org:99999/s3cret"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        ({"STYLE_URL": "https://a.org;script-src *"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        ({"STYLE_URL": f"{STYLE}{'x' * 2000}"}, "BASEMAP_STYLE_URL is not the URL of a web server"),
        (
            {"STYLE_URL": "https://me:s3cret@a.org/style.json"},
            "BASEMAP_STYLE_URL contains a user name or password",
        ),
        (
            {"PMTILES": "https://me:s3cret@a.org/b.pmtiles"},
            "BASEMAP_PMTILES contains a user name or password",
        ),
        ({"STYLE_URL": STYLE, "PMTILES": "/s3cret"}, "BASEMAP_STYLE_URL and BASEMAP_PMTILES are both set"),
        ({"DARK_STYLE_URL": STYLE}, "BASEMAP_DARK_STYLE_URL is set without BASEMAP_STYLE_URL"),
        ({"HOSTS": "https://a.org"}, "BASEMAP_HOSTS is set without BASEMAP_STYLE_URL"),
        ({"STYLE_URL": STYLE, "HOSTS": "a.org/s3cret"}, "BASEMAP_HOSTS contains something that is no origin"),
        (
            {"STYLE_URL": STYLE, "HOSTS": "https://a.org/s3cret"},
            "BASEMAP_HOSTS contains something that is no origin",
        ),
        (
            {"STYLE_URL": STYLE, "HOSTS": "https://x:s3cret@a.org"},
            "BASEMAP_HOSTS contains something that is no origin",
        ),
        (
            {"STYLE_URL": STYLE, "HOSTS": "https://*.a.org"},
            "BASEMAP_HOSTS contains something that is no origin",
        ),
        ({"STYLE_URL": STYLE, "HOSTS": "*"}, "BASEMAP_HOSTS contains something that is no origin"),
    ],
)
def test_what_is_wrong_is_said_without_secrets(monkeypatch, variables, said):
    with pytest.raises(ImproperlyConfigured) as caught:
        read(monkeypatch, **variables)
    assert str(caught.value).startswith(said)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://EXAMPLE.org/path?query", "https://example.org"),
        ("https://example.org:443/", "https://example.org"),
        ("http://example.org:80", "http://example.org"),
        ("http://example.org:443/", "http://example.org:443"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080"),
        ("https://example.org'; script-src *", ""),
        ("https://münchen.example", ""),
        ("https:///path", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_origins_are_written_as_browsers_write_them(url, origin):
    assert find_origin(url) == origin

"""The base map around the building, as BASEMAP_STYLE_URL or BASEMAP_PMTILES names it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from interactive_maps_backend_config.environment import ROOT, read_text, read_words

# A host as the Content-Security-Policy writes it: it has no form for IPv6 addresses and none for other letters.
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.ASCII)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_MOST_LETTERS = 2000
# The header of a PMTiles archive: its length, how it begins, and where it says what the tiles are.
_HEADER_BYTES = 127
_MAGIC = b"PMTiles\x03"
_TILE_TYPE, _VECTOR_TILES = 99, 1


@dataclass(frozen=True, slots=True)
class Basemap:
    """``style``, ``dark_style`` and ``pmtiles`` are URLs, ``file`` an archive; ``origins`` are all that pages ask."""

    style: str | None
    dark_style: str | None
    pmtiles: str | None
    file: Path | None
    origins: tuple[str, ...]


def read_basemap() -> Basemap | None:
    """Return the base map, None without one. Values are never repeated in full: URLs may contain a key."""
    style, dark = _read_url("BASEMAP_STYLE_URL"), _read_url("BASEMAP_DARK_STYLE_URL")
    archive = read_text("BASEMAP_PMTILES").strip()
    is_url = archive.lower().startswith(("http://", "https://"))
    pmtiles = _read_url("BASEMAP_PMTILES") if is_url else None
    hosts = [_read_origin(word) for word in read_words("BASEMAP_HOSTS", [])]
    if style and archive:
        raise ImproperlyConfigured("BASEMAP_STYLE_URL and BASEMAP_PMTILES are both set. Set one of them.")
    if dark and not style:
        raise ImproperlyConfigured("BASEMAP_DARK_STYLE_URL is set without BASEMAP_STYLE_URL. Set both.")
    if hosts and not style:
        raise ImproperlyConfigured(
            "BASEMAP_HOSTS is set without BASEMAP_STYLE_URL. Only a style names other hosts; remove it."
        )
    if not style and not archive:
        return None
    file = None if is_url or style else _find_archive(archive)
    origins = [find_origin(url) for url in (style, dark, pmtiles) if url]
    return Basemap(style, dark, pmtiles, file, tuple(dict.fromkeys([*origins, *hosts])))


def _read_url(name: str) -> str | None:
    text = read_text(name).strip()
    if not text:
        return None
    try:
        parts = urlsplit(text)
        has_login = parts.username is not None or parts.password is not None
        is_url = parts.scheme in {"http", "https"} and len(text) <= _MOST_LETTERS and text.isprintable()
    except ValueError:
        has_login = is_url = False
    if has_login:
        raise ImproperlyConfigured(
            f"{name} contains a user name or password. Every visitor's browser would get it: remove it."
        )
    if not is_url or " " in text or not find_origin(text):
        raise ImproperlyConfigured(
            f"{name} is not the URL of a web server. Accepted: http:// or https://, a host name in ASCII or an IPv4"
            " address, and a path, for instance https://tiles.example.org/style.json."
        )
    return text


def find_origin(url: str) -> str:
    """Return the origin of a URL as browsers write it; empty if the Content-Security-Policy cannot name it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    origin = f"{parts.scheme}://{(parts.hostname or '').lower()}{'' if port is None else f':{port}'}"
    origin = origin.removesuffix(_DEFAULT_PORTS.get(parts.scheme, " "))
    return origin if _ORIGIN.fullmatch(origin) else ""


def _read_origin(word: str) -> str:
    origin = find_origin(word)
    written = word.lower().removesuffix("/")
    if not origin or written not in {origin, origin + _DEFAULT_PORTS[urlsplit(origin).scheme]}:
        raise ImproperlyConfigured(
            "BASEMAP_HOSTS contains something that is no origin. Accepted: origins, separated by commas, for instance"
            " https://tiles.example.org,https://sprites.example.org."
        )
    return origin


def _find_archive(text: str) -> Path:
    """Return the path of a PMTiles archive that can be read and has vector tiles."""
    path = ROOT / text
    what = f"BASEMAP_PMTILES is {text[:200]!r}"
    if not path.is_file():
        raise ImproperlyConfigured(
            f"{what}, and there is no such file. Accepted: a PMTiles archive, or its URL."
        )
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise ImproperlyConfigured(f"{what}, which cannot be read: {error.strerror}.") from None
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise ImproperlyConfigured(f"{what}, which is no PMTiles archive of version 3.")
    if header[_TILE_TYPE] != _VECTOR_TILES:
        raise ImproperlyConfigured(
            f"{what}, whose tiles are pictures. Accepted: vector tiles (MVT) as Protomaps or OpenMapTiles make them."
        )
    return path

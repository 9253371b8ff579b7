"""Cache headers of responses: ETags from versions and languages."""

from __future__ import annotations

from collections.abc import Container

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from interactive_maps.mapdata.reading.layer_query import LayerQuery

_LANGUAGE = "Accept-Language"


def make_headers(name: str, version: int, languages: tuple[str, ...], *, by_language: bool) -> dict[str, str]:
    """Return the headers of a response that may be stored, but must be revalidated for each use.

    The ETag includes the languages; otherwise a client that switches languages would get 304 for the same address.
    """
    headers = {"ETag": f'"{name}.{version}{_end_tag(languages)}"', "Cache-Control": "no-cache"}
    return headers | ({"Vary": _LANGUAGE} if by_language else {})


def make_query_headers(query: LayerQuery, version: int) -> dict[str, str]:
    """Return the headers for a layer query."""
    return make_headers(query.layer.name, version, query.languages, by_language=query.depends_on_language)


def vary_with_language(response: HttpResponseBase, query: LayerQuery) -> None:
    """Set Vary: Accept-Language if the layer has names by language."""
    if query.depends_on_language:
        patch_vary_headers(response, [_LANGUAGE])


def read_known_versions(if_none_match: str, name: str, languages: tuple[str, ...]) -> Container[int]:
    """Return the versions for which the client already has this response."""
    if if_none_match.strip() == "*":  # with *, the client only asks whether the resource exists
        return range(2**63)
    start, end = f"{name}.", _end_tag(languages)
    versions = set()
    for tag in parse_etags(if_none_match):
        bare = tag.removeprefix("W/").strip('"')
        middle = bare.removeprefix(start).removesuffix(end)
        is_ours = bare == f"{start}{middle}{end}"
        if is_ours and middle.isascii() and middle.isdigit() and len(middle) < 20:
            versions.add(int(middle))
    return versions


def _end_tag(languages: tuple[str, ...]) -> str:
    return f".{'+'.join(languages)}" if languages else ""

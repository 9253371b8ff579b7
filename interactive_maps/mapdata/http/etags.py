"""What caches are told of an answer: which version of what it is of, and in whose languages."""

from __future__ import annotations

from collections.abc import Container

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from interactive_maps.mapdata.reading.layer_query import LayerQuery

_LANGUAGE = "Accept-Language"


def make_headers(name: str, version: int, languages: tuple[str, ...], *, by_language: bool) -> dict[str, str]:
    """Return the headers of an answer that may be kept, and has to be asked about each time.

    The languages are in the ETag: with the same address, others would be told that nothing has changed.
    """
    headers = {"ETag": f'"{name}.{version}{_end_tag(languages)}"', "Cache-Control": "no-cache"}
    return headers | ({"Vary": _LANGUAGE} if by_language else {})


def make_query_headers(query: LayerQuery, version: int) -> dict[str, str]:
    """Return the same for an answer to a layer query."""
    return make_headers(query.layer.name, version, query.languages, by_language=query.depends_on_language)


def vary_with_language(response: HttpResponseBase, query: LayerQuery) -> None:
    """Tell caches that the answer depends on Accept-Language, where the layer has names by language."""
    if query.depends_on_language:
        patch_vary_headers(response, [_LANGUAGE])


def read_known_versions(if_none_match: str, name: str, languages: tuple[str, ...]) -> Container[int]:
    """Return the versions of which the client has this very answer."""
    if if_none_match.strip() == "*":  # the client wants to know only whether there is anything at all
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

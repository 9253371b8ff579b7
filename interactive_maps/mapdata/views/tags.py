"""What caches are told of an answer: which version of its layer it is of, and in whose languages."""

from __future__ import annotations

from collections.abc import Container

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from interactive_maps.mapdata.layer import Layer
from interactive_maps.mapdata.parameters import Filter

_LANGUAGE = "Accept-Language"


def make_headers(layer: Layer, chosen: Filter, version: int) -> dict[str, str]:
    """Return the headers of an answer that may be kept, and has to be asked about each time.

    The languages are in the ETag: with the same address, others would be told that nothing has changed.
    """
    headers = {"ETag": f'"{_begin_tag(layer)}{version}{_end_tag(chosen)}"', "Cache-Control": "no-cache"}
    return headers | ({"Vary": _LANGUAGE} if "lang" in layer.filters else {})


def vary_with_language(response: HttpResponseBase, layer: Layer) -> None:
    """Tell caches that the answer depends on Accept-Language, where the layer has names by language."""
    if "lang" in layer.filters:
        patch_vary_headers(response, [_LANGUAGE])


def read_known_versions(if_none_match: str, layer: Layer, chosen: Filter) -> Container[int]:
    """Return the versions of which the client has this very answer."""
    if if_none_match.strip() == "*":  # the client wants to know only whether there is anything at all
        return range(2**63)
    start, end = _begin_tag(layer), _end_tag(chosen)
    versions = set()
    for tag in parse_etags(if_none_match):
        bare = tag.removeprefix("W/").strip('"')
        middle = bare.removeprefix(start).removesuffix(end)
        is_ours = bare == f"{start}{middle}{end}"
        if is_ours and middle.isascii() and middle.isdigit() and len(middle) < 20:
            versions.add(int(middle))
    return versions


def _begin_tag(layer: Layer) -> str:
    return f"{layer.name}."


def _end_tag(chosen: Filter) -> str:
    return f".{'+'.join(chosen.languages)}" if chosen.languages else ""

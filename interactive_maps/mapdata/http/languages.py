"""Preferred languages of names: ``lang``, or else the Accept-Language header. Pure.

Streams are shared between readers with equal requests, so only the first three languages of an Accept-Language header
count, without their regions (RFC 9110, section 12.5.4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from interactive_maps.ops.errors import InvalidParameter

_MOST = 3
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.ASCII
)


def choose_languages(lang: str | None, headers: Mapping[str, str]) -> tuple[str, ...]:
    """Return language tags, the most preferred first; empty if there is no preference."""
    if lang is not None:
        if not _TAG.fullmatch(lang):
            detail = f"lang is {lang[:60]!r}. Accepted: a language tag such as de or pt-BR."
            raise InvalidParameter("lang", detail)
        primary = lang.partition("-")[0].lower()
        return (lang,) if lang == primary else (lang, primary)
    return _read_preferences(headers.get("Accept-Language", "")[:200])


def _read_preferences(header: str) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for part in header.split(","):
        if found := _RANGE.fullmatch(part):
            weight = float(found[2] or 1)
            tag = found[1].lower()
            if weight > 0:
                weights[tag] = max(weight, weights.get(tag, 0.0))
    return tuple(sorted(weights, key=lambda tag: -weights[tag])[:_MOST])

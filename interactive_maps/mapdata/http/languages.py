"""Which of a thing's names a reader wants: ``lang``, or else what the browser says. Pure.

Streams are shared between readers who ask for the same: of all that an Accept-Language says, the first three
languages count, without their regions (RFC 9110, section 12.5.4).
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
    """Return language tags, the most wanted first; none where the reader does not care."""
    if lang is not None:
        if not _TAG.fullmatch(lang):
            detail = f"lang is {lang[:60]!r}; accepted is a language tag such as de or pt-BR."
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

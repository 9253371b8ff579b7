"""Content coding of a response, chosen by the Accept-Encoding header (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

IDENTITY = "identity"
_WEIGHT = re.compile(r"[0-9]+(\.[0-9]*)?", re.ASCII)
# Read "*" as gzip: a client that sends only that rarely supports newer codings.
_ALIASES = {"gzip": ("gzip", "x-gzip", "*")}


def choose_coding(accept_encoding: str, codings: Sequence[str]) -> str:
    """Return the coding of ``codings`` that an Accept-Encoding header prefers; ties go to the earlier one.

    If the header forbids every coding, the response is sent uncompressed, as the standard allows.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _read_weight(parameters)

    def weigh(coding: str) -> float:
        if coding == IDENTITY:
            # Identity is acceptable unless forbidden, but a named coding is always preferred.
            return weights.get(IDENTITY, 0.001 if weights.get("*", 1.0) else 0.0)
        return next((weights[alias] for alias in _ALIASES.get(coding, (coding,)) if alias in weights), 0.0)

    best = max(codings, key=weigh)
    return best if weigh(best) > 0 else IDENTITY


def _read_weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    return min(float(value), 1.0) if _WEIGHT.fullmatch(value.strip()) else 0.0

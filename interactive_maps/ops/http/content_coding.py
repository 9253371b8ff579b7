"""The content coding of an answer, by what the client says that it accepts (RFC 9110, section 12.5.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

IDENTITY = "identity"
_WEIGHT = re.compile(r"[0-9]+(\.[0-9]*)?", re.ASCII)
# "Anything" is read as gzip: a client that says no more has hardly anything newer in mind.
_ALIASES = {"gzip": ("gzip", "x-gzip", "*")}


def choose_coding(accept_encoding: str, codings: Sequence[str]) -> str:
    """Return which of ``codings`` an Accept-Encoding header likes best; their own order breaks ties.

    A header that forbids everything that there is is answered plainly, as the standard allows.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _read_weight(parameters)

    def weigh(coding: str) -> float:
        if coding == IDENTITY:
            # Acceptable unless refused, but a compressed form that is named is always preferred.
            return weights.get(IDENTITY, 0.001 if weights.get("*", 1.0) else 0.0)
        return next((weights[alias] for alias in _ALIASES.get(coding, (coding,)) if alias in weights), 0.0)

    best = max(codings, key=weigh)
    return best if weigh(best) > 0 else IDENTITY


def _read_weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    return min(float(value), 1.0) if _WEIGHT.fullmatch(value.strip()) else 0.0

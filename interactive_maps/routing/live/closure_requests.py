"""Closure requests from a command or a form: validation, and conversion into the map's terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from interactive_maps.mapdata.edits.closures import ClosureRow
from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.network.closures import KINDS as CLOSED_KINDS
from interactive_maps.routing.profiles import PROFILES

# Common words -> kinds of targets.
KINDS = {
    **{str(kind): str(kind) for kind in CLOSED_KINDS},
    "door": "opening",
    **dict.fromkeys(("lift", "stairs", "escalator", "ramp"), "connector"),
}
_MOST_TARGET = 2**53  # largest integer that a float represents exactly


def make_closure(
    kind: str,
    target: float,
    *,
    reason: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    profiles: Iterable[str] = (),
) -> ClosureRow:
    """Return the closure of ``target``, an id or a level's ordinal; the times have zones.

    Raises InvalidParameter, whose ``parameter`` is kind, target, until or profiles.
    """
    if kind not in KINDS:
        raise InvalidParameter("kind", f"Unknown kind {kind[:60]!r}. Accepted: {', '.join(KINDS)}.")
    if not abs(target) < _MOST_TARGET:  # also false for NaN
        raise InvalidParameter("target", f"{target:g} is not a valid id.")
    if KINDS[kind] != "level" and not float(target).is_integer():
        raise InvalidParameter("target", f"{target:g} is not a valid id: ids are whole numbers.")
    if start is not None and end is not None and end <= start:
        raise InvalidParameter("until", "The end must be after the beginning.")
    is_level = KINDS[kind] == "level"
    return ClosureRow(
        key=0,
        kind=KINDS[kind],
        target_id=None if is_level else int(target),
        level=target if is_level else None,
        starts_at=start,
        ends_at=end,
        profiles=check_profiles(profiles),
        reason=reason or None,
    )


def check_profiles(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of profiles, each once. Raises InvalidParameter for unknown ones."""
    listed = tuple(dict.fromkeys(names))
    for name in listed:
        if name not in PROFILES:
            detail = f"Unknown profile {name[:60]!r}. Accepted: {', '.join(PROFILES)}."
            raise InvalidParameter("profiles", detail)
    return listed

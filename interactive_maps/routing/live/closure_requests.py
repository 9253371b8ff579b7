"""A closure as people ask for it, in a command or in a form, checked and put into the map's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from interactive_maps.mapdata.edits.closures import ClosureRow
from interactive_maps.ops.errors import InvalidParameter
from interactive_maps.routing.network.closures import KINDS as CLOSED_KINDS
from interactive_maps.routing.profiles import PROFILES

# What people call things -> what they are.
KINDS = {
    **{str(kind): str(kind) for kind in CLOSED_KINDS},
    "door": "opening",
    **dict.fromkeys(("lift", "stairs", "escalator", "ramp"), "connector"),
}
_MOST_TARGET = 2**53  # what a float tells apart


def make_closure(
    kind: str,
    target: float,
    *,
    reason: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    profiles: Iterable[str] = (),
) -> ClosureRow:
    """Return the closure of ``target``, an id or of a level its ordinal; the times have zones.

    Raises InvalidParameter, whose ``parameter`` is kind, target, until or profiles.
    """
    if kind not in KINDS:
        raise InvalidParameter("kind", f"There is no kind {kind[:60]!r}; accepted are {', '.join(KINDS)}.")
    if not abs(target) < _MOST_TARGET:  # false for NaN as well
        raise InvalidParameter("target", f"{target:g} is no id.")
    if KINDS[kind] != "level" and not float(target).is_integer():
        raise InvalidParameter("target", f"{target:g} is no id: an id is a whole number.")
    if start is not None and end is not None and end <= start:
        raise InvalidParameter("until", "The end is not after the beginning.")
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
    """Return the names of profiles, each once; InvalidParameter for one that is none."""
    listed = tuple(dict.fromkeys(names))
    for name in listed:
        if name not in PROFILES:
            detail = f"There is no profile {name[:60]!r}; accepted are {', '.join(PROFILES)}."
            raise InvalidParameter("profiles", detail)
    return listed

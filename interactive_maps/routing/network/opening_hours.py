"""Opening hours in OpenStreetMap's notation, converted to closures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import opening_hours
from opening_hours import OpeningHours, validate

from interactive_maps.ops import deadlines
from interactive_maps.routing.network.closures import Closure, ClosureKind

REASON = "opening_hours"
DAYS_BEFORE, DAYS_AHEAD = 1, 8
_UNREADABLE: tuple[type[Exception], ...] = (  # missing from the library's type stubs
    opening_hours.ParserError,  # type: ignore[attr-defined]
    opening_hours.InvalidCoordinatesError,  # type: ignore[attr-defined]
    opening_hours.UnknownCountryError,  # type: ignore[attr-defined]
)
_UTC = ZoneInfo("UTC")  # the library accepts no other kind of time zone
_MOST = 200  # change times of one feature within the window
_MOST_TEXT = 10_000  # characters: parsing longer texts would take too much time


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of ``kind`` ``target``; ``place`` (longitude, latitude) gives its time zone and its holidays."""

    kind: ClosureKind
    target: int
    text: str
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Timetable:
    """Opening hours that could be parsed, and those that could not."""

    entries: tuple[tuple[Hours, Any], ...]
    unread: tuple[Hours, ...] = ()

    def list_closures(self, around: datetime) -> tuple[Closure, ...]:
        """Return the closures from DAYS_BEFORE until DAYS_AHEAD of a time."""
        start, end = around - timedelta(days=DAYS_BEFORE), around + timedelta(days=DAYS_AHEAD)
        closures: list[Closure] = []
        for hours, rule in self.entries:
            deadlines.check()
            closures += _list_closures(hours, rule, start, end)
        return tuple(closures)


def read_hours(listed: Iterable[Hours]) -> Timetable:
    """Return the timetable of the ``listed`` features; texts that are not opening hours close nothing."""
    entries: list[tuple[Hours, Any]] = []
    unread: list[Hours] = []
    for hours in listed:
        rule = _read_rule(hours)
        if rule is None:
            unread.append(hours)
        else:
            entries.append((hours, rule))
    return Timetable(tuple(entries), tuple(unread))


def _read_rule(hours: Hours) -> Any:
    if len(hours.text) > _MOST_TEXT or not validate(hours.text):
        return None
    coordinates = (hours.place[1], hours.place[0]) if hours.place else None
    try:
        return OpeningHours(hours.text, coords=coordinates, timezone=None if coordinates else _UTC)
    except _UNREADABLE:
        return None


def _list_closures(hours: Hours, rule: Any, start: datetime, end: datetime) -> Iterator[Closure]:
    intervals = rule.intervals(start.astimezone(_UTC), end.astimezone(_UTC))
    for _, (begin, stop, state, _comment) in zip(range(_MOST), intervals, strict=False):
        if str(state) == "closed":
            yield Closure(hours.kind, hours.target, _to_utc(begin), _to_utc(stop), frozenset(), REASON)


def _to_utc(time: datetime | None) -> datetime | None:
    return time.astimezone(UTC) if time is not None else None

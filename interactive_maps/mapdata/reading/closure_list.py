"""Closures as a queryset with times that Python can read; columns may hold infinite times."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest, Least, NullIf

from interactive_maps.mapdata.models import Closure

When = Literal["now", "coming", "over"]

# Earlier starts and later ends count as unlimited.
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
_TIMES = {"begins": "starts_at", "ends": "ends_at", "created": "created_at"}


def add_times(closures: QuerySet[Closure]) -> QuerySet[Closure]:
    """Return the closures with finite times ``begins``, ``ends`` and ``created``, or None if unlimited."""
    times = {
        name: NullIf(Least(Greatest(column, Value(_FIRST)), Value(_LAST)), Value(_FIRST))
        for name, column in _TIMES.items()
    }
    return closures.only("ogc_fid", "kind", "target_id", "level", "reason", "profiles").annotate(**times)


def choose(closures: QuerySet[Closure], when: When, now: datetime) -> QuerySet[Closure]:
    """Return the closures that are in force ``now``, upcoming, or over."""
    has_begun = Q(starts_at__isnull=True) | Q(starts_at__lte=now)
    is_over = Q(ends_at__isnull=False, ends_at__lte=now)
    if when == "over":
        return closures.filter(is_over)
    return closures.filter(~is_over, has_begun if when == "now" else ~has_begun)


def is_in_force(closure: Any, now: datetime) -> bool:
    """Return whether a closure, with the times added above, is in force for anybody."""
    has_begun = closure.begins is None or closure.begins <= now
    return has_begun and (closure.ends is None or now < closure.ends)

"""Filter of the closures list by time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from interactive_maps.mapdata.models import Closure
from interactive_maps.mapdata.reading.closure_list import When, choose

_NAMES = {"now": "In force now", "coming": "Still to come", "over": "Over"}


class TimeFilter(admin.SimpleListFilter):
    """Filter closures by whether they are in force, upcoming or over."""

    title = "time"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices."""
        return list(_NAMES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Closure]) -> QuerySet[Closure]:
        """Return the closures that match the choice."""
        chosen = self.value()
        return choose(queryset, cast("When", chosen), datetime.now(UTC)) if chosen in _NAMES else queryset

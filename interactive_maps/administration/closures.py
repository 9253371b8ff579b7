"""The closures page of the administration: list, search, add and end closures.

Closures are never edited, so that the administration's log shows who closed and opened what.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from interactive_maps.administration.closure_form import KINDS, ClosureForm
from interactive_maps.administration.target_names import find_name, find_snapshot
from interactive_maps.administration.time_filter import TimeFilter
from interactive_maps.mapdata.edits.closures import end_closure, insert_closure
from interactive_maps.mapdata.models import Closure
from interactive_maps.mapdata.reading.closure_list import add_times, is_in_force
from interactive_maps.ops.errors import MapError, NotFound

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Closure]
else:
    _Admin = admin.ModelAdmin  # a plain type at run time: Django's classes are not generic there

_SHOWN = ("what", "name", "reason", "from_time", "until_time", "for_whom", "is_in_force")
_WANTED = ("kind", "target", "reason", "starts_at", "ends_at", "profiles")


class ClosureList(ChangeList):
    """A page of the list that also knows the names of the closed features."""

    def get_results(self, request: HttpRequest) -> None:
        """Load the page and the names of its targets."""
        super().get_results(request)
        snapshot = find_snapshot()
        for closure in self.result_list:
            closure.target_name = find_name(snapshot, closure)


class ClosureAdmin(_Admin):
    """List, form and "end" action for closures. The delete permission allows ending closures."""

    form = ClosureForm
    list_display = _SHOWN
    list_filter = (TimeFilter, "kind")
    search_fields = ("reason", "kind")
    search_help_text = "Search by reason, name or number"
    ordering = ("-ogc_fid",)
    list_per_page = 100
    actions = ("end",)

    # --- display -------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Closure]:
        """Return closures whose times fit into Python's datetime."""
        return add_times(super().get_queryset(request))

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Return the change list class that looks up names."""
        return ClosureList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the closure together with its target's name."""
        closure: Any = super().get_object(request, object_id, from_field)
        if closure is not None:
            closure.target_name = find_name(find_snapshot(), closure)
        return closure

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Closure], search_term: str
    ) -> tuple[QuerySet[Closure], bool]:
        """Return the closures whose reason, target name or target number contains all search words."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        words = search_term.casefold().split()
        if not words:
            return found, may_repeat
        snapshot = find_snapshot()
        keys = [
            closure.pk
            for closure in queryset
            if all(word in f"{find_name(snapshot, closure)} {closure}".casefold() for word in words)
        ]
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=keys)), may_repeat

    def get_fields(self, request: HttpRequest, obj: Closure | None = None) -> Any:
        """Return the form's fields for a new closure, or the details of an existing one."""
        return _WANTED if obj is None else (*_SHOWN, "created")

    def get_readonly_fields(self, request: HttpRequest, obj: Closure | None = None) -> Any:
        """Return the read-only fields: all of them, once the closure exists."""
        return () if obj is None else (*_SHOWN, "created")

    def get_form(
        self, request: HttpRequest, obj: Closure | None = None, change: bool = False, **options: Any
    ) -> Any:
        """Return the form for a new closure."""
        if obj is not None:
            options["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **options)

    @admin.display(description="what", ordering="kind")
    def what(self, closure: Any) -> str:
        """Return the target's kind and number."""
        number = closure.level if closure.kind == "level" else closure.target_id
        shown = "?" if number is None else f"{number:g}" if isinstance(number, float) else str(number)
        return f"{KINDS.get(closure.kind, closure.kind)} {shown}"

    @admin.display(description="name", empty_value="-")
    def name(self, closure: Any) -> str | None:
        """Return the target's name."""
        return closure.target_name or None

    @admin.display(description="from (UTC)", ordering="begins", empty_value="always")
    def from_time(self, closure: Any) -> datetime | None:
        """Return the start time."""
        begins: datetime | None = closure.begins
        return begins

    @admin.display(description="until (UTC)", ordering="ends", empty_value="ended by hand")
    def until_time(self, closure: Any) -> datetime | None:
        """Return the end time."""
        ends: datetime | None = closure.ends
        return ends

    @admin.display(description="for")
    def for_whom(self, closure: Any) -> str:
        """Return the profiles that the closure applies to."""
        return ", ".join(name for name in closure.profiles or () if name) or "everybody"

    @admin.display(description="in force now", boolean=True)
    def is_in_force(self, closure: Any) -> bool:
        """Return whether the closure is in force now."""
        return is_in_force(closure, datetime.now(UTC))

    @admin.display(description="closed at (UTC)", empty_value="unknown")
    def created(self, closure: Any) -> datetime | None:
        """Return the time at which the closure was inserted."""
        created: datetime | None = closure.created
        return created

    # --- actions -------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Closure | None = None) -> bool:
        """Forbid editing: to correct a closure, end it and add a new one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Closure | None = None) -> bool:
        """Forbid deleting: closures end through the same function as everywhere else."""
        return False

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may end closures."""
        return super().has_delete_permission(request)

    def save_model(self, request: HttpRequest, obj: Closure, form: Any, change: bool) -> None:
        """Insert the closure; routes avoid it from the commit on."""
        closure = form.closure
        obj.pk = insert_closure(closure)
        obj.level, obj.target_id = closure.level, closure.target_id

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Return the form's response. If the database rejects the closure, redirect to the list with the error."""
        try:
            answer: HttpResponseBase = super().add_view(request, form_url, extra_context)
        except MapError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:mapdata_closure_changelist")
        return answer

    @admin.action(permissions=["end"], description="End the selected closures")
    def end(self, request: HttpRequest, queryset: QuerySet[Closure]) -> None:
        """End the selected closures; routes use the targets again from the commit on."""
        ended = []
        for closure in queryset:
            try:
                end_closure(closure.pk)
            except NotFound:  # another user ended it first
                continue
            except MapError as error:
                self.message_user(request, str(error), messages.ERROR)
                break
            ended.append(closure)
        if ended:
            self.log_deletions(request, ended)  # type: ignore[arg-type]  # any iterable will do
            said = "1 closure ended." if len(ended) == 1 else f"{len(ended)} closures ended."
            self.message_user(request, said, messages.SUCCESS)

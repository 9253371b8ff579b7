"""The form that adds a closure. Errors are reported beside the field they concern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime

from interactive_maps.mapdata.edits.closures import ClosureRow, require_target
from interactive_maps.mapdata.models import Closure
from interactive_maps.ops.errors import InvalidParameter, MapError, NotFound
from interactive_maps.routing.live.closure_requests import make_closure
from interactive_maps.routing.profiles import PROFILES

KINDS = {
    "opening": "Door or passage",
    "connector": "Stairs, lift, escalator or ramp",
    "space": "Room or area",
    "level": "Whole level",
    "edge": "Line of the network",
    "node": "Node of the network",
}
if TYPE_CHECKING:
    _Form = forms.ModelForm[Closure]
else:
    _Form = forms.ModelForm  # a plain type at run time: Django's classes are not generic there

_FIELDS = {"until": "ends_at"}  # kinds whose model has a different name in the routing rules


class ClosureForm(_Form):
    """``closure`` is the closure to insert, once the form is valid."""

    closure: ClosureRow

    kind = forms.ChoiceField(choices=list(KINDS.items()), label="What")
    target = forms.FloatField(
        label="Number",
        help_text="The id from /api/openings/, /api/connectors/ or /api/spaces/. For a level: its ordinal.",
    )
    reason = forms.CharField(
        required=False,
        max_length=200,
        help_text="Shown to people whose route is affected.",
        widget=forms.TextInput({"size": 60}),
    )
    starts_at = forms.SplitDateTimeField(
        required=False, widget=AdminSplitDateTime, label="From", help_text="In UTC. Leave empty to start now."
    )
    ends_at = forms.SplitDateTimeField(
        required=False,
        widget=AdminSplitDateTime,
        label="Until",
        help_text="In UTC. Leave empty if the end is not known yet.",
    )
    profiles = forms.MultipleChoiceField(
        required=False,
        choices=[(name, name.replace("_", " ")) for name in PROFILES],
        widget=forms.CheckboxSelectMultiple,
        help_text="The profiles that the closure applies to. Select none to close it for everybody.",
    )

    class Meta:
        model = Closure
        fields = ("kind", "reason", "starts_at", "ends_at", "profiles")

    def clean(self) -> dict[str, Any]:
        """Check the fields together, and check that the target is on the map."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return values
        try:
            self.closure = make_closure(
                values["kind"],
                values["target"],
                reason=values["reason"],
                start=values["starts_at"],
                end=values["ends_at"],
                profiles=values["profiles"],
            )
            require_target(self.closure)
        except InvalidParameter as error:
            self.add_error(_FIELDS.get(error.parameter or "", error.parameter), str(error))
        except NotFound as error:
            self.add_error("target", str(error))
        except MapError as error:
            self.add_error(None, str(error))
        return values

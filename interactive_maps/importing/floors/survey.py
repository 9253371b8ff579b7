"""A survey of a drawing: the roles of its layers, and its plans, elevations and sections."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.recognition.account import Step
from interactive_maps.importing.recognition.geometry.segments import measure_lengths
from interactive_maps.importing.recognition.layers import Role, Roles, assign_roles
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views import View, ViewKind, choose_storeys, list_views
from interactive_maps.importing.reporting.report import LayerUse, Report
from interactive_maps.importing.rules.layer_rules import LayerRules
from interactive_maps.importing.rules.rule_file import Rules

_BARRIERS = frozenset({"wall", "window", "column", "mixed"})
_LEAST_METRES = 1.0


@dataclass(frozen=True, slots=True)
class Survey:
    """A drawing in metres, the roles of its layers, and its views side by side."""

    plan: Plan
    roles: Roles
    views: tuple[View, ...]

    @classmethod
    def of(cls, drawing: Drawing, metres_per_unit: float, rules: Rules) -> Survey:
        """Return the survey of a drawing; if a rule says that it shows a plan, it has no elevations."""
        plan = Plan.of(drawing, metres_per_unit)
        roles = assign_roles(plan, rules.kind_of, Step("layers"), rules.said)
        views = list_views(plan, roles)
        if rules.shows_plan:
            views = [replace(view, kind=ViewKind.PLAN, because="") for view in views]
        return cls(plan, roles, tuple(views))

    @property
    def storeys(self) -> list[View]:
        """The plans in the order of ``--view``, from the left."""
        return choose_storeys(self.views)

    @property
    def others(self) -> list[View]:
        """The elevations and sections."""
        return [view for view in self.views if view.kind is not ViewKind.PLAN]

    @property
    def wall_layers(self) -> frozenset[str]:
        """The names of the layers of walls."""
        return frozenset(name for name, found in self.roles.layers.items() if found.role is Role.WALL)

    def fix_kinds(self, rules: Rules) -> LayerRules:
        """Return the decided roles of layers as rules, so that they also apply to parts of the drawing."""
        return LayerRules(self.roles.fix_kinds(), rules.said.outlines)

    def find_inside(self, views: list[View]) -> NDArray[np.bool_]:
        """Return which entities lie entirely in any of ``views``."""
        low, high = _measure_entities(self.plan)
        inside = np.zeros(len(low), dtype=bool)
        for view in views:
            inside |= view.holds(low) & view.holds(high)
        return inside

    def tell_layers(self, report: Report) -> None:
        """Report the role of each layer, and why."""
        lengths = measure_lengths(self.plan.segments)
        layers = self.plan.drawing.entity_layers
        owners = layers[self.plan.segment_entities] if len(lengths) else np.empty(0, np.int64)
        metres = np.bincount(owners, weights=lengths, minlength=len(self.plan.drawing.layers))
        barriers = sum(
            float(metres[index])
            for index, layer in enumerate(self.plan.drawing.layers)
            if self.roles.layers[layer.name].kind in _BARRIERS
        )
        for index, layer in enumerate(self.plan.drawing.layers):
            use, found = report.layers.get(layer.name), self.roles.layers[layer.name]
            use = use or LayerUse(found.kind, int((layers == index).sum()))
            report.layers[layer.name] = replace(
                use,
                taken_for=found.kind,
                because=found.because,
                metres=float(metres[index]),
                would=_foretell(found.kind, float(metres[index]), barriers),
            )


def _foretell(kind: str, metres: float, barriers: float) -> tuple[str, ...]:
    """Return the effect of the most useful rule: more walls, or fewer."""
    if metres < _LEAST_METRES:
        return ()
    if kind in _BARRIERS:
        return (f'"ignore" would take {metres:,.0f} m from the {barriers:,.0f} m of lines that bound rooms',)
    return (f'"wall" would add {metres:,.0f} m to the {barriers:,.0f} m of lines that bound rooms',)


def _measure_entities(plan: Plan) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lower left and the upper right corner of each entity; infinite if it draws nothing."""
    count = len(plan.drawing.entities)
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    reach = np.repeat(plan.arcs[:, 2:3], 2, axis=1)
    pieces = [
        (plan.segment_entities, plan.segments[:, :2]),
        (plan.segment_entities, plan.segments[:, 2:]),
        (plan.arc_entities, plan.arcs[:, :2] - reach),
        (plan.arc_entities, plan.arcs[:, :2] + reach),
        (
            np.array([text.entity for text in plan.texts], dtype=np.int64),
            np.array([text.centre for text in plan.texts]).reshape(-1, 2),
        ),
    ]
    pieces += [(np.full(len(fill.points), fill.entity), fill.points) for fill in plan.fills]
    for owners, places in pieces:
        np.minimum.at(low, owners, places)
        np.maximum.at(high, owners, places)
    return low, high

"""Selection of one of several plans side by side by ``--view``."""

from __future__ import annotations

from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.floors.survey import Survey
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.recognition.plan import Plan
from interactive_maps.importing.recognition.views import View
from interactive_maps.importing.reporting.report import Issue, Report


def choose_view(
    file: str, drawing: Drawing, metres_per_unit: float, options: ReadOptions, report: Report
) -> tuple[Plan, View]:
    """Return the drawing in metres and the selected plan, on the level of its title unless one is given.

    Raises InputError if there is no such plan.
    """
    survey = Survey.of(drawing, metres_per_unit, options.rules)
    views, number = survey.storeys, options.view or 1
    if number > len(views):
        reason = f"no plan {number}: the drawing shows {max(len(views), 1)}"
        raise InputError(file, "--view", reason)
    view = views[number - 1]
    if view.level is not None and options.level is None and options.rules.level is None:
        report.level = view.level
        report.guessed[:] = [issue for issue in report.guessed if issue.id != "level"]
        report.guessed.append(Issue("level", f"level {view.level:g}, by its title {view.title!r}"))
    return survey.plan, view

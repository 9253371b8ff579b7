"""Scale and position of a sheet: as given by the user, else as stated on the sheet, else a local plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from interactive_maps.geo.georeference import Georeference, GeoreferenceError
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.formats.pdf.linework import POINT
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.recognition import recognise_floor
from interactive_maps.importing.recognition.labels import LabelReader
from interactive_maps.importing.recognition.limits import TooMuch
from interactive_maps.importing.recognition.scale import (
    Scale,
    gather_evidence,
    infer_scale,
    name_scale,
    parse_scale,
)
from interactive_maps.importing.recognition.scale.areas import measure_areas
from interactive_maps.importing.recognition.scale.sheet import SAME, SCALES
from interactive_maps.importing.reporting.report import Issue, Report

_CANDIDATES = 4
_PLAUSIBLE = (1e-5, 1e2)  # metres in a point
_FAR = 3.0  # a floor cannot be read if it is this many times larger than assumed


@dataclass(frozen=True, slots=True)
class Placed:
    """The georeference of a page and the true length of a point."""

    georeference: Georeference
    metres_per_unit: float


def place_page(path: Path, drawing: Drawing, rotation: int, options: ReadOptions, report: Report) -> Placed:
    """Decide scale and position, and report why.

    Raises InputError for an invalid georeference, and for a sheet of unknown scale.
    """
    rule = options.placement or options.rules.placement
    metres = _decide_scale(path, drawing, rule.scale, options, report, measured=bool(rule.control))
    if not rule.fixes_place and rule.rotation is None and rotation:
        rule = replace(rule, rotation=float(-rotation))  # as the page is shown
    try:
        georeference = rule.resolve(metres)
    except GeoreferenceError as error:
        raise InputError(path.name, "its georeference", str(error)) from None
    metres = georeference.metres_per_unit
    if not _PLAUSIBLE[0] <= metres <= _PLAUSIBLE[1]:
        reason = f"a point of the page would be {metres:g} m long: check the control points or the scale"
        raise InputError(path.name, "its georeference", reason)
    report.metres_per_unit = float(f"{metres:.10g}")
    if not rule.fixes_place:
        reason = (
            "none given: a local plan in true metres, the page's lower left corner at longitude 0, latitude 0"
        )
        report.guessed.append(Issue("georeference", reason))
    return Placed(georeference, metres)


def _decide_scale(
    path: Path, drawing: Drawing, said: float | None, options: ReadOptions, report: Report, *, measured: bool
) -> float:
    """Return metres per point; ``measured`` if control points determine it better."""
    if said is not None:
        return said
    given = options.units or options.rules.units
    if given is not None:
        scale = parse_scale(given)
        if scale is None:
            reason = f"{given} is not a scale, which a page needs: give one such as --units 1:100"
            raise InputError(path.name, "--units", reason)
        return scale * POINT
    found = infer_scale(gather_evidence(drawing))
    if measured:
        return found.best.metres_per_unit
    if found.certain:
        report.guessed.append(Issue("scale", f"{found.best.unit}: {found.reason}"))
        return found.best.metres_per_unit
    if (metres := _measure_rooms(drawing, found, options)) is not None:
        told = "areas written in rooms agree with it"
        report.guessed.append(Issue("scale", f"{name_scale(metres / POINT)}: {told}"))
        return metres
    raise InputError(path.name, "its scale", _ask(drawing, found))


def _measure_rooms(drawing: Drawing, scale: Scale, options: ReadOptions) -> float | None:
    """Return metres per point by the areas written in rooms, or None if there are too few."""
    reader = LabelReader(options.rules.labels, options.rules.kind_of)
    metres = scale.best.metres_per_unit
    for _ in range(2):  # rooms are recognised better at their true size
        try:
            factor = measure_areas(recognise_floor(drawing, metres, reader))
        except TooMuch:
            return None
        if factor is None or not 1 / _FAR < factor < _FAR:
            return None
        metres *= factor
        if abs(factor - 1) < SAME:
            break
    usual = min(SCALES, key=lambda one: abs(one * POINT / metres - 1))
    return usual * POINT if abs(usual * POINT / metres - 1) < 2 * SAME else metres


def _ask(drawing: Drawing, scale: Scale) -> str:
    extent = gather_evidence(drawing).extent or 0.0
    candidates = ", ".join(
        f"{one.unit} ({extent * one.metres_per_unit:.3g} m from corner to corner)"
        for one in scale.candidates[:_CANDIDATES]
    )
    return f"cannot be determined: {scale.reason}; choose one with --units: {candidates}"

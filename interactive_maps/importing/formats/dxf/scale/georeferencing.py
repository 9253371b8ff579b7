"""Position and scale of a drawing: as given by the user, else inferred, else a local plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interactive_maps.geo.georeference import Georeference, GeoreferenceError
from interactive_maps.importing.drawing import Drawing as Linework
from interactive_maps.importing.formats.dxf.entities.drawing_entities import DrawingEntity
from interactive_maps.importing.formats.dxf.scale.outliers import measure_extent
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.recognition.scale import Evidence, Scale, gather_evidence, infer_scale
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.rules.placement_rule import PlacementRule
from interactive_maps.importing.values.lengths import METRES_PER_UNIT

# A local plan keeps the drawing's origin, so that the levels of a building stay aligned. One in national coordinates
# is moved by whole steps, which the other levels of the building share.
_FAR_FROM_ORIGIN = 20_000.0
_STEP = 10_000.0
_DISTORTED = 0.005
_ENOUGH = 3  # measurements in a drawing that should be enough to tell its unit
_PLAUSIBLE_UNIT = (1e-5, 1e4)


@dataclass(frozen=True, slots=True)
class Placed:
    """The georeference of a drawing and the true length of its unit."""

    georeference: Georeference
    metres_per_unit: float


def place_drawing(
    path: Path, parts: Sequence[DrawingEntity], linework: Linework, options: ReadOptions, report: Report
) -> Placed:
    """Decide unit and position, and report why; ``linework`` is the linework of ``parts``.

    Raises InputError for an invalid georeference, and for a drawing with an ambiguous unit.
    """
    evidence = gather_evidence(linework)
    scale = infer_scale(evidence)
    rule = options.placement or options.rules.placement
    metres = _decide_unit(path, evidence, scale, rule, options, report)
    try:
        georeference = rule.resolve(metres, _choose_origin(parts, metres))
    except GeoreferenceError as error:
        raise InputError(path.name, "its georeference", str(error)) from None
    report.metres_per_unit = float(f"{georeference.metres_per_unit:.10g}")  # without noise in the last digits
    _judge_georeference(path, georeference, rule, scale, report)
    return Placed(georeference, georeference.metres_per_unit)


def _decide_unit(
    path: Path, evidence: Evidence, scale: Scale, rule: PlacementRule, options: ReadOptions, report: Report
) -> float:
    """Return metres per drawing unit; control points and --scale are only checked here and used later."""
    if rule.scale is not None:
        return rule.scale
    unit = options.units or options.rules.units
    if unit is not None:
        if unit not in METRES_PER_UNIT:
            known = ", ".join(sorted(METRES_PER_UNIT))
            raise InputError(
                path.name, "--units", f"a drawing has a unit ({known}), not a scale such as {unit}"
            )
        metres = METRES_PER_UNIT[unit]
        if doubt := scale.contradict(metres):
            report.guessed.append(Issue("units", f"{unit} as given, although {doubt}"))
        return metres
    best = scale.best
    if not rule.control:
        _require_tellable(path, evidence, scale)
        doubt = f" ({scale.doubt})" if scale.doubt else ""
        reason = f"{best.unit}, {best.metres_per_unit:g} m per unit: {scale.reason}{doubt}"
        report.guessed.append(Issue("units", reason))
    return best.metres_per_unit


def _require_tellable(path: Path, evidence: Evidence, scale: Scale) -> None:
    """Raise InputError if much is drawn, but two units or none fit it."""
    measures = sum(length is not None for length in evidence.list_lengths())
    if scale.certain or measures < _ENOUGH or evidence.extent is None:
        return
    candidates = ", ".join(
        f"{one.unit} ({evidence.extent * one.metres_per_unit:.3g} m from corner to corner)"
        for one in scale.candidates[:3]
    )
    reason = f"cannot be determined: {scale.reason}; choose one with --units: {candidates}"
    raise InputError(path.name, "its unit", reason)


def _choose_origin(parts: Sequence[DrawingEntity], metres_per_unit: float) -> tuple[float, float]:
    """Return the drawing point that a local plan places at longitude 0, latitude 0."""
    x, y = measure_extent(parts).centre
    if math.hypot(x, y) * metres_per_unit <= _FAR_FROM_ORIGIN:
        return 0.0, 0.0
    step = _STEP / metres_per_unit
    return round(x / step) * step, round(y / step) * step


def _judge_georeference(
    path: Path, georeference: Georeference, rule: PlacementRule, scale: Scale, report: Report
) -> None:
    metres = georeference.metres_per_unit
    if not _PLAUSIBLE_UNIT[0] <= metres <= _PLAUSIBLE_UNIT[1]:
        reason = f"a drawing unit would be {metres:g} m long: check the control points or the scale"
        raise InputError(path.name, "its georeference", reason)
    if not rule.fixes_place:
        x, y = georeference.origin
        reason = f"none given: a local plan in true metres, with the drawing's {x:g},{y:g} at longitude 0, latitude 0"
        report.guessed.append(Issue("georeference", reason))
        return
    if (rule.control or rule.scale is not None) and (doubt := scale.contradict(metres)):
        report.guessed.append(Issue("georeference", f"{metres:g} m per unit as given, although {doubt}"))
    if georeference.mirrored:
        reason = "the control points mirror the drawing: are two of them swapped?"
        report.guessed.append(Issue("georeference", reason))
    if georeference.distortion > _DISTORTED:
        reason = (
            f"the control points stretch one direction by {georeference.distortion:.1%} relative to another"
        )
        report.guessed.append(Issue("georeference", reason))

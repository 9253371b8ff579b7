"""Where the drawing lies and how large it is: as the person says, else as it shows, else a local plan."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from interactive_maps.geo.georeference import Georeference, GeoreferenceError
from interactive_maps.importing.drawing import Drawing as Linework
from interactive_maps.importing.formats.dxf.entities.drawing_entities import DrawingEntity
from interactive_maps.importing.formats.dxf.scale.outliers import divide_outliers, measure_extent
from interactive_maps.importing.formats.dxf.scale.unit_evidence import gather_evidence
from interactive_maps.importing.formats.dxf.scale.unit_inference import (
    INSUNITS,
    Evidence,
    Scale,
    check_scale,
    infer_scale,
)
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.recognition.scale import gather_evidence as gather_shown
from interactive_maps.importing.recognition.scale import infer_scale as weigh_units
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.rules.placement_rule import PlacementRule
from interactive_maps.importing.values.lengths import METRES_PER_UNIT

if TYPE_CHECKING:
    from ezdxf.document import Drawing

# A local plan keeps the drawing's origin, so that the levels of a building stay above each other. One drawn in
# national coordinates is moved by whole steps, which the building's other levels share.
_FAR_FROM_ORIGIN = 20_000.0
_STEP = 10_000.0
_DISTORTED = 0.005
_ENOUGH = 3  # measures in a drawing from which its unit should be clear
_PLAUSIBLE_UNIT = (1e-5, 1e4)


@dataclass(frozen=True, slots=True)
class Placed:
    """The drawing's place on the earth and the true length of its unit."""

    georeference: Georeference
    metres_per_unit: float


def place_drawing(
    path: Path,
    drawing: Drawing,
    parts: Sequence[DrawingEntity],
    linework: Linework,
    options: ReadOptions,
    report: Report,
) -> Placed:
    """Decide unit and place, and say in the report on what grounds; ``linework`` is what ``parts`` draw.

    Raises InputError for a georeference that fixes no place, and for a drawing whose unit nobody can tell.
    """
    kept, _ = divide_outliers(parts)
    evidence = gather_evidence(drawing, kept, options.rules)
    rule = options.placement or options.rules.placement
    metres = _decide_unit(path, evidence, linework, rule, options, report)
    try:
        georeference = rule.resolve(metres, _choose_origin(kept, metres))
    except GeoreferenceError as error:
        raise InputError(path.name, "its georeference", str(error)) from None
    report.metres_per_unit = float(f"{georeference.metres_per_unit:.10g}")  # without the last digits' noise
    _judge_georeference(path, georeference, rule, evidence, report)
    return Placed(georeference, georeference.metres_per_unit)


def _decide_unit(
    path: Path,
    evidence: Evidence,
    linework: Linework,
    rule: PlacementRule,
    options: ReadOptions,
    report: Report,
) -> float:
    """Return metres per drawing unit; what control points or --scale say is used later and only checked here."""
    if rule.scale is not None:
        return rule.scale
    unit = options.units or options.rules.units
    if unit is not None:
        if unit not in METRES_PER_UNIT:
            known = ", ".join(sorted(METRES_PER_UNIT))
            raise InputError(
                path.name, "--units", f"a drawing has a unit ({known}), and no scale such as {unit}"
            )
        metres = METRES_PER_UNIT[unit]
        if doubt := check_scale(evidence, metres):
            report.guessed.append(Issue("units", f"{unit} as you said, though {doubt}"))
        return metres
    scale = infer_scale(evidence)
    if not rule.control:
        scale = _weigh_linework(path, scale, evidence, linework)
        doubt = f" ({scale.doubt})" if scale.doubt else ""
        reason = f"{scale.unit}, {scale.metres_per_unit:g} m per unit: {scale.because}{doubt}"
        report.guessed.append(Issue("units", reason))
    return scale.metres_per_unit


def _weigh_linework(path: Path, scale: Scale, evidence: Evidence, linework: Linework) -> Scale:
    """Return the scale that all that is drawn speaks for: doors, treads, walls and letters weigh more than headers.

    Raises InputError where much is drawn, and two units fit it alike or none does.
    """
    if "written dimensions" in scale.because:
        return scale
    shown = gather_shown(linework)
    weighed = weigh_units(shown)
    if weighed.certain and weighed.best.unit != scale.unit:
        header = INSUNITS.get(evidence.insunits)
        doubt = f"$INSUNITS says {header}" if header and header != weighed.best.unit else ""
        return Scale(weighed.best.unit, weighed.best.metres_per_unit, weighed.reason, doubt)
    measures = sum(length is not None for length in (shown.swing, shown.tread, shown.wall, shown.letter))
    if not weighed.certain and measures >= _ENOUGH and shown.extent is not None:
        candidates = ", ".join(
            f"{one.unit} ({shown.extent * one.metres_per_unit:.3g} m from corner to corner)"
            for one in weighed.candidates[:3]
        )
        reason = f"cannot be told: {weighed.reason}; say which with --units: {candidates}"
        raise InputError(path.name, "its unit", reason)
    return scale


def _choose_origin(parts: Sequence[DrawingEntity], metres_per_unit: float) -> tuple[float, float]:
    """Return the drawing point that a local plan puts at longitude 0, latitude 0."""
    x, y = measure_extent(parts).centre
    if math.hypot(x, y) * metres_per_unit <= _FAR_FROM_ORIGIN:
        return 0.0, 0.0
    step = _STEP / metres_per_unit
    return round(x / step) * step, round(y / step) * step


def _judge_georeference(
    path: Path, georeference: Georeference, rule: PlacementRule, evidence: Evidence, report: Report
) -> None:
    metres = georeference.metres_per_unit
    if not _PLAUSIBLE_UNIT[0] <= metres <= _PLAUSIBLE_UNIT[1]:
        reason = f"a drawing unit would be {metres:g} m long: check the control points or the scale"
        raise InputError(path.name, "its georeference", reason)
    if not rule.fixes_place:
        x, y = georeference.origin
        reason = (
            f"none given: a local plan, true in metres, the drawing's {x:g},{y:g} at longitude 0, latitude 0"
        )
        report.guessed.append(Issue("georeference", reason))
        return
    if (rule.control or rule.scale is not None) and (doubt := check_scale(evidence, metres)):
        report.guessed.append(Issue("georeference", f"{metres:g} m per unit as you said, though {doubt}"))
    if georeference.mirrored:
        reason = "the control points mirror the drawing: are two of them swapped?"
        report.guessed.append(Issue("georeference", reason))
    if georeference.distortion > _DISTORTED:
        reason = f"the control points stretch one direction by {georeference.distortion:.1%} against another"
        report.guessed.append(Issue("georeference", reason))

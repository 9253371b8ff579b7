"""How long a drawing unit is, from what the drawing shows.

``$INSUNITS`` is what the program was set to, not what was drawn: plans in inches say millimetres. Doors, written
dimensions and the size of the whole say it better; the header only breaks a tie.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from interactive_maps.importing.values.lengths import METRES_PER_UNIT, parse_length

# $INSUNITS codes of the DXF reference.
INSUNITS = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m"}

_LEAF = (0.55, 1.35)  # metres: the radius of a door leaf's swing
_BUILDING = (3.0, 2000.0)  # metres: across a floor, corner to corner
_LETTER = (0.08, 0.6)  # metres: a room name's letters, as they are drawn at 1:50 to 1:200
_TOLERANCE = 0.02  # a dimension's text is rounded
_WEIGHTS = {"dimensions": 8.0, "doors": 5.0, "size": 2.0, "letters": 1.0, "header": 1.0, "system": 0.25}


@dataclass(slots=True)
class Evidence:
    """What a drawing shows of its scale, in drawing units."""

    insunits: int = 0
    imperial: bool = False
    swings: list[float] = field(default_factory=list)
    letters: list[float] = field(default_factory=list)
    dimensions: list[tuple[float, str]] = field(default_factory=list)
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit decided on, with the reasons in words; ``doubt`` says what speaks against it."""

    unit: str
    metres_per_unit: float
    because: str
    doubt: str = ""


def infer_scale(evidence: Evidence) -> Scale:
    """Return the unit that the evidence speaks for most."""
    reasons = {unit: _weigh(evidence, unit) for unit in METRES_PER_UNIT}
    totals = {unit: sum(_WEIGHTS[reason] for reason in found) for unit, found in reasons.items()}
    unit = max(totals, key=lambda name: totals[name])
    told = [_tell(reason, evidence, METRES_PER_UNIT[unit]) for reason in reasons[unit]]
    header = INSUNITS.get(evidence.insunits)
    doubt = f"$INSUNITS says {header}" if header and header != unit else ""
    if totals[unit] < _WEIGHTS["doors"]:
        doubt = "; ".join(filter(None, [doubt, "neither doors nor dimensions tell"]))
    return Scale(unit, METRES_PER_UNIT[unit], ", ".join(told) or "nothing in the drawing tells", doubt)


def check_scale(evidence: Evidence, metres_per_unit: float) -> str:
    """Return what in the drawing speaks against a length of the unit that a person gave, or nothing."""
    scale = infer_scale(evidence)
    strong = "nothing" not in scale.because and "neither" not in scale.doubt
    if strong and not math.isclose(scale.metres_per_unit, metres_per_unit, rel_tol=_TOLERANCE):
        return (
            f"the drawing seems to be in {scale.unit} ({scale.because}): {scale.metres_per_unit:g} m per unit"
        )
    return ""


def _weigh(evidence: Evidence, unit: str) -> list[str]:
    """Return which reasons speak for a unit, the strongest first."""
    metres = METRES_PER_UNIT[unit]
    ratio = _measure_dimensions(evidence.dimensions)
    found = {
        "dimensions": ratio is not None and math.isclose(ratio, metres, rel_tol=_TOLERANCE),
        "doors": _fits(evidence.swings, metres, _LEAF),
        "size": _BUILDING[0] <= evidence.size * metres <= _BUILDING[1],
        "letters": _fits(evidence.letters, metres, _LETTER),
        "header": INSUNITS.get(evidence.insunits) == unit,
        "system": evidence.imperial == (unit in {"in", "ft"}),
    }
    return [reason for reason, holds in found.items() if holds]


def _measure_dimensions(dimensions: Sequence[tuple[float, str]]) -> float | None:
    """Return the median of metres by text over units by measure, where at least two texts name a unit."""
    ratios = [
        metres / measured
        for measured, text in dimensions
        if measured > 0 and (metres := parse_length(text)) is not None
    ]
    return median(ratios) if len(ratios) >= 2 else None


def _fits(lengths: Sequence[float], metres: float, between: tuple[float, float]) -> bool:
    return bool(lengths) and between[0] <= median(lengths) * metres <= between[1]


def _tell(reason: str, evidence: Evidence, metres: float) -> str:
    """Return a reason in words, for a unit of so many metres."""
    match reason:
        case "dimensions":
            return f"{len(evidence.dimensions)} written dimensions agree"
        case "doors":
            width = median(evidence.swings) * metres
            return f"{len(evidence.swings)} door swings are {width:.2f} m wide in the middle"
        case "size":
            return f"the whole is {evidence.size * metres:.1f} m from corner to corner"
        case "letters":
            return f"letters are {median(evidence.letters) * metres * 100:.0f} cm high"
        case "header":
            return "$INSUNITS says so"
        case _:
            return f"$MEASUREMENT is {'imperial' if evidence.imperial else 'metric'}"

"""Candidate units, each with the evidence for and against it.

A reading is compared with usual sizes all over the world: doors of 0.88 m, letters of 0.2 m, treads of
0.28 m, walls of 0.15 m, floors of some 45 m from corner to corner. The measures and spreads are from real plans.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, isclose, log

from interactive_maps.importing.recognition.scale.unit_evidence import Evidence

METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "in": 0.0254, "ft": 0.3048}
_INSUNITS = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m"}
_LUNITS = {3: "in", 4: "in"}  # engineering and architectural: feet and inches, for units of inches

# The typical size in metres, the spread of its logarithm, and its maximal weight.
_TYPICAL = {
    "swing": (0.86, 0.18, 6.0),
    "tread": (0.28, 0.16, 4.0),
    "wall": (0.15, 0.55, 3.0),
    "letter": (0.20, 0.60, 3.0),
    "extent": (45.0, 1.10, 3.0),
}
_STRONG = frozenset({"swing", "tread", "dimension"})  # reported to a person who gives another unit
_ROUNDED = 0.02
_LEAST_MARGIN = 1.0
_LEAST_MARGIN_LOOSE = 1.5  # if only letters, walls and the extent are measured, which vary from plan to plan
_LEAST_SCORE = -2.5
_SURE_SWINGS = 5  # equal doors, which may decide alone
_OUTVOTED = 0.5  # lead of another unit without the one reading that supports the best


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit with its evidence: log-likelihoods by name, 0 for a perfect fit, negative for a poor one."""

    unit: str
    metres_per_unit: float
    evidence: dict[str, float]

    @property
    def score(self) -> float:
        """The sum of the evidence."""
        return sum(self.evidence.values())


@dataclass(frozen=True, slots=True)
class Scale:
    """Candidates, the best first. ``certain`` is False if a person has to decide: ``reason`` says why.

    ``doubt`` is the remaining evidence against the best.
    """

    candidates: tuple[Candidate, ...]
    certain: bool
    reason: str
    doubt: str = ""

    @property
    def best(self) -> Candidate:
        """The candidate that fits the evidence best."""
        return self.candidates[0]

    @property
    def margin(self) -> float:
        """The lead of the best over the second."""
        if len(self.candidates) < 2:
            return float("inf")
        return self.candidates[0].score - self.candidates[1].score

    def contradict(self, metres_per_unit: float) -> str:
        """Return the drawing's evidence against a unit length that a person gave, or nothing."""
        best = self.best
        is_known = self.certain and not best.evidence.keys().isdisjoint(_STRONG)
        if not is_known or isclose(best.metres_per_unit, metres_per_unit, rel_tol=_ROUNDED):
            return ""
        return f"the drawing seems to be in {best.unit} ({self.reason}): {best.metres_per_unit:g} m per unit"


def infer_scale(evidence: Evidence, units: dict[str, float] | None = None) -> Scale:
    """Return the weighed candidates among ``units`` (metres by name); those of a sheet are its scales."""
    if evidence.header.paper_unit is not None:
        from interactive_maps.importing.recognition.scale.sheet_scale import infer_sheet_scale

        return infer_sheet_scale(evidence, evidence.header.paper_unit)
    stated = evidence.header.metres_per_unit
    written = evidence.dimension
    if stated is None and written is not None and not _is_known(written, units or METRES):
        units = {"stated": written}  # for example, a plan drawn in millimetres of paper
    elif stated is not None:
        units = {"stated": stated, **{f"stated x {factor:g}": stated * factor for factor in (0.1, 10.0)}}
    candidates = [
        Candidate(unit, metres, weigh(evidence, unit, metres)) for unit, metres in (units or METRES).items()
    ]
    ranked = tuple(sorted(candidates, key=lambda one: -one.score))
    certain, reason = _judge(ranked, evidence)
    header = _INSUNITS.get(evidence.header.insunits, ranked[0].unit)
    doubt = "" if header == ranked[0].unit else f"$INSUNITS says {header}"
    return Scale(ranked, certain, reason, doubt)


def _judge(ranked: Sequence[Candidate], evidence: Evidence) -> tuple[bool, str]:
    """Return whether the best candidate is certain, and why or why not."""
    measured = sum(getattr(evidence, name) is not None for name in _TYPICAL)
    best = ranked[0]
    told = tell(best, evidence)
    if evidence.dimension is not None or evidence.header.metres_per_unit is not None:
        return True, told
    if not measured:
        return False, "; ".join(filter(None, ["nothing in the drawing has a known size", told]))
    least = _LEAST_MARGIN if _is_fixed(best, evidence) else _LEAST_MARGIN_LOOSE
    if len(ranked) > 1 and best.score - ranked[1].score < least:
        return False, f"{best.unit} and {ranked[1].unit} fit almost equally well"
    if best.score < _LEAST_SCORE * measured:
        return False, f"no unit fits; {best.unit} comes closest: {told}"
    alone = _find_deciding(ranked, evidence)
    if alone is not None:
        name, other = alone
        return False, f"without the {name}s, {other} would fit better than {best.unit}: {told}"
    return True, told


def _find_deciding(ranked: Sequence[Candidate], evidence: Evidence) -> tuple[str, str] | None:
    """Return the only reading that supports the best, with the unit that the others support, or None.

    Tiles are mistaken for treads, and hatches for walls: one such reading must not outvote all others.
    """
    for name in _TYPICAL:
        if name == "swing" and evidence.swings >= _SURE_SWINGS:
            continue
        rest = [(one.score - one.evidence.get(name, 0.0), one) for one in ranked]
        leading, other = max(rest, key=lambda pair: pair[0])
        if leading - rest[0][0] > _OUTVOTED:
            return name, other.unit
    return None


def _is_known(metres_per_unit: float, units: Mapping[str, float]) -> bool:
    return any(isclose(metres, metres_per_unit, rel_tol=0.05) for metres in units.values())


def _is_fixed(best: Candidate, evidence: Evidence) -> bool:
    """Return whether an object has the same size all over the world, or the header states the unit."""
    stated = any(best.evidence.get(name) == 0.0 for name in ("$INSUNITS", "$LUNITS"))
    return evidence.swing is not None or evidence.tread is not None or stated


def weigh(evidence: Evidence, unit: str, metres: float) -> dict[str, float]:
    """Return the evidence for a length of the unit, by name."""
    weighed = {}
    for name, (typical, spread, most) in _TYPICAL.items():
        length = getattr(evidence, name)
        if length is None:
            continue
        # One arc may be anything; ten equal arcs are doors.
        trust = 1.0 - exp(-evidence.swings / 3.0) if name == "swing" else 1.0
        deviation = log(length * metres / typical) / spread
        weighed[name] = -min(deviation * deviation / 2, most * trust)
    if evidence.dimension is not None:
        weighed["dimension"] = 0.0 if abs(log(evidence.dimension / metres)) < 0.05 else -8.0
    if (said := _INSUNITS.get(evidence.header.insunits)) is not None:
        weighed["$INSUNITS"] = 0.0 if said == unit else -1.0
    if (said := _LUNITS.get(evidence.header.lunits)) is not None:
        weighed["$LUNITS"] = 0.0 if said == unit else -2.0
    elif evidence.header.measurement in {0, 1}:
        imperial = evidence.header.measurement == 0
        weighed["$MEASUREMENT"] = 0.0 if imperial == (unit in {"in", "ft"}) else -0.5
    return weighed


def tell(best: Candidate, evidence: Evidence) -> str:
    """Return the evidence for a candidate in words."""
    words = {
        "swing": "door leaves are {:.2f} m wide",
        "tread": "treads are {:.2f} m deep",
        "wall": "walls are {:.2f} m thick",
        "letter": "letters are {:.2f} m high",
        "extent": "the drawing is {:.1f} m from corner to corner",
    }
    told = [
        text.format(getattr(evidence, name) * best.metres_per_unit)
        for name, text in words.items()
        if getattr(evidence, name) is not None
    ]
    if evidence.dimension is not None:
        told.insert(0, "written dimensions say so")
    told += [f"{name} says so" for name in ("$INSUNITS", "$LUNITS") if best.evidence.get(name) == 0.0]
    return ", ".join(told)

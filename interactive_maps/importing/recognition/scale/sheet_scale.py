"""The scale of a sheet, weighed from its statements, its dimensions and its contents."""

from __future__ import annotations

from interactive_maps.importing.recognition.scale.candidates import Candidate, Scale, tell, weigh
from interactive_maps.importing.recognition.scale.sheet import SAME, list_candidates, rate_usage
from interactive_maps.importing.recognition.scale.unit_evidence import Evidence

_LEAST_MARGIN = 1.0
_NOT_WRITTEN, _NOT_MEASURED = -3.0, -6.0  # against a scale that the sheet contradicts
_SURE_VOTES = 6  # of dimensions that agree
_NEAR = 1.3 * SAME  # share by which measured lengths are off
_OTHER_SCALE = -0.5  # for each scale that the sheet states more often


def infer_sheet_scale(evidence: Evidence, paper_unit: float) -> Scale:
    """Return the weighed candidate scales of a sheet; ``paper_unit`` is in metres.

    Only stated or measured scales are certain: doors and walls cannot distinguish 1:100 from 1:125.
    """
    measured = [one.metres_per_unit for one in evidence.measured]
    candidates = [
        Candidate(
            name,
            metres,
            {
                **weigh(evidence, name, metres),
                **_weigh_sheet(evidence, metres, paper_unit),
                "usage": rate_usage(metres, paper_unit),
            },
        )
        for name, metres in list_candidates(paper_unit, evidence.written, measured).items()
    ]
    proved = {one.unit for one in candidates if _is_proved(one, evidence)}
    ranked = tuple(sorted(candidates, key=lambda one: (one.unit not in proved, -one.score)))
    best, margin = ranked[0], ranked[0].score - ranked[1].score
    told = _tell(best, evidence)
    if margin < _LEAST_MARGIN and proved != {best.unit}:
        return Scale(
            ranked, certain=False, reason=f"{best.unit} and {ranked[1].unit} fit almost equally well"
        )
    if not _is_witnessed(best, evidence, paper_unit):
        return Scale(
            ranked, certain=False, reason=f"the sheet states neither its scale nor dimensions; {told}"
        )
    return Scale(ranked, certain=True, reason=told)


def _is_proved(one: Candidate, evidence: Evidence) -> bool:
    """Return whether the sheet states a scale and its dimensions measure it: no door is too large for it then."""
    sure = bool(evidence.measured) and evidence.measured[0].votes >= _SURE_VOTES
    return (
        sure
        and one.evidence.get("measured") == 0.0
        and one.evidence.get("written", _NOT_WRITTEN) > _NOT_WRITTEN
    )


def _is_witnessed(best: Candidate, evidence: Evidence, paper_unit: float) -> bool:
    """Return whether the sheet states the scale or dimensions measure it: no weak contradiction is a witness."""
    metres = best.metres_per_unit
    stated = any(abs(one * paper_unit / metres - 1) < SAME for one in evidence.written)
    measured = any(abs(one.metres_per_unit / metres - 1) < _NEAR for one in evidence.measured)
    witnesses = {"written": stated, "measured": measured}
    return any(best.evidence[name] > _NOT_WRITTEN / 2 for name, agrees in witnesses.items() if agrees)


def _weigh_sheet(evidence: Evidence, metres: float, paper_unit: float) -> dict[str, float]:
    weighed = {}
    if evidence.written:
        ranks = [
            rank for rank, one in enumerate(evidence.written) if abs(one * paper_unit / metres - 1) < SAME
        ]
        weighed["written"] = _OTHER_SCALE * ranks[0] if ranks else _NOT_WRITTEN
    if evidence.measured:
        most = evidence.measured[0].votes
        fit = [one for one in evidence.measured if abs(one.metres_per_unit / metres - 1) < _NEAR]
        against = _NOT_MEASURED * min(most / _SURE_VOTES, 1.5)
        weighed["measured"] = max((against * (1 - one.votes / most) for one in fit), default=against)
    return weighed


def _tell(best: Candidate, evidence: Evidence) -> str:
    told = []
    if best.evidence.get("written") == 0.0:
        told.append(f"{best.unit} is written on the sheet")
    if best.evidence.get("measured") == 0.0:
        votes = evidence.measured[0]
        told.append(f"{votes.votes} of {votes.of} written dimensions agree")
    return ", ".join(filter(None, [*told, tell(best, evidence)]))

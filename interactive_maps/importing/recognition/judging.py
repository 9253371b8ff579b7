"""Confidence in a room or an opening, with the reasons against it as codes."""

from __future__ import annotations

from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold
from interactive_maps.importing.recognition.rooms.region import Region

# The reasons against a room, and by how much each lowers the confidence.
GUESSED_EDGE, NO_LABEL, NO_OPENING, TINY = "guessed_edge", "no_label", "no_opening", "tiny"
_COSTS = {GUESSED_EDGE: 0.4, NO_LABEL: 0.2, NO_OPENING: 0.25, TINY: 0.1}
_TINY = 1.0  # square metres

_THRESHOLDS = {
    Evidence.SWING: 0.95,
    Evidence.SYMBOL: 0.8,
    Evidence.FILLED: 0.6,
    Evidence.GAP: 0.7,
    Evidence.OPEN: 0.4,
    Evidence.GLAZED: 0.2,
}


def judge_room(region: Region, openings: int) -> tuple[float, tuple[str, ...]]:
    """Return the confidence from 0 to 1, and the codes of the reasons that lower it."""
    against = {
        GUESSED_EDGE: region.cut,
        NO_LABEL: region.label is None,
        NO_OPENING: openings == 0,
        TINY: region.area.area < _TINY,
    }
    issues = tuple(code for code, holds in against.items() if holds)
    return round(max(1.0 - sum(_COSTS[code] for code in issues), 0.05), 2), issues


def judge_threshold(threshold: Threshold) -> float:
    """Return the confidence from 0 to 1."""
    return _THRESHOLDS[threshold.evidence]

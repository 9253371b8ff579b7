"""Openings, found before the rooms: thresholds with the evidence for each."""

from interactive_maps.importing.recognition.doors.gaps import find_gaps
from interactive_maps.importing.recognition.doors.merging import merge_thresholds
from interactive_maps.importing.recognition.doors.swings import Swings, find_swings, mark_swings
from interactive_maps.importing.recognition.doors.symbols import find_symbols
from interactive_maps.importing.recognition.doors.threshold import Evidence, Threshold

__all__ = [
    "Evidence",
    "Swings",
    "Threshold",
    "find_gaps",
    "find_swings",
    "find_symbols",
    "mark_swings",
    "merge_thresholds",
]

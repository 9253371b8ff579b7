"""Barriers: lines that nobody can walk through, with the ends of walls where openings may be."""

from interactive_maps.importing.recognition.walls.barriers import (
    Barrier,
    Barriers,
    flatten_arcs,
    gather_barriers,
)
from interactive_maps.importing.recognition.walls.caps import Caps, find_caps
from interactive_maps.importing.recognition.walls.cracks import bridge_cracks
from interactive_maps.importing.recognition.walls.envelope import close_envelope
from interactive_maps.importing.recognition.walls.leaf_lines import cover_leaves
from interactive_maps.importing.recognition.walls.snapping import snap_ends

__all__ = [
    "Barrier",
    "Barriers",
    "Caps",
    "bridge_cracks",
    "close_envelope",
    "cover_leaves",
    "find_caps",
    "flatten_arcs",
    "gather_barriers",
    "snap_ends",
]

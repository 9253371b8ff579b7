"""Alignment of levels: plans with different origins are moved until stairs, lifts and outlines meet."""

from interactive_maps.importing.alignment.drafts import align_drafts
from interactive_maps.importing.alignment.level_plan import LevelPlan, read_level
from interactive_maps.importing.alignment.moving import move_draft
from interactive_maps.importing.alignment.shifts import Ambiguous, Shift, find_shift

__all__ = ["Ambiguous", "LevelPlan", "Shift", "align_drafts", "find_shift", "move_draft", "read_level"]

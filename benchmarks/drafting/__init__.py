"""Buildings with known rooms and doors, drawn as a draughtsman would: pure, without files."""

from benchmarks.drafting.building import Building, Door, Room
from benchmarks.drafting.draughtsman import draw_building
from benchmarks.drafting.styles import HARD_STYLES, NOISES, STYLES, Noise, Style

__all__ = ["HARD_STYLES", "NOISES", "STYLES", "Building", "Door", "Noise", "Room", "Style", "draw_building"]

"""Buildings whose rooms and doors are known, drawn as a draughtsman would: pure, without files."""

from benchmarks.drafting.building import Building, Door, Room
from benchmarks.drafting.draughtsman import draw_building
from benchmarks.drafting.styles import NOISES, STYLES, Noise, Style

__all__ = ["NOISES", "STYLES", "Building", "Door", "Noise", "Room", "Style", "draw_building"]

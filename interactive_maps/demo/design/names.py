"""Names of the building and its levels, and room numbers."""

from __future__ import annotations

from interactive_maps.demo.brief import Brief

_PLACES = ("Linden", "Harbour", "Meadow", "Orchard", "Birch", "Mill", "Garden", "Chestnut", "Brook", "Castle")
_HOUSES = {"hospital": ("Hospital", "Clinic", "Infirmary"), "campus": ("Hall", "Institute", "Campus Block")}


def name_building(brief: Brief) -> str:
    """Return a name chosen by the seed, such as ``"Linden Hospital"``."""
    dice = brief.dice("name")
    return f"{dice.choice(_PLACES)} {dice.choice(_HOUSES[brief.use])}"


def name_level(ordinal: int) -> str:
    """Return the name of a level."""
    if ordinal == 0:
        return "Ground Floor"
    return f"Level {ordinal}" if ordinal > 0 else f"Basement {-ordinal}"


def name_level_file(ordinal: int) -> str:
    """Return the drawing's file name, from which an importer reads the level: ``level-02.dxf``, ``level-b1.dxf``."""
    return f"level-{ordinal:02d}.dxf" if ordinal >= 0 else f"level-b{-ordinal}.dxf"


def number_room(ordinal: int, position: int) -> str:
    """Return a number that is unique in the building: ``"1.034"``, ``"B1.007"``."""
    storey = str(ordinal) if ordinal >= 0 else f"B{-ordinal}"
    return f"{storey}.{position:03d}"

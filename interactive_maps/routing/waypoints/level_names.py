"""Names of levels, by building and ordinal: on a campus, one ordinal is the ground floor here and "Level 1" there."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

Names = Mapping[str, str]


class LevelNames:
    """Finds what levels are called; made of the columns of the layer."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._of_buildings: dict[tuple[int, float], Names] = {}
        self._of_none: dict[float, Names] = {}
        self._all: dict[float, list[Names]] = {}
        rows = zip(columns["level"].tolist(), columns["names"], columns["building_ids"], strict=True)
        for level, text, buildings in rows:
            names = read_names(text)
            if math.isnan(level) or not names:
                continue
            self._all.setdefault(level, []).append(names)
            if not buildings:
                self._of_none.setdefault(level, names)
            for building in buildings or ():
                self._of_buildings.setdefault((building, level), names)

    def find(self, level: float, building: int | None, languages: Sequence[str]) -> str | None:
        """Return what the level is called in the building.

        Where the building is not known, or has no such level, that is a name on which all agree, else None.
        """
        names = self._of_buildings.get((building, level)) if building is not None else None
        names = names or self._of_none.get(level)
        if names:
            return choose_name(names, languages)
        said = {choose_name(names, languages) for names in self._all.get(level, ())}
        return said.pop() if len(said) == 1 else None


def read_names(text: str | None) -> dict[str, str]:
    """Return the members of a JSON object that are text."""
    try:
        read = json.loads(text) if text else None
    except (ValueError, RecursionError):  # the database nests as deep as it likes
        return {}
    if not isinstance(read, dict):
        return {}
    return {name: value for name, value in read.items() if isinstance(value, str) and value}


def choose_name(names: Names, languages: Sequence[str]) -> str | None:
    """Return the name in the first of the languages that there is, else the main one."""
    for language in (*languages, "", "en"):
        if language in names:
            return names[language]
    return names[min(names)] if names else None

"""The levels of a draft: drawn ones, and those that features refer to, each once.

A level is named by its source, never after its number: in many countries the first floor is 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from shapely.geometry import Point

from interactive_maps.importing.draft.drawn_levels import DrawnLevels
from interactive_maps.importing.values.level_values import format_ordinal
from interactive_maps.mapdata.edits.features import Level


class Levels:
    """Levels under construction: drawn ones, and what features say about other ordinals, by building."""

    def __init__(self, drawn: DrawnLevels) -> None:
        """``drawn`` must be complete."""
        self._drawn = drawn
        self._said: dict[float, dict[str | None, Counter[str]]] = {}
        self._spaces_outside: set[float] = set()
        self._keys: dict[tuple[float, str | None], str] = {}

    def add(
        self,
        ordinals: Sequence[float],
        point: Point,
        building: str | None,
        name: str | None,
        *,
        is_space: bool,
    ) -> None:
        """Record that a building has a feature at ``point`` on these levels.

        The level's ``name`` counts if there is only one level. A feature outside of buildings and spaces needs no new
        level if any exists.
        """
        name = name if len(ordinals) == 1 else None
        for ordinal in ordinals:
            if self._drawn.find(ordinal, point, building) is None:
                names = self._said.setdefault(ordinal, {}).setdefault(building, Counter())
                names.update([name] if name else [])
                if is_space and building is None:
                    self._spaces_outside.add(ordinal)

    def build(self) -> list[Level]:
        """Return all levels, drawn ones first."""
        levels = list(self._drawn.levels)
        drawn = {level.ordinal for level in levels}
        for ordinal, buildings in sorted(self._said.items()):
            is_bare = None in buildings and not buildings[None] and ordinal not in self._spaces_outside
            if is_bare and (ordinal in drawn or len(buildings) > 1):
                del buildings[None]
            if not buildings:
                continue
            for name, members in _group_by_name(buildings).items():
                key = f"level@{format_ordinal(ordinal)}" + (f"/{name}" if name is not None else "")
                own = name or _most_said(sum((buildings[one] for one in members), Counter()))
                names = {"": own} if own else {}
                present = tuple(sorted(one for one in members if one is not None))
                levels.append(Level(key, ordinal, names, dict(names), present))
                self._keys.update({(ordinal, one): key for one in members})
        return levels

    def find(self, ordinal: float | None, point: Point, building: str | None) -> str | None:
        """Return the key of the level of an added feature; call it after ``build``."""
        if ordinal is None:
            return None
        return self._drawn.find(ordinal, point, building) or self._keys.get((ordinal, building))


def _group_by_name(buildings: dict[str | None, Counter[str]]) -> dict[str | None, list[str | None]]:
    """Group buildings by their name for an ordinal: those that agree, or have no name for it, share a level."""
    names = {building: _most_said(said) for building, said in buildings.items()}
    if len({name for name in names.values() if name}) <= 1:
        return {None: list(names)}
    groups: dict[str | None, list[str | None]] = {}
    for building, name in names.items():
        groups.setdefault(name, []).append(building)
    return groups


def _most_said(names: Counter[str]) -> str | None:
    ranked: Iterable[tuple[str, int]] = names.items()
    return max(ranked, key=lambda item: (item[1], item[0]), default=(None, 0))[0]

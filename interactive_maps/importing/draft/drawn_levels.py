"""Levels with outlines in their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import shapely
from shapely.geometry import Point

from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.values.level_values import format_ordinal
from interactive_maps.mapdata.edits.features import Level


class DrawnLevels:
    """Drawn levels, one for each building and ordinal; add all before you search."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._shelves: dict[tuple[float, tuple[str, ...]], list[_DrawnLevel]] = {}
        self._trees: dict[float, tuple[list[Level], shapely.STRtree]] = {}

    def add(self, level: Level) -> None:
        """Add a level; outlines of the same building and ordinal are merged unless their names differ."""
        # Without a building, two outlines may belong to different buildings.
        shelf = self._shelves.setdefault((level.ordinal, level.buildings or (level.key,)), [])
        known = next((one for one in shelf if one.agrees_with(level)), None)
        if known is None:
            shelf.append(_DrawnLevel([level]))
            return
        known.parts.append(level)
        ordinal = format_ordinal(level.ordinal)
        reason = f"level {ordinal} is drawn in parts: merged with {known.parts[0].key}"
        self._report.repaired.append(Issue(level.key, reason))

    def extend(self, levels: Iterable[Level]) -> None:
        """Add several levels."""
        for level in levels:
            self.add(level)

    @cached_property
    def levels(self) -> list[Level]:
        """The levels in the order in which they were added."""
        return [level.build() for shelf in self._shelves.values() for level in shelf]

    def find(self, ordinal: float, point: Point, building: str | None) -> str | None:
        """Return the key of the level around a point, its building's first, or else of the building's level."""
        if ordinal not in self._trees:
            here = [level for level in self.levels if level.ordinal == ordinal]
            self._trees[ordinal] = here, shapely.STRtree([level.geometry or Point() for level in here])
        drawn, tree = self._trees[ordinal]
        around = {int(hit) for hit in tree.query(point, predicate="intersects")}
        own = {index for index, level in enumerate(drawn) if building in level.buildings}
        chosen = (around & own) or around or own
        return drawn[min(chosen)].key if chosen else None


@dataclass(slots=True)
class _DrawnLevel:
    """A level and the parts in which it is drawn."""

    parts: list[Level] = field(default_factory=list)

    def agrees_with(self, other: Level) -> bool:
        """Return whether both have the same name, or one has none."""
        known = [part for part in self.parts if part.names]
        return not known or not other.names or any(part.names == other.names for part in known)

    def build(self) -> Level:
        """Return the level, named after the first part with a name."""
        if len(self.parts) == 1:
            return self.parts[0]
        parts = sorted(self.parts, key=lambda part: part.key)
        named = next((part for part in parts if part.names), parts[0])
        outlines = [part.geometry for part in parts if part.geometry is not None]
        return replace(named, key=parts[0].key, geometry=shapely.union_all(outlines) if outlines else None)

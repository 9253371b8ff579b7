"""The building and the level of each feature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import shapely
from shapely.geometry import Point

from interactive_maps.importing.draft.drawn_levels import DrawnLevels
from interactive_maps.importing.draft.levels import Levels
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.mapdata.edits.features import Building, Level


@dataclass(slots=True)
class Homes:
    """Buildings and levels as features name them, before features are assigned to them.

    ``named`` and ``level_names`` are the names of buildings and levels by the keys of features.
    """

    buildings: list[Building] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    level_names: dict[str, str] = field(default_factory=dict)

    def assign(self, draft: MapDraft) -> None:
        """Assign buildings and levels to all features of the draft, and add both to the draft."""
        finder = _BuildingFinder([*self.buildings, *self._list_named()], self.named)
        drawn = DrawnLevels(draft.report)
        for level in self.levels:
            home = finder.find(level.key, level.geometry.representative_point()) if level.geometry else None
            drawn.add(replace(level, buildings=(home,) if home else ()))
        levels = Levels(drawn)
        places = list(_list_places(draft))
        homes = {key: finder.find(key, point) for key, point, _, _ in places}
        for key, point, ordinals, is_space in places:
            levels.add(ordinals, point, homes[key], self.level_names.get(key), is_space=is_space)
        draft.buildings.extend(finder.buildings)
        draft.levels.extend(levels.build())
        draft.spaces[:] = [
            replace(
                one,
                building=homes[one.key],
                level=levels.find(one.ordinal, one.display_point, homes[one.key]),
            )
            for one in draft.spaces
        ]
        draft.points[:] = [
            replace(
                one, building=homes[one.key], level=levels.find(one.ordinal, one.location, homes[one.key])
            )
            for one in draft.points
        ]
        draft.rooms[:] = [replace(room, building=homes.get(room.key)) for room in draft.rooms]

    def _list_named(self) -> list[Building]:
        """Return the buildings that features name but nothing outlines."""
        drawn = {name.casefold() for building in self.buildings for name in building.names.values()}
        names = {name.casefold(): name for name in reversed(self.named.values())}
        return [
            Building(f"building:{folded}", {"": name})
            for folded, name in sorted(names.items())
            if folded not in drawn
        ]


class _BuildingFinder:
    """Finds the building of a feature: the one that it names, else the smallest around it."""

    def __init__(self, buildings: list[Building], named: dict[str, str]) -> None:
        self.buildings = buildings
        self._named = named
        self._by_name = {name.casefold(): one.key for one in buildings for name in one.names.values()}
        shown = [(one.geometry, one.key) for one in buildings if one.geometry is not None]
        self._shown = sorted(shown, key=lambda one: (one[0].area, one[1]))
        self._tree = shapely.STRtree([geometry for geometry, _ in self._shown])

    def find(self, key: str, point: Point) -> str | None:
        """Return the key of the building of the feature ``key`` at ``point``."""
        if (name := self._named.get(key)) is not None:
            return self._by_name[name.casefold()]
        hits = self._tree.query(point, predicate="intersects")
        return self._shown[int(hits.min())][1] if len(hits) else None


def _list_places(draft: MapDraft) -> Iterator[tuple[str, Point, tuple[float, ...], bool]]:
    """Yield the features of buildings: key, position, levels, and whether it is a space."""
    for space in draft.spaces:
        yield space.key, space.display_point, _list(space.ordinal), True
    spaces = {space.key for space in draft.spaces}
    for room in draft.rooms:
        if room.key not in spaces:
            yield room.key, Point(room.longitude, room.latitude), _list(room.level), True
    for point in draft.points:
        yield point.key, point.location, _list(point.ordinal), False
    for connector in draft.connectors:
        yield connector.key, connector.geometry.representative_point(), connector.ordinals, False


def _list(ordinal: float | None) -> tuple[float, ...]:
    return () if ordinal is None else (ordinal,)

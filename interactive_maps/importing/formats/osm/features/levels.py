"""The levels of the map: those that are drawn (``indoor=level``), and those that spaces and points are on.

A level is called what ``level:ref`` says on site, never after its number: in many countries the first floor is 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import shapely

from interactive_maps.importing.formats.osm.elements.element import Tags
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.tags.element_levels import make_key, read_level_name
from interactive_maps.importing.formats.osm.tags.names import read_names
from interactive_maps.importing.values.level_values import format_ordinal
from interactive_maps.mapdata.edits.features import Level, Space


@dataclass(slots=True)
class Levels:
    """Levels in the making: what is said of each ordinal, building by building."""

    drawn: list[Level] = field(default_factory=list)
    _trees: dict[float | None, tuple[list[Level], shapely.STRtree]] = field(default_factory=dict)
    _said: dict[float, dict[str | None, Counter[str]]] = field(default_factory=dict)

    def add_drawn(self, site: LocatedElement, building: str | None) -> None:
        """Add a level that is drawn with its outline."""
        short = read_level_name(site.tags) or site.tags.get("ref")
        names = read_names(site.tags) or ({"": short} if short else {})
        short_names = {"": short} if short else {}
        geometry = site.shape.geometry if site.shape.is_area else None
        buildings = () if building is None else (building,)
        self.drawn.extend(
            Level(
                key=make_key(site.element, ordinal),
                ordinal=ordinal,
                names=names,
                short_names=short_names,
                buildings=buildings,
                geometry=geometry,
                properties=site.tags,
            )
            for ordinal in site.floors.ordinals
        )

    def add(self, ordinals: Sequence[float], building: str | None, tags: Tags) -> None:
        """Note that a building has something on these levels; what it calls its floor counts if there is only one."""
        name = read_level_name(tags) if len(ordinals) == 1 else None
        for ordinal in ordinals:
            names = self._said.setdefault(ordinal, {}).setdefault(building, Counter())
            names.update([name] if name else [])

    def build(self) -> tuple[list[Level], dict[tuple[float, str | None], str]]:
        """Return the levels, and the key of each (ordinal, building)'s."""
        levels: list[Level] = []
        keys: dict[tuple[float, str | None], str] = {}
        for ordinal, buildings in sorted(self._said.items()):
            for name, members in _group_by_name(buildings).items():
                key = f"level@{format_ordinal(ordinal)}" + (f"/{name}" if name is not None else "")
                own = name or _most_said(sum((buildings[one] for one in members), Counter()))
                names = {"": own} if own else {}
                present = tuple(sorted(one for one in members if one is not None))
                levels.append(Level(key, ordinal, names, dict(names), present))
                keys.update({(ordinal, one): key for one in members})
        return levels, keys

    def find_drawn(self, space: Space) -> str | None:
        """Return the key of the drawn level that a space is on; ask once all levels are added."""
        if space.ordinal not in self._trees:
            here = [one for one in self.drawn if one.ordinal == space.ordinal]
            found = [(one, one.geometry) for one in here if one.geometry is not None]
            tree = shapely.STRtree([geometry for _, geometry in found])
            self._trees[space.ordinal] = [one for one, _ in found], tree
        drawn, tree = self._trees[space.ordinal]
        hits = tree.query(space.display_point, predicate="intersects")
        return drawn[int(hits.min())].key if len(hits) else None


def _group_by_name(buildings: dict[str | None, Counter[str]]) -> dict[str | None, list[str | None]]:
    """Return the buildings by what they call one ordinal: those that agree, or say nothing, share a level."""
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

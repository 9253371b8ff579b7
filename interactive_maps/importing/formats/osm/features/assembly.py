"""Assembly of the map from elements: first spaces, then features at or in them."""

from __future__ import annotations

from dataclasses import replace

import shapely

from interactive_maps.importing.draft.drawn_levels import DrawnLevels
from interactive_maps.importing.draft.levels import Levels
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats.osm.elements.element import Element, Elements
from interactive_maps.importing.formats.osm.elements.element_levels import (
    ElementLevels,
    read_element_levels,
    read_level_name,
)
from interactive_maps.importing.formats.osm.elements.element_names import ElementNames
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.elements.shapes import Shapes, choose_display_point
from interactive_maps.importing.formats.osm.expansion import Expansion
from interactive_maps.importing.formats.osm.features.adjacent_spaces import AdjacentSpaces
from interactive_maps.importing.formats.osm.features.buildings import Buildings, build_building
from interactive_maps.importing.formats.osm.features.connectors import build_connectors, name_connector
from interactive_maps.importing.formats.osm.features.levels import build_levels
from interactive_maps.importing.formats.osm.features.openings import Openings
from interactive_maps.importing.formats.osm.features.points import build_points, is_point_of_interest
from interactive_maps.importing.formats.osm.features.spaces import (
    build_occupant,
    build_spaces,
    encloses_space,
    is_drawn_as_area,
    is_meant_closed,
)
from interactive_maps.importing.formats.osm.features.unused_elements import UnusedElements
from interactive_maps.importing.formats.osm.features.walked_lines import build_streets, build_walked
from interactive_maps.importing.formats.osm.rows import build_lines, build_rooms
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.progress import Progress
from interactive_maps.importing.tags.selection import is_building, is_door, is_inside
from interactive_maps.mapdata.edits.features import Space

_PROGRESS_EVERY = 1000


class Assembly:
    """Fills a draft from the elements of a file."""

    def __init__(self, elements: Elements, draft: MapDraft, options: ReadOptions, progress: Progress) -> None:
        """Fill ``draft``; the options' limits bound what ``elements`` become."""
        self._elements, self._draft, self._progress = elements, draft, progress
        self._names = ElementNames(options.rules.labels.own_placeholders)
        self._expansion = Expansion(options.limits)
        self._report = draft.report
        self._leftovers = UnusedElements()
        self._sites: list[LocatedElement] = []
        self._buildings = Buildings(())
        self._kept: dict[str, LocatedElement] = {}
        self._spaces: list[tuple[Space, LocatedElement]] = []
        self._adjacent_spaces = AdjacentSpaces(())
        self._levels = Levels(DrawnLevels(draft.report))

    def run(self) -> None:
        """Fill the draft, and report unused elements."""
        self._place()
        self._assemble_spaces()
        self._keep_buildings()
        self._assemble_storeys()
        self._adjacent_spaces = AdjacentSpaces(
            [
                (space, site.shape.nodes)
                for space, (_, site) in zip(self._draft.spaces, self._spaces, strict=True)
            ]
        )
        self._assemble_things()
        self._draft.rooms.extend(build_rooms((space, site.tags) for space, site in self._spaces))
        for site in (*self._kept.values(), *self._sites):
            self._draft.lines.extend(build_lines(site))
            self._draft.walked.extend(build_walked(site, self._elements))
        self._draft.walked.extend(build_streets(self._elements))
        self._leftovers.report_to(self._report)
        self._names.report_to(self._report, {site.key for site in (*self._kept.values(), *self._sites)})

    def _place(self) -> None:
        """Locate all elements except buildings, most of which are irrelevant."""
        shapes = Shapes(self._elements, self._report, self._expansion)
        buildings: list[LocatedElement] = []
        total = len(self._elements.kept)
        for count, element in enumerate(map(self._names.read, self._elements.kept.values())):
            if count % _PROGRESS_EVERY == 0:
                self._progress("drawing", count, total)
            shape = shapes.build(element, area=is_drawn_as_area(element))
            if shape is None:
                continue
            if is_building(element.tags) and shape.is_area:
                buildings.append(LocatedElement(element, shape, ElementLevels()))
            else:
                floors = read_element_levels(element, self._report)
                self._expansion.add_levels(floors, int(shapely.get_num_coordinates(shape.geometry)))
                self._sites.append(LocatedElement(element, shape, floors))
        self._buildings = Buildings(buildings)

    def _assemble_spaces(self) -> None:
        for site in self._sites:
            if site.shape.is_area and encloses_space(site.tags):
                self._spaces.extend((space, site) for space in build_spaces(site))
            elif is_meant_closed(site.element):
                self._leftovers.add(site.key, "its outline is not closed: imported as a line")

    def _keep_buildings(self) -> None:
        """Keep the buildings with something inside."""
        points = [space.display_point for space, _ in self._spaces]
        points += [choose_display_point(site.shape.geometry) for site in self._sites if is_inside(site.tags)]
        for point in points:
            building = self._buildings.find(point)
            if building is not None:
                self._kept[building.key] = building
        self._draft.buildings.extend(map(build_building, self._kept.values()))
        outlines = frozenset(node for _, site in self._spaces for node in site.shape.nodes)
        self._sites = [site for site in self._sites if self._belongs(site, outlines)]

    def _belongs(self, site: LocatedElement, outlines: frozenset[int]) -> bool:
        """Return whether an element is inside of a building: by its tags, or by touching a space or a kept building.

        Doors are checked later, by the outline that they are on.
        """
        if is_inside(site.tags) or is_door(site.tags) or not outlines.isdisjoint(site.shape.nodes):
            return True
        if self._buildings.hold(site.shape.geometry, self._kept):
            return True
        self._leftovers.add(site.key, "has no level and is outside of all imported buildings")
        return False

    def _assemble_storeys(self) -> None:
        """Determine the levels, and the building and level of each space."""
        drawn = DrawnLevels(self._report)
        for site in self._sites:
            if site.tags.get("indoor") == "level":
                drawn.extend(build_levels(site, self._find_home(site)))
        levels = self._levels = Levels(drawn)
        sites = {site.key: site for site in self._sites if name_connector(site) or is_point_of_interest(site)}
        own = {site.key: site for _, site in self._spaces}
        sites |= own
        homes = {key: self._find_home(site) for key, site in sites.items()}
        for key, site in sites.items():
            point = choose_display_point(site.shape.geometry)
            levels.add(
                site.floors.ordinals, point, homes[key], read_level_name(site.tags), is_space=key in own
            )
        self._draft.levels.extend(levels.build())
        for space, site in self._spaces:
            home = homes[site.key]
            level = levels.find(space.ordinal, space.display_point, home)
            self._add_space(replace(space, building=home, level=level), site)

    def _add_space(self, space: Space, site: LocatedElement) -> None:
        self._draft.spaces.append(space)
        if occupant := build_occupant(site.element, space):
            self._draft.occupants.append(occupant)

    def _assemble_things(self) -> None:
        """Build all features except spaces; a lift's door may also be a point of interest, a wall is only a line."""
        draft = self._draft
        openings = Openings(self._adjacent_spaces, self._list_outlines(), self._report, self._leftovers)
        own = {site.key for _, site in self._spaces}
        for site in self._sites:
            kind = name_connector(site)
            if kind is not None:
                draft.connectors.extend(build_connectors(site, kind, self._adjacent_spaces))
            elif is_door(site.tags) and site.key not in own:
                draft.openings.extend(openings.build(site))
            elif site.key not in own and is_point_of_interest(site):
                home = self._find_home(site)
                for point in build_points(site, self._adjacent_spaces):
                    level = self._levels.find(point.ordinal, point.location, home)
                    draft.points.append(replace(point, level=level, building=home))
            elif site.element.kind == "node":
                self._leftovers.add(site.key, _explain(site.element))

    def _list_outlines(self) -> frozenset[int]:
        walls = (site for site in self._sites if site.tags.get("indoor") == "wall")
        return frozenset(node for site in (*self._kept.values(), *walls) for node in site.shape.nodes)

    def _find_home(self, site: LocatedElement) -> str | None:
        home = self._buildings.find(choose_display_point(site.shape.geometry))
        return home.key if home else None


def _explain(element: Element) -> str:
    if element.tags.get("indoor") in {"wall", "room", "area", "corridor"}:
        return f"indoor={element.tags['indoor']} on a single node, which has no area or line"
    return "has a level, but nothing that a map shows"

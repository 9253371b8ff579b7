"""Shapes of elements: a point, a line, or the area that ways enclose, with the nodes on its outline.

A broken shape is repaired if the result is certain to be what was meant; otherwise it is skipped, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.crossings import MOST_CROSSINGS, crosses_too_often
from interactive_maps.importing.formats.osm.elements.element import Element, Elements
from interactive_maps.importing.formats.osm.elements.rings import Chain, join_rings
from interactive_maps.importing.formats.osm.expansion import Expansion
from interactive_maps.importing.reporting.report import Issue, Report

_OUTLINE_ROLES = frozenset({"", "outer", "inner", "outline", "exclave", "enclave"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry in degrees, and the ids of the nodes that draw it."""

    geometry: BaseGeometry
    nodes: frozenset[int] = frozenset()

    @property
    def is_area(self) -> bool:
        """Whether the shape encloses anything."""
        return isinstance(self.geometry, Polygon | MultiPolygon)


class Shapes:
    """Shapes of the elements of a file; issues of each are reported once."""

    def __init__(self, elements: Elements, report: Report, expansion: Expansion) -> None:
        self._elements, self._report, self._expansion = elements, report, expansion
        self._said: set[Issue] = set()

    def build(self, element: Element, *, area: bool) -> Shape | None:
        """Return the shape of an element; ``area`` makes a closed way an area. None if it cannot be drawn."""
        if element.kind == "node":
            return self._build_point(element)
        if element.kind == "relation":
            return self._build_relation(element)
        chain = self._place_chain(element)
        if len(set(chain)) < (3 if area and element.is_closed else 2):
            self._skip(element, "too few of its nodes are in the file to draw it")
            return None
        if area and element.is_closed:
            return self._enclose(element, [_join_ends(chain)])
        line = LineString([self._elements.places[node] for node in chain])
        if not line.length:
            self._skip(element, "has no length")
            return None
        return Shape(line, frozenset(chain))

    def _build_point(self, element: Element) -> Shape | None:
        place = self._elements.places.get(element.id)
        if place is None:
            self._skip(element, "has no position on the earth")
            return None
        return Shape(Point(place), frozenset((element.id,)))

    def _build_relation(self, element: Element) -> Shape | None:
        chains = list(self._collect_chains(element))
        rings, left_over = join_rings(chains)
        rings = [ring for ring in rings if len(set(ring)) >= 3]
        if not rings:
            self._skip(element, "its members do not make a closed ring")
            return None
        if left_over:
            self._repair(element, f"{len(left_over)} of its lines do not close a ring and were skipped")
        return self._enclose(element, rings)

    def _collect_chains(self, relation: Element) -> Iterable[Chain]:
        seen: set[str] = set()
        for member in relation.members:
            way = self._elements.kept.get(member.key) or self._elements.parts.get(member.key)
            if member.key == relation.key:
                self._repair(relation, "is a member of itself, which was skipped")
            elif member.key.startswith("relation/"):
                self._repair(relation, f"its member {member.key} was skipped: an area is made of ways")
            elif not member.key.startswith("way/") or member.role not in _OUTLINE_ROLES:
                continue
            elif way is None:
                self._repair(relation, f"its member {member.key} is not in the file")
            elif member.key in seen:
                self._repair(relation, f"its member {member.key} is listed twice and was used once")
            else:
                seen.add(member.key)
                self._expansion.add_member(len(way.nodes))
                yield self._place_chain(way)

    def _place_chain(self, way: Element) -> Chain:
        """Return the located nodes of a way, without consecutive duplicates."""
        places = self._elements.places
        chain = [node for node in way.nodes if node in places]
        if len(chain) < len(way.nodes):
            missing = len(way.nodes) - len(chain)
            self._repair(way, f"{missing} of its {len(way.nodes)} nodes are not in the file and were skipped")
        return tuple(node for index, node in enumerate(chain) if index == 0 or node != chain[index - 1])

    def _enclose(self, element: Element, rings: Sequence[Chain]) -> Shape | None:
        """Return the area inside of the rings: a ring inside of another is a hole, whatever its role."""
        places = self._elements.places
        polygons = [Polygon([places[node] for node in ring]) for ring in rings]
        crossing = not all(polygon.is_valid for polygon in polygons)
        area: BaseGeometry = polygons[0]
        if crossing or len(rings) > 1:
            outline = Polygon(polygons[0].exterior, [polygon.exterior for polygon in polygons[1:]])
            if crosses_too_often(outline, MOST_CROSSINGS):
                self._skip(element, f"its outline crosses itself more than {MOST_CROSSINGS:,} times")
                return None
            # All rings at once by the even-odd rule: one by one, each would cost as much as all before it.
            area = _keep_areas(shapely.make_valid(outline, method="linework"))
        if area.is_empty:
            self._skip(element, "encloses no area")
            return None
        if crossing:
            self._repair(element, "its outline crosses or touches itself: the enclosed parts were imported")
        return Shape(area, frozenset(node for ring in rings for node in ring))

    def _skip(self, element: Element, reason: str) -> None:
        self._report.skipped.append(Issue(element.key, reason))

    def _repair(self, element: Element, reason: str) -> None:
        issue = Issue(element.key, reason)
        if issue not in self._said:  # a way that is used alone and in a relation would be reported twice
            self._said.add(issue)
            self._report.repaired.append(issue)


def choose_display_point(area: BaseGeometry) -> Point:
    """Return a point inside the area for its label: the centroid if that is inside."""
    centroid = area.centroid
    return centroid if area.contains(centroid) else area.representative_point()


def _join_ends(chain: Chain) -> Chain:
    return chain if chain[0] == chain[-1] else (*chain, chain[0])


def _keep_areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry: repairs leave lines and points where parts touched."""
    parts = shapely.get_parts(shapely.get_parts(geometry))  # twice: a collection may contain a multipolygon
    polygons = [part for part in parts if isinstance(part, Polygon)]
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)

"""Responses of the Overpass API (JSON, ``out geom`` or ``out body``), converted to OpenStreetMap files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interactive_maps.importing.bounds import Allowance
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.values.json_text import parse_json

_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\{")
_ELEMENTS = re.compile(rb'"elements"\s*:\s*\[')
_FAR = 10**15  # ids of nodes that have only positions in the response

Element = dict[str, Any]
Place = tuple[float, float]


def recognise_overpass(head: bytes) -> bool:
    """Return whether the first bytes of a file are a response of the Overpass API."""
    return _START.match(head) is not None and _ELEMENTS.search(head) is not None


def write_osm(path: Path, target: Path, limits: Limits) -> None:
    """Write the elements of the response at ``path`` to ``target``, an OSM file; raises InputError and TooMuch."""
    import osmium
    from osmium.osm import mutable

    collector = _Collector(limits)
    for element in _read_elements(path, limits):
        collector.add(element)
    if not collector.nodes:
        reason = "contains no element with a position: query with `out geom;` or `out body; >; out skel qt;`"
        raise InputError(path.name, "its elements", reason)
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for key, (place, tags) in sorted(collector.nodes.items()):
            writer.add_node(mutable.Node(id=key, location=place, tags=tags))
        for key, (references, tags) in sorted(collector.nodes_of_ways.items()):
            writer.add_way(mutable.Way(id=key, nodes=references, tags=tags))
        for key, (members, tags) in sorted(collector.relations.items()):
            writer.add_relation(mutable.Relation(id=key, members=members, tags=tags))


def _read_elements(path: Path, limits: Limits) -> Iterator[Element]:
    try:
        answer = parse_json(path.read_bytes())
    except ValueError as error:
        reason = f"invalid JSON ({error}): was the download cut off?"
        raise InputError(path.name, "the whole file", reason) from None
    elements = answer.get("elements") if isinstance(answer, dict) else None
    if not isinstance(elements, list):
        raise InputError(path.name, "its elements", "is JSON, but not a response of the Overpass API")
    if warning := answer.get("remark"):
        raise InputError(path.name, "its remark", f"the response is incomplete: {str(warning)[:200]}")
    if len(elements) > limits.entities:
        reason = f"holds more than {limits.entities:,} elements: raise --max-entities"
        raise InputError(path.name, "its elements", reason)
    yield from (element for element in elements if isinstance(element, dict))


class _Collector:
    """Elements by id; a position without a node gets one, which all ways through it share."""

    def __init__(self, limits: Limits) -> None:
        self.nodes: dict[int, tuple[Place, dict[str, str]]] = {}
        self.nodes_of_ways: dict[int, tuple[list[int], dict[str, str]]] = {}
        self.relations: dict[int, tuple[list[tuple[str, int, str]], dict[str, str]]] = {}
        self._made: dict[Place, int] = {}
        says = "have more than {most} positions: query a smaller area, or raise --max-entities"
        self._places = Allowance(limits.vertices, "its elements", says)

    def add(self, element: Element) -> None:
        """Add an element; ignore one without an id."""
        key, kind = _read_id(element.get("id")), element.get("type")
        if key is None:
            return
        if kind == "node":
            self._add_node(key, element)
        elif kind == "way":
            self._add_way(key, element)
        elif kind == "relation":
            self._add_relation(key, element)

    def _add_node(self, key: int, element: Element) -> None:
        place = _read_place(element)
        if place is not None:
            _, known = self.nodes.get(key, (place, {}))
            self.nodes[key] = (place, _read_tags(element) or known)

    def _add_way(self, key: int, element: Element) -> None:
        listed, drawn = element.get("nodes"), element.get("geometry")
        references = [_read_id(one) for one in listed] if isinstance(listed, list) else []
        places = [_read_place(one) for one in drawn] if isinstance(drawn, list) else []
        self._places.take(max(len(references), len(places)))
        if len(references) == len(places):
            for reference, place in zip(references, places, strict=True):
                if reference is not None and place is not None:
                    self.nodes.setdefault(reference, (place, {}))
        elif not references:
            references = [self._make_node(place) for place in places if place is not None]
        whole = [reference for reference in references if reference is not None]
        known, tags = self.nodes_of_ways.get(key, ([], {}))
        self.nodes_of_ways[key] = (whole if len(whole) > 1 else known, _read_tags(element) or tags)

    def _add_relation(self, key: int, element: Element) -> None:
        members = []
        listed = element.get("members")
        for member in listed if isinstance(listed, list) else ():
            reference = _read_id(member.get("ref")) if isinstance(member, dict) else None
            if reference is None or member.get("type") not in {"node", "way", "relation"}:
                continue
            if member["type"] == "way" and reference not in self.nodes_of_ways and "geometry" in member:
                self._add_way(reference, {"geometry": member["geometry"]})
            if member["type"] == "node" and reference not in self.nodes:
                self._add_node(reference, {"lat": member.get("lat"), "lon": member.get("lon")})
            members.append((member["type"][0], reference, str(member.get("role", ""))[:255]))
        self._places.take(len(members))
        self.relations[key] = (members, _read_tags(element))

    def _make_node(self, place: Place) -> int:
        key = self._made.get(place)
        if key is None:
            key = self._made[place] = _FAR + len(self._made)
            self.nodes[key] = (place, {})
        return key


def _read_id(value: Any) -> int | None:
    is_id = isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) < 2**53
    return value if is_id else None


def _read_place(said: Any) -> Place | None:
    """Return longitude and latitude, or None if they are missing or not on the earth."""
    if not isinstance(said, dict):
        return None
    longitude, latitude = said.get("lon"), said.get("lat")
    if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        return None
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def _read_tags(element: Element) -> dict[str, str]:
    tags = element.get("tags")
    if not isinstance(tags, dict):
        return {}
    return {str(key)[:255]: str(value)[:255] for key, value in tags.items() if value is not None}

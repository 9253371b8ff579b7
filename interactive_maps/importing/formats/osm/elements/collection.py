"""Collection of the relevant elements of an OpenStreetMap file in passes, so that a city needs little memory.

The first pass keeps the elements with relevant tags, the second the member ways of their relations, the third the
positions of the nodes of both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from interactive_maps.importing.formats.osm.elements.deletions import find_deleted
from interactive_maps.importing.formats.osm.elements.element import Element, Elements, Kind, Member
from interactive_maps.importing.formats.osm.elements.selection import KERB, KEYS, matters
from interactive_maps.importing.formats.osm.elements.streets import NearbyCells, Streets
from interactive_maps.importing.input_error import InputError
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.progress import Progress
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.tags.footways import RAISED_KERBS, is_street

DELETED = "is deleted"
_NODES_PER_ENTITY = 2
_MOST_NODES_OF_A_WAY = 100_000  # OpenStreetMap itself allows 2,000
_PROGRESS_EVERY = 20_000
_KINDS: dict[str, Kind] = {"n": "node", "w": "way", "r": "relation"}
_XML_PLACE = re.compile(r"XML parsing error at (line \d+, column \d+): (.*)", re.DOTALL)
_ADVICE = "cut out the buildings first: osmium extract --bbox, or a smaller export"


class Collector:
    """The passes over one file; ``form`` is ``osm`` for XML and ``pbf``.

    Raises InputError for a file that is cut off or broken, or exceeds the limits.
    """

    def __init__(self, path: Path, form: str, limits: Limits, report: Report, progress: Progress) -> None:
        self._path, self._form = path, form
        self._limits, self._report, self._progress = limits, report, progress
        self._elements = Elements()
        self._nodes = 0
        self._deleted: frozenset[str] = frozenset()
        self._streets = Streets()

    def run(self) -> Elements:
        """Return the relevant elements with the positions of their nodes."""
        if self._form == "osm":
            self._deleted = find_deleted(self._path)
        for element in self._scan("reading", {"node", "way", "relation"}, keys=KEYS):
            self._keep(element)
        wanted = self._list_parts()
        if wanted:
            for element in self._scan("reading parts of relations", {"way"}, ids=wanted):
                self._keep_part(element)
        self._locate()
        self._locate_streets()
        return self._elements

    def _keep(self, element: Element) -> None:
        if element.kind == "node" and element.tags.get(KERB) in RAISED_KERBS:
            self._elements.kerbs.add(element.id)
        if matters(element.kind, element.tags):
            self._store(self._elements.kept, element)
        elif element.kind == "way" and is_street(element.tags):
            self._streets.add(element)

    def _keep_part(self, element: Element) -> None:
        self._store(self._elements.parts, element)

    def _store(self, shelf: dict[str, Element], element: Element) -> None:
        known = shelf.get(element.key)
        if known is not None:
            newest = max(known, element, key=lambda one: one.version)
            reason = f"is in the file more than once: version {newest.version} was imported"
            self._report.repaired.append(Issue(element.key, reason))
            shelf[element.key] = newest
            return
        if len(element.nodes) > _MOST_NODES_OF_A_WAY:
            reason = f"has {len(element.nodes):,} nodes, more than the {_MOST_NODES_OF_A_WAY:,} allowed"
            self._report.skipped.append(Issue(element.key, reason))
            return
        shelf[element.key] = element
        self._nodes += len(element.nodes)
        self._require_bounded()

    def _require_bounded(self) -> None:
        kept = len(self._elements.kept) + len(self._elements.parts)
        most_nodes = self._limits.entities * _NODES_PER_ENTITY
        if kept > self._limits.entities:
            reason = f"holds more than {self._limits.entities:,} buildings and things inside them"
        elif self._nodes > most_nodes:
            reason = f"its buildings and things inside them have more than {most_nodes:,} nodes"
        else:
            return
        raise InputError(self._path.name, "the whole file", f"{reason}: {_ADVICE}, or raise --max-entities")

    def _list_parts(self) -> set[int]:
        """Return the ids of member ways of kept relations that are not kept yet."""
        wanted: set[int] = set()
        for element in self._elements.kept.values():
            for member in element.members:
                kind, _, number = member.key.partition("/")
                if kind == "way" and member.key not in self._elements.kept:
                    wanted.add(int(number))
        return wanted

    def _locate(self) -> None:
        elements = self._elements
        needed = {
            node for shelf in (elements.kept, elements.parts) for one in shelf.values() for node in one.nodes
        }
        needed |= {one.id for one in elements.kept.values() if one.kind == "node"}
        elements.places.update(self._find_places(needed))

    def _find_places(self, wanted: Collection[int]) -> Iterator[tuple[int, tuple[float, float]]]:
        """Yield the wanted nodes that are in the file, with their positions."""
        found = self._open({"node"}, ids=wanted) if wanted else ()
        for count, node in enumerate(found):
            if node.id in wanted and self._is_there(node, "node") and node.location.valid():
                yield node.id, (node.lon, node.lat)
            if count % _PROGRESS_EVERY == 0:
                self._progress("placing nodes", count, len(wanted))

    def _locate_streets(self) -> None:
        """Locate the outdoor ways near the inside of a building; there may be those of a city."""
        streets, places = self._streets, self._elements.places
        if streets.is_full:
            reason = "has too many outdoor ways: none is joined to the buildings' entrances"
            self._report.skipped.append(Issue("footways", f"{reason}; {_ADVICE}"))
        near = NearbyCells(self._elements)
        for node, place in self._find_places(streets.list_nodes(places)):
            if near.hold(place):
                places[node] = place
        places.update(self._find_places(streets.list_next(places)))
        self._elements.streets.extend(
            way for way in streets.elements if sum(node in places for node in way.nodes) > 1
        )

    def _scan(
        self, step: str, kinds: Collection[Kind], keys: tuple[str, ...] = (), ids: Collection[int] = ()
    ) -> Iterator[Element]:
        for count, found in enumerate(self._open(kinds, keys, ids)):
            if count % _PROGRESS_EVERY == 0:
                self._progress(f"{step} of {self._path.name}", count, None)
            kind = _KINDS[found.type_str()]
            if ids and found.id not in ids:
                continue
            if self._is_there(found, kind):
                yield self._copy(found, kind)
            else:
                self._report.skipped.append(Issue(f"{kind}/{found.id}", DELETED))

    def _is_there(self, found: Any, kind: Kind) -> bool:
        return bool(found.visible) and f"{kind}/{found.id}" not in self._deleted

    def _open(
        self, kinds: Collection[Kind], keys: tuple[str, ...] = (), ids: Collection[int] = ()
    ) -> Iterator[Any]:
        """Yield the objects of the file; each is valid only until the next one."""
        import osmium

        flags = {"node": osmium.osm.NODE, "way": osmium.osm.WAY, "relation": osmium.osm.RELATION}
        wanted = osmium.osm.NOTHING
        for kind in kinds:
            wanted |= flags[kind]
        try:
            processor = osmium.FileProcessor(osmium.io.File(str(self._path), self._form), wanted)
            if keys:
                processor.with_filter(osmium.filter.KeyFilter(*keys))
            # JOSM gives negative ids to new elements, which the filter does not support.
            if ids and min(ids) >= 0:
                processor.with_filter(osmium.filter.IdFilter(ids))
            yield from processor
        except (RuntimeError, ValueError, OSError, osmium.InvalidLocationError) as error:
            raise self._refuse(str(error)) from None

    def _copy(self, found: Any, kind: Kind) -> Element:
        try:
            return _copy(found, kind)
        except UnicodeDecodeError as error:
            raise self._refuse(
                f"{kind}/{found.id} contains text that is not UTF-8 ({error.reason})"
            ) from None

    def _refuse(self, error: str) -> InputError:
        if match := _XML_PLACE.match(error):
            cut_off = match[2] in {"no element found", "unclosed token"}
            reason = "the file is cut off: copy or save it again" if cut_off else f"is not XML: {match[2]}"
            return InputError(self._path.name, match[1], reason)
        if "unexpected EOF" in error or "truncated" in error:
            return InputError(self._path.name, "its end", "the file is cut off: copy or save it again")
        return InputError(self._path.name, "its data", f"is broken: {error}")


def _copy(found: Any, kind: Kind) -> Element:
    """Return a copy of an element: the reader's objects end with the pass."""
    tags = {tag.k: tag.v for tag in found.tags}
    nodes: tuple[int, ...] = ()
    members: tuple[Member, ...] = ()
    if kind == "way":
        nodes = tuple(node.ref for node in found.nodes)
    elif kind == "relation":
        members = tuple(Member(f"{_KINDS[one.type]}/{one.ref}", one.role) for one in found.members)
    return Element(kind, found.id, found.version, tags, nodes, members)

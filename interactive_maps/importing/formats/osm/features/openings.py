"""Doors and passages: nodes on the outlines of spaces, or ways across them."""

from __future__ import annotations

from collections.abc import Iterator

from interactive_maps.importing.formats.osm.elements.element_levels import make_key
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.features.adjacent_spaces import AdjacentSpaces, infer_ordinals
from interactive_maps.importing.formats.osm.features.unused_elements import UnusedElements
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.tags.access import read_access, read_step_free
from interactive_maps.importing.tags.doors import read_automatic, read_category, read_kind, read_width
from interactive_maps.importing.tags.names import read_names
from interactive_maps.mapdata.edits.features import Opening, Space


class Openings:
    """Makes openings; ``outlines`` are the nodes of building outlines and walls."""

    def __init__(
        self,
        adjacent_spaces: AdjacentSpaces,
        outlines: frozenset[int],
        report: Report,
        leftovers: UnusedElements,
    ) -> None:
        self._adjacent_spaces, self._outlines = adjacent_spaces, outlines
        self._report, self._leftovers = report, leftovers

    def build(self, site: LocatedElement) -> Iterator[Opening]:
        """Yield the opening of an element on each of its levels; nothing for doors of skipped buildings."""
        joined = self._adjacent_spaces.find_joined(site.shape.nodes)
        ordinals = site.floors.ordinals
        if not ordinals and not joined and not self._outlines & site.shape.nodes:
            self._leftovers.add(
                site.key, "a door that is not on the outline of an imported space, wall or building"
            )
            return
        if not ordinals:
            ordinals = infer_ordinals(joined)
        if not ordinals and joined:
            reason = "a door without a level between spaces on several levels: its level is unknown"
            self._report.guessed.append(Issue(site.key, reason))
        if not ordinals:
            yield _build_opening(site, None, joined)
        for ordinal in ordinals:
            yield _build_opening(site, ordinal, [space for space in joined if space.ordinal == ordinal])


def _build_opening(site: LocatedElement, ordinal: float | None, spaces: list[Space]) -> Opening:
    tags = site.tags
    return Opening(
        key=make_key(site.element, ordinal),
        ordinal=ordinal,
        geometry=site.shape.geometry,
        spaces=tuple(sorted(space.key for space in spaces)),
        kind=read_kind(tags),
        width=read_width(tags),
        automatic=read_automatic(tags),
        access=read_access(tags),
        step_free=read_step_free(tags),
        names=read_names(tags),
        category=read_category(tags),
        properties=tags,
    )

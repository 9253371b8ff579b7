"""Doors and passages: nodes on the outlines that two spaces share, or ways drawn across."""

from __future__ import annotations

from collections.abc import Iterator

from interactive_maps.importing.formats.osm.elements.element import Tags
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.formats.osm.features.adjacent_spaces import AdjacentSpaces, infer_ordinals
from interactive_maps.importing.formats.osm.features.unused_elements import UnusedElements
from interactive_maps.importing.formats.osm.tags.access import read_access, read_step_free
from interactive_maps.importing.formats.osm.tags.element_levels import make_key
from interactive_maps.importing.formats.osm.tags.names import read_names
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.values.lengths import parse_length
from interactive_maps.mapdata.edits.features import Opening, Space

# IMDF's words for how a door opens.
_KINDS = {
    "no": "open",
    "hinged": "swinging",
    "swinging": "swinging",
    "sliding": "sliding",
    "telescopic": "sliding",
    "revolving": "revolving",
    "overhead": "shutter",
    "roller_shutter": "shutter",
    "folding": "movablepartition",
    "bifold": "movablepartition",
    "turnstile": "turnstile",
    "yes": "door",
    "trapdoor": "door",
    "loadingdock": "door",
}
# Its words for whom a door is; one inside of a building is for everybody on foot.
_CATEGORIES = {
    "main": "pedestrian.principal",
    "emergency": "emergencyexit",
    "service": "service",
    "garage": "automobile",
}
_NOT_AUTOMATIC = frozenset({"no", "never"})


class Openings:
    """Makes openings of sites; ``outlines`` are the nodes that building outlines and walls are drawn with."""

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
        """Yield the site's opening on each of its levels; nothing for the door of a house that is not kept."""
        joined = self._adjacent_spaces.find_joined(site.shape.nodes)
        ordinals = site.floors.ordinals
        if not ordinals and not joined and not self._outlines & site.shape.nodes:
            self._leftovers.add(
                site.key, "a door on no outline of a space, a wall or a building that is kept"
            )
            return
        if not ordinals:
            ordinals = infer_ordinals(joined)
        if not ordinals and joined:
            reason = "a door without a level, between spaces on several: its level stays unknown"
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
        kind=_KINDS.get(tags.get("door", "")),
        width=_read_width(tags),
        automatic=_read_automatic(tags),
        access=read_access(tags),
        step_free=read_step_free(tags),
        names=read_names(tags),
        category=_read_category(tags),
        properties=tags,
    )


def _read_category(tags: Tags) -> str:
    if tags.get("exit") == "emergency":
        return "emergencyexit"
    return _CATEGORIES.get(tags.get("entrance", ""), "pedestrian")


def _read_width(tags: Tags) -> float | None:
    widths = (parse_length(tags[key], "m") for key in ("door:width", "width", "maxwidth") if key in tags)
    return next((width for width in widths if width is not None), None)


def _read_automatic(tags: Tags) -> bool | None:
    said = tags.get("automatic_door")
    return None if said is None else said not in _NOT_AUTOMATIC

"""Lines to walk along: footways, corridors and steps drawn as lines, indoors and outdoors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry import LineString

from interactive_maps.geo.plane import measure_steps
from interactive_maps.importing.draft.walked_line import GROUND, WalkedLine
from interactive_maps.importing.formats.osm.elements.element import Element, Elements
from interactive_maps.importing.formats.osm.elements.element_levels import make_key
from interactive_maps.importing.formats.osm.elements.located_element import LocatedElement
from interactive_maps.importing.tags.footways import is_footway, read_footway
from interactive_maps.importing.tags.names import read_names

_KERB = 0.3  # metres of a line on each side of a kerb
Place = tuple[float, float]


def build_walked(site: LocatedElement, elements: Elements) -> Iterator[WalkedLine]:
    """Yield the line of an element on each of its levels, if people walk along it."""
    element, ordinals = site.element, site.floors.ordinals
    if element.kind != "way" or site.shape.is_area or not is_footway(site.tags, len(ordinals)):
        return
    for ordinal in ordinals:
        for line in _draw(element, elements.places, elements.kerbs):
            yield replace(line, key=f"{make_key(element, ordinal)}{line.key}", level=ordinal)
    if not ordinals:
        for line in _draw(element, elements.places, elements.kerbs):
            yield replace(line, key=f"{element.key}{line.key}", is_outdoors=True)


def build_streets(elements: Elements) -> Iterator[WalkedLine]:
    """Yield the nearby outdoor lines, on the ground."""
    for way in elements.streets:
        for line in _draw(way, elements.places, elements.kerbs):
            yield replace(line, key=f"{way.key}{line.key}", is_outdoors=True)


def _draw(way: Element, places: Mapping[int, Place], kerbs: Collection[int]) -> Iterator[WalkedLine]:
    """Yield the located parts of a way, with kerbs as separate parts and unique keys."""
    walk, name = read_footway(way.tags), next(iter(read_names(way.tags).values()), None)
    number = 0
    for run in _list_runs(way.nodes, places):
        whole = [places[node] for node in run]
        line = LineString(whole)
        if not line.length:
            continue
        raised = [index for index, node in enumerate(run) if node in kerbs]
        for part, is_kerb in _cut_at_kerbs(whole, raised):
            yield WalkedLine(
                key="" if number == 0 else f"/{number}",
                level=GROUND,
                geometry=part,
                kind=walk.kind,
                one_way=walk.one_way,
                name=name,
                width=walk.width,
                slope=walk.slope,
                step_free=False if is_kerb else walk.step_free,
            )
            number += 1


def _list_runs(nodes: Sequence[int], places: Mapping[int, Place]) -> Iterator[list[int]]:
    run: list[int] = []
    for node in nodes:
        if node in places:
            run.append(node)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _cut_at_kerbs(places: Sequence[Place], raised: Sequence[int]) -> Iterator[tuple[LineString, bool]]:
    """Yield the parts of a line, and whether each crosses a kerb: a short part around the kerb's node."""
    line = LineString(places)
    if not raised:
        yield line, False
        return
    steps = measure_steps(np.array(places))
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    whole = float(reached[-1])
    cuts = [(max(0.0, reached[index] - _KERB), min(whole, reached[index] + _KERB)) for index in raised]
    at = 0.0
    for start, end in cuts:
        if start > at:
            yield _take(places, reached, at, start), False
        yield _take(places, reached, max(at, start), end), True
        at = end
    if at < whole:
        yield _take(places, reached, at, whole), False


def _take(places: Sequence[Place], reached: np.ndarray, start: float, end: float) -> LineString:
    """Return the part of a line between two distances in metres."""
    line = np.array(places)
    ends = [[float(np.interp(at, reached, line[:, axis])) for axis in (0, 1)] for at in (start, end)]
    inner = line[(reached > start) & (reached < end)]
    return LineString(shapely.get_coordinates(LineString(np.vstack([ends[:1], inner, ends[1:]]))))

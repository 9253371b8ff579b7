"""Rows of the base floor from the drawing of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import shapely
from shapely import MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.georeference import Georeference
from interactive_maps.importing.drawing import Drawing
from interactive_maps.importing.drawing.arcs import flatten_arc
from interactive_maps.importing.drawing.drawing import Floats
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.rules.rule_file import Rules
from interactive_maps.mapdata.edits.rows import LineRow
from interactive_maps.texts.cleaning import clean_text

NETWORK = "network"
_SAGITTA = 0.005  # metres that chords may deviate from a curve


class RowBuilder:
    """Makes georeferenced rows of the entities of a drawing."""

    def __init__(
        self, drawing: Drawing, georeference: Georeference, rules: Rules, level: float | None
    ) -> None:
        self._drawing, self._georeference, self._rules, self._level = drawing, georeference, rules, level
        self._geometries = dict(self._place_entities())
        self._texts = {text.entity: clean_text(text.text) for text in drawing.texts}
        self._kinds = [rules.kind_of(layer.name) for layer in drawing.layers]

    def build_lines(self, report: Report) -> list[LineRow]:
        """Return the rows of the base floor, and report what is not part of it."""
        left_out = self._rules.leave_out
        gone: Counter[tuple[str, str]] = Counter()
        kept = []
        for index, entity in enumerate(self._drawing.entities):
            kind = self._kinds[entity.layer]
            if index not in self._geometries:
                continue
            if kind in left_out:
                gone[self._drawing.layers[entity.layer].name, kind] += 1
            else:
                kept.append(self._build(index))
        for (layer, kind), count in sorted(gone.items()):
            report.skipped.append(
                Issue(f"layer {layer}", f"{count:,} entities: skipped because the layer is of kind {kind}")
            )
        return kept

    def build_network(self) -> list[LineRow]:
        """Return lines to walk along."""
        return [
            self._build(index)
            for index, entity in enumerate(self._drawing.entities)
            if self._kinds[entity.layer] == NETWORK and index in self._geometries and index not in self._texts
        ]

    def _build(self, index: int) -> LineRow:
        entity = self._drawing.entities[index]
        return LineRow(
            key=entity.key,
            layer=clean_text(self._drawing.layers[entity.layer].name),
            level=self._level,
            geometry=self._geometries[index],
            linetype=entity.linetype or None,
            text=self._texts.get(index),
        )

    def _place_entities(self) -> Iterator[tuple[int, BaseGeometry]]:
        """Yield entities by index with geometries in degrees, projected at once to save time."""
        lines, owners = _list_lines(self._drawing, _SAGITTA / self._georeference.metres_per_unit)
        if lines:
            ends = np.cumsum([len(line) for line in lines])[:-1]
            placed = np.split(self._georeference.place(np.concatenate(lines)), ends)
            by_entity: dict[int, list[Floats]] = {}
            for owner, line in zip(owners, placed, strict=True):
                by_entity.setdefault(owner, []).append(line)
            for owner, found in by_entity.items():
                merged = shapely.line_merge(MultiLineString(found))
                yield owner, merged
        if self._drawing.texts:
            anchors = np.array([text.anchor for text in self._drawing.texts])
            for text, (x, y) in zip(
                self._drawing.texts, self._georeference.place(anchors).tolist(), strict=True
            ):
                yield text.entity, Point(x, y)


def locate_entities(drawing: Drawing) -> Floats:
    """Return the middle of every entity (n, 2); NaN if it draws nothing."""
    owners = [drawing.segment_entities, drawing.segment_entities, drawing.arc_entities]
    places = [drawing.segments[:, :2], drawing.segments[:, 2:], drawing.arcs[:, :2]]
    owners.append(np.array([text.entity for text in drawing.texts], dtype=np.int64))
    places.append(np.array([text.centre for text in drawing.texts]).reshape(-1, 2))
    owners += [np.full(len(fill.points), fill.entity) for fill in drawing.fills]
    places += [fill.points for fill in drawing.fills]
    owner, place = np.concatenate(owners), np.concatenate(places)
    count = np.bincount(owner, minlength=len(drawing.entities)).astype(float)
    count[count == 0] = np.nan
    sums = [np.bincount(owner, weights=place[:, axis], minlength=len(drawing.entities)) for axis in (0, 1)]
    return np.asarray(np.column_stack(sums) / count[:, None])


def _list_lines(drawing: Drawing, sagitta: float) -> tuple[list[Floats], list[int]]:
    lines = [segment.reshape(2, 2) for segment in drawing.segments]
    owners = drawing.segment_entities.tolist()
    for arc, owner in zip(drawing.arcs, drawing.arc_entities.tolist(), strict=True):
        lines.append(flatten_arc(arc, sagitta))
        owners.append(owner)
    return lines, owners

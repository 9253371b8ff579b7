"""Rows of the map tables from the parts of a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np
from shapely.geometry.base import BaseGeometry

from interactive_maps.geo.georeference import Georeference
from interactive_maps.importing.bounds import Allowance
from interactive_maps.importing.formats.dxf.entities.drawing_entities import (
    DrawingEntity,
    Linework,
    TextEntity,
)
from interactive_maps.importing.formats.dxf.entities.geometries import Points, build_geometry, flatten_part
from interactive_maps.importing.formats.dxf.labels.rooms import FoundRoom
from interactive_maps.importing.formats.dxf.scale.georeferencing import Placed
from interactive_maps.importing.options import Limits
from interactive_maps.importing.reporting.progress import Progress, silent
from interactive_maps.importing.reporting.report import Issue, Report
from interactive_maps.importing.rules.rule_file import Rules
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow
from interactive_maps.texts.cleaning import clean_text

NETWORK = "network"
_WALKED = "lines to walk along, not part of the base floor"
_BATCH = 5000


def build_rooms(rooms: Sequence[FoundRoom], georeference: Georeference, level: float | None) -> list[RoomRow]:
    """Return rooms as rows, in the order of the drawing."""
    places = georeference.place(np.array([(room.x, room.y) for room in rooms], dtype=float)).tolist()
    return [
        RoomRow(room.key, room.name, level, longitude, latitude)
        for room, (longitude, latitude) in zip(rooms, places, strict=True)
    ]


@dataclass(slots=True)
class LineBuilder:
    """Makes georeferenced rows of parts on a level, with at most as many vertices as ``limits`` allow."""

    placed: Placed
    rules: Rules
    level: float | None
    report: Report
    limits: Limits
    _vertices: Allowance = field(init=False)

    def __post_init__(self) -> None:
        advice = "simplify its curves, or raise --max-entities"
        says = f"lines and curves have more than {{most}} vertices: {advice}"
        self._vertices = Allowance(self.limits.vertices, "the linework", says)

    def build_lines(
        self, parts: Sequence[DrawingEntity], named: AbstractSet[str], progress: Progress
    ) -> list[LineRow]:
        """Return the kept parts as rows, without texts in ``named``, which became rooms.

        Renaming a room then changes neither the linework nor its version.
        """
        kept, left_out = [], Counter[tuple[str, str]]()
        for part in parts:
            if part.origin.key in named:
                continue
            kind = self.rules.kind_of(part.origin.layer)
            if kind in self.rules.leave_out:
                left_out[part.origin.layer, kind] += 1
            else:
                kept.append(part)
        for (layer, kind), count in sorted(left_out.items()):
            reason = _WALKED if kind == NETWORK else f"skipped because the layer is of kind {kind}"
            self.report.skipped.append(Issue(f"layer {layer}", f"{count:,} entities: {reason}"))
        return self._place(kept, progress)

    def build_network(self, parts: Sequence[DrawingEntity]) -> list[LineRow]:
        """Return the linework of layers of kind ``network``: lines to walk along."""
        linework = (part for part in parts if isinstance(part, Linework))
        drawn = [part for part in linework if self.rules.kind_of(part.origin.layer) == NETWORK]
        return self._place(drawn, silent)

    def _place(self, kept: Sequence[DrawingEntity], progress: Progress) -> list[LineRow]:
        rows: list[LineRow] = []
        for start in range(0, len(kept), _BATCH):
            progress("placing", start, len(kept))
            batch = kept[start : start + _BATCH]
            for part, geometry in zip(batch, self._place_batch(batch), strict=True):
                if geometry is None:
                    reason = f"{part.origin.dxftype} has no length"
                    self.report.skipped.append(Issue(part.origin.key, reason))
                else:
                    rows.append(_build_row(part, geometry, self.level))
        return rows

    def _place_batch(self, parts: Sequence[DrawingEntity]) -> list[BaseGeometry | None]:
        """Return the geometries of the parts, projected in one batch because projection is most of the cost."""
        flattened = [self._flatten(part) for part in parts]
        flat = [line for lines in flattened for line in lines]
        if not flat:
            return [None] * len(parts)
        ends = np.cumsum([len(line) for line in flat])[:-1]
        degrees = iter(np.split(self.placed.georeference.place(np.concatenate(flat)), ends))
        return [
            build_geometry([next(degrees) for _ in lines], filled=isinstance(part, Linework) and part.filled)
            for part, lines in zip(parts, flattened, strict=True)
        ]

    def _flatten(self, part: DrawingEntity) -> list[Points]:
        lines = flatten_part(part, self.placed.metres_per_unit)
        self._vertices.take(sum(map(len, lines)))
        return lines


def _build_row(part: DrawingEntity, geometry: BaseGeometry, level: float | None) -> LineRow:
    origin = part.origin
    return LineRow(
        key=origin.key,
        layer=clean_text(origin.layer),
        level=level,
        geometry=geometry,
        subclasses=origin.subclasses,
        linetype=None if origin.linetype is None else clean_text(origin.linetype),
        text=part.text if isinstance(part, TextEntity) else None,
    )

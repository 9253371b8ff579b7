"""GeoJSON features as rooms, spaces, linework and lines to walk on."""

from __future__ import annotations

from collections import Counter

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from interactive_maps.importing.bounds import Allowance
from interactive_maps.importing.draft.map_draft import MapDraft
from interactive_maps.importing.formats.geojson import rules
from interactive_maps.importing.formats.geojson.properties import Said
from interactive_maps.importing.options import ReadOptions
from interactive_maps.importing.reporting.issue_collector import IssueCollector, IssueRule
from interactive_maps.importing.values.level_values import format_ordinal
from interactive_maps.mapdata.edits.features import Space
from interactive_maps.mapdata.edits.rows import LineRow, RoomRow

_LAYER = "geojson"
_NETWORK = "network"
# What export_map writes, its ids under their layer's name, that has names and is no room.
_NAMED = frozenset(
    {"venues", "buildings", "levels", "openings", "connectors", "points", "occupants", "source-features"}
)


class Floor:
    """Adds features to a draft; ``layers`` counts them by (layer, what it holds)."""

    def __init__(
        self, draft: MapDraft, options: ReadOptions, issues: IssueCollector, level: float | None
    ) -> None:
        """``level`` is that of features that say none."""
        self.layers: Counter[tuple[str, str]] = Counter()
        self._draft = draft
        self._rules = options.rules
        self._kind = options.rules.properties.kind
        self._only = options.level
        self._level = level
        self._issues = issues
        limits, advice = options.limits, "divide the file, or raise --max-entities"
        features = f"become more than {{most}} features on all their levels: {advice}"
        self._rows = Allowance(limits.entities, "its features", features)
        vertices = f"have more than {{most}} vertices on all their levels: {advice}"
        self._vertices = Allowance(limits.vertices, "its features", vertices)

    def add(self, key: str, said: Said, geometry: BaseGeometry) -> None:
        """Add one feature, in WGS84; one that is on several levels becomes one feature a level."""
        if said.levels is None:
            self._note(rules.UNREADABLE_LEVEL, key)
        levels = said.levels or (None if said.levels is None else self._level,)
        self._rows.take(len(levels))
        self._vertices.take(len(levels) * int(shapely.get_num_coordinates(geometry)))
        wanted = [level for level in levels if self._only in {None, level}]
        if not wanted:
            self._note(rules.OTHER_LEVEL, key)
        for level in wanted:
            own = key if len(levels) == 1 else f"{key}@{format_ordinal(level or 0.0)}"
            self._add_on(level, own, said, geometry)

    def _note(self, rule: IssueRule, key: str, detail: str = "") -> None:
        self._issues.note(rule, "feature", key, detail)

    def _add_on(self, level: float | None, key: str, said: Said, geometry: BaseGeometry) -> None:
        dimension = int(shapely.get_dimensions(geometry))
        if geometry.geom_type == "GeometryCollection":
            self._note(rules.NO_PLAIN_SHAPE, key)
        elif said.layer in _NAMED and key.startswith(f"{said.layer}/"):
            self._add_named(level, key, said, geometry, dimension)
        elif self._kind == _NETWORK or (dimension == 1 and self._kind_of(said) == _NETWORK):
            self._add_path(level, key, said, geometry, dimension)
        elif said.title and dimension != 1 and self._kind != "linework":
            self._add_room(level, key, said, geometry, dimension)
        elif self._kind == "rooms":
            self._note(rules.NOT_WANTED, key)
        elif dimension == 0:
            self._note(rules.POINT_WITHOUT_NAME, key)
        else:
            self._add_line(level, key, said, geometry)

    def _kind_of(self, said: Said) -> str:
        return self._rules.kind_of(said.layer) if said.layer else "other"

    def _add_path(
        self, level: float | None, key: str, said: Said, geometry: BaseGeometry, dimension: int
    ) -> None:
        if dimension != 1:
            self._note(rules.NOT_WANTED, key)
            return
        self.layers[said.layer or _NETWORK, _NETWORK] += 1
        self._note(rules.NETWORK, key)
        # What a line to walk on has besides a floor's: in which direction alone it leads, and how it is called.
        row = LineRow(
            key, said.layer or _NETWORK, level, geometry, linetype=said.one_way, text=said.title or None
        )
        self._draft.network.append(row)

    def _add_room(
        self, level: float | None, key: str, said: Said, geometry: BaseGeometry, dimension: int
    ) -> None:
        point = geometry if isinstance(geometry, Point) else geometry.representative_point()
        self._draft.rooms.append(RoomRow(key, said.title, level, point.x, point.y))
        if dimension == 2:
            category = said.category or "unspecified"
            space = Space(
                key,
                category,
                said.names,
                level,
                geometry,
                point,
                ref=said.ref,
                properties=said.properties,
                **said.space_fields,
            )
            self._draft.spaces.append(space)
            self._add_line(level, key, said, geometry)

    def _add_named(
        self, level: float | None, key: str, said: Said, geometry: BaseGeometry, dimension: int
    ) -> None:
        if dimension == 0:
            self._note(rules.NO_ROOM, key)
        else:
            self._add_line(level, key, said, geometry)

    def _add_line(self, level: float | None, key: str, said: Said, geometry: BaseGeometry) -> None:
        layer, kind = said.layer or _LAYER, self._kind_of(said)
        self.layers[layer, kind] += 1
        if kind in self._rules.leave_out:
            self._note(rules.LEFT_OUT, key, layer)
        else:
            self._draft.lines.append(LineRow(key, layer, level, geometry))
